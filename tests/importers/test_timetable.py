"""Timetables of four kinds: what is read of them and what is refused, with its place (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.intake.refusal import ImportRefused
from actions.intake.timetable import LessonRow, Named, TimetableFile
from importers.timetable import read_timetable
from rules.terms import WeekParity as W
from tests.timetable_files import Box, Day, asc, book, changes_html, flat

DAY = dt.date(2023, 11, 20)
CHEMISTRY = Box("ОУД.12 Химия+проект_x000D_\n", "Рябова Н. Г.", "З-206")
SPLIT = Box("ОП.04 Информатика \r\n", "Рябова Н.Г.", "З-407", ("ОП.04 Информатика", "Осин П.П.", "З-409"))


def refused(data: bytes, **options: Any) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(ImportRefused) as caught:
        read_timetable(data, **options)
    return [(item.line, item.column, item.reason) for item in caught.value.refusals]


# a sheet of a day

def test_a_day() -> None:
    """Two bands, subgroups side by side, a lecture in moodle, groups «0» and 211 that Excel took for numbers."""
    found = read_timetable(Day({
        "ИС-21": {1: CHEMISTRY}, "ИС-22": {2: SPLIT}, 0: {},
        "ИС-24": {7: Box("ОП.14 Проекты (л)", "Осин П.П.", "*moodle")},
        211.0: {3: Box("Физическая культура", "Ёлкин С.Е.", "з-спорт")}}).xlsx())
    assert [(one.group, one.pair, one.place, one.what) for one in found.lessons] == [
        ("ИС-21", 1, "E8", Named("Химия+проект", "Рябова Н. Г.", "ОУД.12", "З-206")),
        ("ИС-22", 2, "J10", Named("Информатика", "Рябова Н.Г.", "ОП.04", "З-407", 1)),
        ("ИС-22", 2, "L10", Named("Информатика", "Осин П.П.", "ОП.04", "З-409", 2)),
        ("ИС-24", 7, "T20", Named("Проекты", "Осин П.П.", "ОП.14", "moodle")),
        ("211", 3, "E27", Named("Физическая культура", "Ёлкин С.Е.", "", "З-спорт"))]
    assert {one.date for one in found.lessons} == {DAY}
    assert found.stated == {(DAY, name) for name in ("ИС-21", "ИС-22", "0", "ИС-24", "211")}
    assert not found.warnings


@pytest.mark.parametrize(("title", "sheet", "given", "day", "words"), [
    ("на 20.11.2023 г. (понедельник)", "20.11.2023", None, DAY, 0),
    ("на 20 НОЯБРЯ 2023 (ПОНЕДЕЛЬНИК)", "Лист1", None, DAY, 0),
    ("на 21.11.2023 г. (понедельник)", "20.11.2023", None, DAY, 1),
    ("на 20.11.2023 г. (вторник)", "20.11.2023", None, DAY, 1),
    ("без даты", "20.11.2023", None, DAY, 0),
    ("на 21.11.2023 г.", "22.11.2023", DAY, DAY, 0),
])
def test_which_day(title: str, sheet: str, given: dt.date | None, day: dt.date, words: int) -> None:
    found = read_timetable(Day({"ИС-21": {1: CHEMISTRY}}, title, sheet).xlsx(), given)
    assert [one.date for one in found.lessons] == [day]
    assert len(found.warnings) == words


@pytest.mark.parametrize(("title", "sheet", "says"), [
    ("на 21.11.2023 г.", "20.11.2023", "разные даты"), ("Расписание", "Лист1", "нет даты"),
    ("на 31.02.2023", "Лист1", "нет даты")])
def test_a_day_that_nobody_can_tell(title: str, sheet: str, says: str) -> None:
    (_, _, reason), = refused(Day({"ИС-21": {1: CHEMISTRY}}, title, sheet).xlsx())
    assert says in reason


@pytest.mark.parametrize(("extra", "place", "says", "why"), [
    ({(8, 4): "Рябова Н.Г."}, "E8", "нет дисциплины", "a teacher without a lesson"),
    ({(7, 7): "214"}, "E8", "нет дисциплины", "a room without a lesson"),
    ({(7, 5): "214", (7, 6): "Физика", (8, 6): "Осин П.П."}, "E8", "нет дисциплины", "half of a lesson"),
    ({(7, 12): "214"}, "M8", "вне столбцов групп", "a lesson of no group"),
    ({(7, 4): "Химия", (7, 5): "214", (7, 7): "215"}, "F8", "непонятно", "two rooms of one lesson"),
    ({(7, 9): "Химия"}, "J8", "вне столбцов групп", "a lesson under no name"),
    ({(7, 0): "первая"}, "A8", "не номер пары", "a pair in words"),
])
def test_nothing_filled_is_passed_over(extra: dict, place: str, says: str, why: str) -> None:
    found = refused(Day({"ИС-21": {2: CHEMISTRY}}, extra=extra).xlsx())
    assert (place, True) in [(column, says in reason) for _, column, reason in found], (why, found)


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.integers(1, 40).map(lambda n: f"Г-{n}"),
                       st.dictionaries(st.integers(1, 7), st.sampled_from((CHEMISTRY, SPLIT)), max_size=7),
                       min_size=1, max_size=9))
def test_every_filled_cell_is_read(groups: dict[str, dict[int, Box]]) -> None:
    found = read_timetable(Day(groups).xlsx())
    wanted = sorted((name, pair, part) for name, pairs in groups.items() for pair, box in pairs.items()
                    for part in ((1, 2) if box.second else (None,)))
    key = [(one.group, one.pair, one.what.subgroup) for one in found.lessons]
    assert sorted(key, key=str) == sorted(wanted, key=str)
    assert {group for _, group in found.stated} == set(groups)


# our table

ROW = {"дата": "20.11.2023", "пара": 2, "группа": "ИС-22", "дисциплина": "Химия", "преподаватель": "Рябова Н.Г."}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_our_table(encoding: str, delimiter: str) -> None:
    row = ROW | {"индекс": "оуд 12", "аудитория": "З-206", "подгруппа": "1"}
    found = read_timetable(flat([row], encoding, delimiter))
    assert found.lessons == (LessonRow(2, "дисциплина", DAY, 2, "ИС-22",
                                       Named("Химия", "Рябова Н.Г.", "ОУД.12", "З-206", 1)),)
    assert found.stated == {(DAY, "ИС-22")}


@pytest.mark.parametrize(("change", "substitute", "cancelled"), [
    ("", "", False), ("—", "", False), ("Осин П.П.", "Осин П.П.", False), ("отменено", "", True)])
def test_a_substitution_of_the_table(change: str, substitute: str, cancelled: bool) -> None:
    one, = read_timetable(flat([ROW | {"замена": change}])).lessons
    assert (one.substitute, one.cancelled) == (substitute, cancelled)


@pytest.mark.parametrize(("cell", "column"), [
    ({"дата": "31.02.2023"}, "дата"), ({"дата": ""}, "дата"), ({"пара": "11"}, "пара"), ({"пара": ""}, "пара"),
    ({"пара": "вторая"}, "пара"), ({"группа": ""}, "группа"), ({"дисциплина": ""}, "дисциплина"),
    ({"подгруппа": "обе"}, "подгруппа")])
def test_a_table_refused(cell: dict, column: str) -> None:
    assert [(line, where) for line, where, _ in refused(flat([ROW, ROW | cell]))] == [(3, column)]


# aSc

CARD = '<card lessonid="L1" period="1" days="10000" weeks="11" terms="1" classroomids="R2"/>'


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8"])
def test_asc(encoding: str) -> None:
    one, = read_timetable(asc(CARD, encoding=encoding)).week
    assert (one.weekday, one.pair, one.parity, one.group, one.what) == (
        1, 1, W.EVERY, "ИС-22", Named("Операционные системы", "Рябов Иван Петрович", "ОП.01", "215"))


@pytest.mark.parametrize(("card", "found", "why"), [
    (CARD.replace("10000", "10100"), [(1, 1, W.EVERY), (3, 1, W.EVERY)], "two days at once"),
    (CARD.replace('weeks="11"', 'weeks="10"'), [(1, 1, W.ODD)], "odd weeks"),
    (CARD.replace('weeks="11"', 'weeks="01"'), [(1, 1, W.EVEN)], "even weeks"),
    (CARD.replace('weeks="11"', 'weeks="1010"'), [(1, 1, W.ODD)], "odd of four"),
    (CARD.replace('weeks="11"', 'weeks="1"'), [(1, 1, W.EVERY)], "one week only"),
    (CARD.replace('period="1"', 'period="5"'), [(1, 3, W.EVERY)], "the fifth lesson is the third pair"),
    (CARD.replace("10000", "00000"), [], "not placed"),
    (CARD + CARD.replace('period="1"', 'period="2"'), [(1, 1, W.EVERY), (1, 2, W.EVERY)], "a card a period"),
    ('<card lessonid="L1" period="1" day="0" classroomids="R1"/>', [(1, 1, W.EVERY)], "2008: days from 0"),
    ('<card lessonid="L1" period="1" day="5"/><card lessonid="L1" period="1" day="0"/>',
     [(6, 1, W.EVERY), (1, 1, W.EVERY)], "2008: Saturday"),
])
def test_cards(card: str, found: list[tuple[int, int, W]], why: str) -> None:
    assert [(one.weekday, one.pair, one.parity) for one in read_timetable(asc(card)).week] == found, why


def test_asc_counts_days_from_one_when_it_says_so() -> None:
    days = '<day name="Пн" day="1"/><day name="Вт" day="2"/>'
    one, = read_timetable(asc('<card lessonid="L1" period="1" day="2"/>', days=days)).week
    assert one.weekday == 2
    one, = read_timetable(asc('<card lessonid="L1" period="1" day="2"/>', options="daynumbering1")).week
    assert one.weekday == 2


def test_long_periods_are_pairs() -> None:
    one, = read_timetable(asc(CARD.replace('period="1"', 'period="3"'),
                              periods='<period period="1" starttime="8:30" endtime="10:00"/>')).week
    assert one.pair == 3


def test_halves_of_a_class_and_joint_classes() -> None:
    lesson = ('<lesson id="L2" subjectid="S2" classids="C1" groupids="G1,G2" teacherids="T1,T2" periodspercard="2"/>'
              '<lesson id="L3" subjectid="S2" classids="C1,C2" groupids="" teacherids="T2" periodspercard="2"/>')
    cards = CARD.replace("L1", "L2") + CARD.replace("L1", "L3").replace("10000", "01000")
    found = [(one.weekday, one.group, one.what.subgroup, one.what.teacher)
             for one in read_timetable(asc(cards, lessons=lesson)).week]
    assert found == [(1, "ИС-22", 1, "Рябов Иван Петрович"), (1, "ИС-22", 2, "Осина А.В."),
                     (2, "ИС-22", None, "Осина А.В."), (2, "ИС-21", None, "Осина А.В.")]


def test_one_of_two_terms() -> None:
    cards = CARD.replace('terms="1"', 'terms="10"') + CARD.replace('terms="1"', 'terms="01"').replace("10000", "01000")
    assert [one.weekday for one in read_timetable(asc(cards), semester=2).week] == [2]


@pytest.mark.parametrize(("data", "column", "why"), [
    (asc(CARD.replace("L1", "L9")), "lessonid", "a card of no lesson"),
    (asc(CARD.replace("10000", "понедельник")), "days", "not a mask"),
    (asc(CARD.replace('weeks="11"', 'weeks="1100"')), "weeks", "weeks we have no word for"),
    (asc(CARD.replace('period="1"', 'period="25"')), "period", "no such pair"),
    (asc(CARD, lessons="").replace(b'subjectid="S1"', b'subjectid="S9"'), "subjectid", "a subject that is not there"),
    (asc(CARD).replace(b'teacherids="T1"', b'teacherids="T9"'), "teacherid", "a teacher that is not there"),
    (asc(""), None, "no cards at all"),
])
def test_asc_refused(data: bytes, column: str | None, why: str) -> None:
    assert [where for _, where, _ in refused(data)] == [column], why


def test_entities_are_not_read() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE timetable [<!ENTITY a "b">]><timetable><card lessonid="&a;"/></timetable>'
    assert "DTD" in refused(bomb)[0][2]


# a substitution sheet

SHEET = (
    ("ИС-21", "2", "Математика / Рябова Н.Г.", "Химия / Осин П.П.", "З-206"),
    ("ИС-22", "1, 3", "Химия", "— — —", ""),
    ("", "4-5", "История", "Петров П.П.", "215"),
    ("ИС-23", "1", "История", "самостоятельная работа", ""),
    ("ИС-23", "2", "&nbsp;", "Английский язык / Рябова Н.Г., Осин П.П.", "1/2"),
    ("ИС-24", "2", "История", "Химия / вакансия 3", ""),
)


def told(file: TimetableFile) -> list[tuple[Any, ...]]:
    return [(one.group, one.pair, one.was.discipline if one.was else None,
             [(what.discipline, what.teacher, what.room) for what in one.now], one.independent) for one in file.changes]


WANTED = [
    ("ИС-21", 2, "Математика", [("Химия", "Осин П.П.", "З-206")], False),
    ("ИС-22", 1, "Химия", [], False), ("ИС-22", 3, "Химия", [], False),
    ("ИС-22", 4, "История", [("История", "Петров П.П.", "215")], False),
    ("ИС-22", 5, "История", [("История", "Петров П.П.", "215")], False),
    ("ИС-23", 1, "История", [], True),
    ("ИС-23", 2, None, [("Английский язык", "Рябова Н.Г.", "1"), ("Английский язык", "Осин П.П.", "2")], False),
    ("ИС-24", 2, "История", [("Химия", "", None)], False),
]


def test_substitutions_of_a_page() -> None:
    found = read_timetable(changes_html(SHEET).encode())
    assert told(found) == WANTED
    assert {one.date for one in found.changes} == {DAY}


def test_substitutions_of_a_book() -> None:
    rows = [[cell.replace("&nbsp;", "\u00a0") for cell in row] for row in SHEET]
    heading = ["Группа", "Пара", "Предмет по расписанию", "ЗАМЕНА", "Аудитория"]
    data = book([["Изменения на\u00a020\u00a0ноября\u00a02023 (понедельник)"], [], heading, *rows])
    assert told(read_timetable(data)) == WANTED


def test_the_last_name_after_a_slash_is_the_teacher() -> None:
    row = ("ИС-21", "1", "Химия", "Информатика / ИКТ / Осин П.П.", "")
    assert told(read_timetable(changes_html([row]).encode())) == [
        ("ИС-21", 1, "Химия", [("Информатика / ИКТ", "Осин П.П.", None)], False)]


def test_tall_cells_of_a_page_are_repeated() -> None:
    page = changes_html([]).replace("</table>", (
        '<tr><td rowspan="2">ИС-21</td><td>1</td><td>История</td><td>—</td><td></td></tr>'
        "<tr><td>2</td><td>Химия</td><td>—</td><td></td></tr></table>"))
    assert told(read_timetable(page.encode())) == [("ИС-21", 1, "История", [], False), ("ИС-21", 2, "Химия", [], False)]


@pytest.mark.parametrize(("row", "column"), [
    (("ИС-21", "вторая", "Химия", "—", ""), "пара"), (("", "1", "Химия", "—", ""), "группа"),
    (("ИС-21", "1", "—", "—", ""), "замена"), (("ИС-21", "1", "", "Осин П.П.", ""), "замена")])
def test_a_substitution_refused(row: tuple[str, ...], column: str) -> None:
    assert column in [where for _, where, _ in refused(changes_html([row]).encode())]


@pytest.mark.parametrize("text", ["<html><body>нет таблиц</body></html>", "<table></table>", "<timetables/>"])
def test_other_pages_are_refused(text: str) -> None:
    assert refused(text.encode())


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=400))
def test_garbage_is_refused_with_words(text: str) -> None:
    """Whatever is inside, there is a file or a refusal, and no other error."""
    for data in (text.encode("utf-8", "replace"), f"<table>{text}</table>".encode("utf-8", "replace"),
                 f"<timetable><card lessonid='1' days='{text}'/></timetable>".encode("utf-8", "replace")):
        with pytest.raises(ImportRefused):
            read_timetable(data)
