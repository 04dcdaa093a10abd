"""What the rows of a curriculum teach (Пр. 10)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rules.plan import (
    Controls,
    CurriculumRow,
    Hours,
    ObjectType,
    base_education,
    is_physical_education,
    is_taught,
    line_kind,
    practice_kind,
    programme_level,
)
from rules.plan_table import COLUMNS, OPTIONAL, cells, optional_cells
from rules.terms import BaseEducation, LineKind, PracticeKind, ProgrammeLevel


def row(kind: ObjectType = ObjectType.DISCIPLINE, parent: str | None = None, **hours: int) -> CurriculumRow:
    return CurriculumRow("ПЦ", "МДК.01.01", "Разработка", kind, parent, 3, Hours(**hours), Controls(exam=1), ("ОК 1",))


KINDS = [
    (ObjectType.MODULE, None, LineKind.MODULE, False, "a module's own row repeats its parts"),
    (ObjectType.DISCIPLINE, None, LineKind.DISCIPLINE, True, "a discipline by itself"),
    (ObjectType.DISCIPLINE, "ПМ.01", LineKind.MDK, True, "a discipline inside a module"),
    (ObjectType.PRACTICE, "ПМ.01", LineKind.PRACTICE, True, "a practice"),
    (ObjectType.MODULE_EXAM, "ПМ.01", LineKind.MODULE_EXAM, True, "an exam of a module"),
    (ObjectType.STATE_EXAM, None, LineKind.STATE_EXAM, False, "the state commission keeps protocols"),
]


@pytest.mark.parametrize(("type_", "parent", "kind", "taught", "why"), KINDS, ids=[case[-1] for case in KINDS])
def test_kinds(type_: ObjectType, parent: str | None, kind: LineKind, taught: bool, why: str) -> None:
    assert line_kind(row(type_, parent)) is kind
    assert is_taught(kind) is taught


PRACTICES = [
    ("УП.01.01", "Учебная практика", PracticeKind.STUDY),
    ("ПП.01.01", "Производственная практика", PracticeKind.INDUSTRIAL),
    ("ПДП", "ПРОИЗВОДСТВЕННАЯ ПРАКТИКА (ПРЕДДИПЛОМНАЯ)", PracticeKind.PREDIPLOMA),
    ("ПА.05", "Практика учебная", PracticeKind.STUDY),
]


@pytest.mark.parametrize(("index", "title", "kind"), PRACTICES)
def test_practices(index: str, title: str, kind: PracticeKind) -> None:
    assert practice_kind(index, title) is kind


BASES = [
    ("среднее общее образование", BaseEducation.SECONDARY),
    ("Основное общее (9 классов)", BaseEducation.BASIC),
    ("11 классов", BaseEducation.SECONDARY),
    ("", None),
    ("основное и среднее", None),
]


@pytest.mark.parametrize(("text", "base"), BASES)
def test_base_education(text: str, base: BaseEducation | None) -> None:
    assert base_education(text) is base


def test_the_code_tells_the_level() -> None:
    assert programme_level("09.02.07") is ProgrammeLevel.SPECIALISTS
    assert programme_level("15.01.05") is ProgrammeLevel.WORKERS


@pytest.mark.parametrize(("title", "is_it"), [
    ("Физическая культура", True), ("Адаптивная физическая культура", True), ("Физкультура", True), ("Физика", False),
    ("Культура речи", False)])
def test_physical_education(title: str, is_it: bool) -> None:
    assert is_physical_education(title) is is_it


def test_cells_stand_under_their_columns() -> None:
    figures = dict(zip(COLUMNS, cells(row(lecture=20, total=20)), strict=True))
    assert {name: figures[name] for name in ("индекс", "Лек", "Лаб", "Итого", "Нед", "Эк")} == {
        "индекс": "МДК.01.01", "Лек": "20", "Лаб": "", "Итого": "20", "Нед": "", "Эк": "1"}
    assert dict(zip(OPTIONAL, optional_cells(row()), strict=True))["компетенции"] == "ОК 1"


def test_weeks_may_be_parts() -> None:
    half = CurriculumRow("ПЦ", "УП.01", "Практика", ObjectType.PRACTICE, None, 1, Hours(weeks=Decimal("2.50")),
                         Controls())
    assert dict(zip(COLUMNS, cells(half), strict=True))["Нед"] == "2.5"
