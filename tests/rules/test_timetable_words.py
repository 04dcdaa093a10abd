"""Names of a timetable's file as colleges write them (п. 5.5)."""

from __future__ import annotations

import pytest

from rules import timetable_words as w
from rules.terms import NameKind


@pytest.mark.parametrize(("text", "index", "title"), [
    ("МДК. 04.01 Внедрение и поддержка систем", "МДК.04.01", "Внедрение и поддержка систем"),
    ("МДК.07.02. Сертификация систем (пр)", "МДК.07.02", "Сертификация систем"),
    ("МДК.6 Диагностика устройств", "МДК.6", "Диагностика устройств"),
    ("ОП.14 Управление проектами (л)", "ОП.14", "Управление проектами"),
    ("ОП.16 WEB-дизайн и программирование ВЧ (Л)", "ОП.16", "WEB-дизайн и программирование ВЧ"),
    ("ОУД.12 Химия+проект", "ОУД.12", "Химия+проект"),
    ("МДК.03.01 Основы работ в производстве\"", "МДК.03.01", "Основы работ в производстве"),
    ("ПОО.01 Родной язык или Родная литература", "ПОО.01", "Родной язык или Родная литература"),
    ("Физическая культура (п)", "", "Физическая культура"),
    ("МДК.04.01 Работа по профессии 13399 Литейщик", "МДК.04.01", "Работа по профессии 13399 Литейщик"),
    ("Основы (введение)", "", "Основы (введение)"),
    ("УП.11.01", "УП.11.01", ""),
])
def test_a_discipline_with_its_index(text: str, index: str, title: str) -> None:
    assert w.split_discipline(text) == (index, title)


PERSON = ("Рябова", "Надежда", "Григорьевна")


@pytest.mark.parametrize(("text", "same", "why"), [
    ("Рябова Н.Г.", True, "usual"), ("Рябова Н. Г.", True, "a space"), ("РЯБОВА Н.Г", True, "without the last point"),
    ("Рябова Н.", True, "one initial"), ("Рябова", True, "a surname"), ("Рябова Надежда Григорьевна", True, "in full"),
    ("Рябова А.Г.", False, "another name"), ("Рябов Н.Г.", False, "another surname"), ("Н.Г. Рябова", True, "ahead"),
])
def test_whom_a_name_means(text: str, same: bool, why: str) -> None:
    assert w.is_teacher(text, *PERSON) is same, why


def test_letters_of_a_name_are_alike() -> None:
    assert w.is_teacher("Ёлкин С.Е.", "Елкин", "Сергей", "Ёрмилович")
    assert w.teacher_key("Ёлкин С. Е.") == w.teacher_key("Елкин С.Е.") == "елкин се"
    assert w.teacher_key("Мастер 1") != w.teacher_key("мастер 10") == "мастер 10"


@pytest.mark.parametrize(("text", "found"), [
    ("Рябова Н.Г.", ["Рябова Н.Г."]), ("Рябова Н.Г., Осин П.П.", ["Рябова Н.Г.", "Осин П.П."]),
    ("Рябова Н.Г. Осин П. П.", ["Рябова Н.Г.", "Осин П. П."]), ("Рябова / Осин", ["Рябова", "Осин"]),
    ("вакансия 3", []), ("Вакансия", []), ("—", []), ("", []), ("Рябова Н.Г. / вакансия 2", ["Рябова Н.Г."]),
    ("Рябова Надежда Григорьевна", ["Рябова Надежда Григорьевна"]),
])
def test_everybody_in_a_cell(text: str, found: list[str]) -> None:
    assert w.people(text) == found


@pytest.mark.parametrize(("text", "room"), [
    ("*moodle", "moodle"), ("Мoodle", "moodle"), ("moodle/", "moodle"), (",moodle", "moodle"), ("з-спорт", "З-спорт"),
    ("З-206", "З-206"), ("*Акт.зал", "Акт.зал"), ("—", None), ("", None), ("ДОТ", "дот"), ("1" * 40, "1" * 24),
])
def test_a_room(text: str, room: str | None) -> None:
    assert w.room_name(text) == room


def test_rooms_without_walls() -> None:
    assert w.is_virtual("moodle")
    assert not w.is_virtual("З-206")
    assert not w.is_virtual(None)


@pytest.mark.parametrize(("kind", "one", "other"), [
    (NameKind.GROUP, "ИС-21", "ис 21"), (NameKind.TEACHER, "Ёлкин С. Е.", "ЕЛКИН С.Е."),
    (NameKind.DISCIPLINE, "ОП.01 Операционные  системы", "оп 01 операционные системы"),
])
def test_a_name_is_remembered_however_it_is_written(kind: NameKind, one: str, other: str) -> None:
    assert w.remembered_key(kind, one) == w.remembered_key(kind, other)


@pytest.mark.parametrize(("kind", "given", "skipped", "fields", "why"), [
    (NameKind.GROUP, {"group"}, False, [], "a group"),
    (NameKind.GROUP, set(), True, [], "not to be loaded"),
    (NameKind.GROUP, set(), False, ["group"], "nothing said"),
    (NameKind.GROUP, {"group"}, True, ["group"], "both"),
    (NameKind.GROUP, {"teacher"}, False, ["teacher"], "a group is no teacher"),
    (NameKind.DISCIPLINE, {"practice"}, False, [], "a practice is taught too"),
    (NameKind.DISCIPLINE, {"practice", "discipline"}, False, ["discipline"], "one of the two"),
    (NameKind.TEACHER, {"teacher"}, False, [], "a teacher"),
])
def test_what_a_name_may_mean(kind: NameKind, given: set[str], skipped: bool, fields: list[str], why: str) -> None:
    assert [item.field for item in w.check_name(kind, given, skipped)] == fields, why


@pytest.mark.parametrize(("text", "number"), [
    ("1", 1), ("2 п/г", 2), ("подгруппа 2", 2), ("", None), ("вся", None), ("12", None), ("0", None)])
def test_a_subgroup(text: str, number: int | None) -> None:
    assert w.subgroup_number(text) == number
