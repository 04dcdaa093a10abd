"""Codes, indices and hours of a curriculum (Пр. 10)."""

from __future__ import annotations

import pytest

from rules.subjects import (
    Sums,
    check_competence,
    check_edition,
    check_index,
    check_mdk,
    check_module_index,
    check_practice,
    check_semester,
    check_speciality,
)
from rules.terms import LineKind as L
from rules.terms import PracticeKind as P
from rules.terms import ProgrammeLevel


@pytest.mark.parametrize(("code", "level", "field"), [
    ("09.02.07", ProgrammeLevel.SPECIALISTS, None), ("15.01.05", ProgrammeLevel.WORKERS, None),
    ("15.01.05", ProgrammeLevel.SPECIALISTS, "level"), ("9.2.7", ProgrammeLevel.SPECIALISTS, "code"),
    ("09.02.07 ИС", ProgrammeLevel.SPECIALISTS, "code"), ("", ProgrammeLevel.WORKERS, "code"),
])
def test_specialities(code: str, level: ProgrammeLevel, field: str | None) -> None:
    found = check_speciality(code, level)
    assert (found and found.field) == field


# every index of a genuine plan of 09.02.07 and of a profession
GENUINE = [
    ("ОГСЭ.01", L.DISCIPLINE), ("ЕН.03", L.DISCIPLINE), ("ОП.12", L.DISCIPLINE), ("ОУД.01", L.DISCIPLINE),
    ("ДУП.01", L.DISCIPLINE), ("СГ.01", L.DISCIPLINE), ("МДК.01.04", L.MDK), ("МДК.11.01", L.MDK),
    ("ПМ.01", L.MODULE), ("ПМ.12", L.MODULE), ("ПМ.01.ЭК", L.MODULE_EXAM), ("УП.12.02", L.PRACTICE),
    ("ПП.01.01", L.PRACTICE), ("УП.01", L.PRACTICE), ("ПДП", L.PRACTICE), ("ГИА.04", L.STATE_EXAM),
]


@pytest.mark.parametrize(("index", "kind"), GENUINE)
def test_genuine_indices(index: str, kind: L) -> None:
    assert check_index(index, kind) is None


@pytest.mark.parametrize(("index", "kind", "why"), [
    ("", L.DISCIPLINE, "empty"), ("?", L.DISCIPLINE, "a sign"), ("OP.01", L.DISCIPLINE, "Latin"),
    ("МДК.01.01", L.DISCIPLINE, "an МДК"), ("ПМ.01", L.DISCIPLINE, "a module"), ("ОП.01", L.MDK, "a discipline"),
    ("ОП.01", L.PRACTICE, "a discipline"), ("УП.01.01", L.MODULE, "a practice"),
    ("ОП.01", L.STATE_EXAM, "a discipline"),
])
def test_wrong_indices(index: str, kind: L, why: str) -> None:
    found = check_index(index, kind)
    assert found is not None, why
    assert found.field == "index"


@pytest.mark.parametrize(("index", "right"), [("ПМ.01", True), ("ПМ.12", True), ("ПМ.01.Н", True), ("ПМ", False),
                                              ("МДК.01.01", False), ("ПМ.1", False)])
def test_modules(index: str, right: bool) -> None:
    assert (check_module_index(index) is None) is right


@pytest.mark.parametrize(("code", "right"), [("ОК 01", True), ("ПК 1.1", True), ("ПК 11.10", True), ("ЛР 7", True),
                                             ("Умение", False), ("ПК", False), ("ОК01", False)])
def test_competencies(code: str, right: bool) -> None:
    assert (check_competence(code) is None) is right


@pytest.mark.parametrize(("index", "title", "kind", "module", "fields", "why"), [
    ("УП.01.01", "Учебная практика", P.STUDY, "ПМ.01", [], "a study practice of its module"),
    ("ПП.04.01", "Производственная практика", P.INDUSTRIAL, "ПМ.04", [], "an industrial one"),
    ("ПДП", "Преддипломная практика", P.PREDIPLOMA, None, [], "before the diploma"),
    ("УП.01.01", "Учебная практика", P.INDUSTRIAL, "ПМ.01", ["index"], "УП is not industrial"),
    ("ПП.01.01", "Практика по профилю", P.STUDY, "ПМ.01", ["index"], "ПП is not study"),
    ("УП.01.01", "Преддипломная практика", P.STUDY, "ПМ.01", ["title"], "called otherwise"),
    ("УП.01.01", "Учебная практика", P.STUDY, None, ["module"], "of no module"),
    ("УП.01.01", "Учебная практика", P.STUDY, "ПМ.02", ["module"], "of another module"),
    ("ПДП", "Преддипломная практика", P.PREDIPLOMA, "ПМ.01", ["module"], "ПДП is of no module"),
])
def test_practices(index: str, title: str, kind: P, module: str | None, fields: list[str], why: str) -> None:
    assert [violation.field for violation in check_practice(index, title, kind, module)] == fields, why


def test_an_mdk_carries_the_number_of_its_module() -> None:
    assert check_mdk("МДК.01.02", "ПМ.01") == []
    assert [violation.field for violation in check_mdk("МДК.01.02", "ПМ.02")] == ["module"]
    assert [violation.field for violation in check_mdk("МДК.01.02", None)] == ["module"]


@pytest.mark.parametrize(("total", "parts", "refused", "warned"), [
    (36, 36, False, False), (36, 37, True, False), (36, 30, False, True), (0, 0, False, False)])
def test_hours_add_up(total: int, parts: int, refused: bool, warned: bool) -> None:
    sums = Sums(total, parts)
    assert (sums.violation() is not None, sums.warning() is not None) == (refused, warned)


@pytest.mark.parametrize(("number", "months", "right"), [
    (1, 46, True), (8, 46, True), (9, 46, False), (6, 34, True), (7, 34, False), (2, 10, True), (3, 10, False),
    (12, None, True), (13, None, False), (0, None, False)])
def test_semesters_of_a_programme(number: int, months: int | None, right: bool) -> None:
    assert (check_semester(number, months) is None) is right


@pytest.mark.parametrize(("year", "months", "fields"), [
    (2023, 46, []), (2023, None, []), (1999, 46, ["admission_year"]), (2026, 46, ["admission_year"]),
    (2025, 46, []), (2023, 5, ["duration_months"]), (2023, 100, ["duration_months"])])
def test_editions(year: int, months: int | None, fields: list[str]) -> None:
    assert [violation.field for violation in check_edition(year, months, 2023)] == fields
