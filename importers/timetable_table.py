"""Our table of lessons by date: a row a lesson (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from actions.intake.refusal import Refusals
from actions.intake.timetable import LessonRow, Named, TimetableFile
from importers.sheet import Columns, Row
from importers.text import normalise_index
from importers.timetable_cells import named
from importers.values import BadValue, to_date, to_text, to_whole
from rules.timetable_words import is_blank, says_cancelled, subgroup_number

TABLE = Columns(("дата", "пара", "группа", "дисциплина"),
                ("подгруппа", "индекс", "вид", "преподаватель", "аудитория", "замена"))


def read_table_rows(rows: Iterable[Row]) -> TimetableFile:
    """Every lesson of the table; raises ImportRefused with all cells that cannot be read."""
    refusals, lessons = Refusals(), list[LessonRow]()
    for row in rows:
        lessons += _lessons(row, refusals)
    refusals.check()
    days = {one.date for one in lessons}
    groups = {one.group for one in lessons}
    return TimetableFile(tuple(lessons), stated=frozenset((day, group) for day in days for group in groups))


def _lessons(row: Row, refusals: Refusals) -> list[LessonRow]:
    date, pair = _date(row, refusals), _pair(row, refusals)
    group, discipline, part = row.text("группа"), row.text("дисциплина"), row.text("подгруппа")
    number = subgroup_number(part)
    bad = date is None or pair is None
    for column, missing in (("группа", not group), ("дисциплина", not discipline and not row.text("индекс"))):
        if missing:
            bad = True
            refusals.add(row.line, column, "не заполнено")
    if not is_blank(part) and number is None:
        bad = True
        refusals.add(row.line, "подгруппа", f"«{part[:40]}»: нужен номер от 1 до 9 или пусто")
    if bad or date is None or pair is None:
        return []
    change = row.text("замена")
    cancelled = says_cancelled(change)
    substitute = "" if cancelled or is_blank(change) else change
    return [LessonRow(row.line, "дисциплина", date, pair, group, what, substitute, cancelled)
            for what in _named(row, discipline, number)]


def _named(row: Row, discipline: str, number: int | None) -> tuple[Named, ...]:
    index = row.text("индекс")
    whole = f"{normalise_index(index)} {discipline}" if index else discipline
    return named(whole, row.text("преподаватель"), row.text("аудитория"), number)


def _date(row: Row, refusals: Refusals) -> dt.date | None:
    try:
        return to_date(row.get("дата"))
    except BadValue as error:
        refusals.add(row.line, "дата", str(error))
        return None


def _pair(row: Row, refusals: Refusals) -> int | None:
    text = to_text(row.get("пара"))
    try:
        number = to_whole(text) if text else 10
    except BadValue:
        number = 10
    if number > 9:
        refusals.add(row.line, "пара", f"«{text[:40]}»: нужен номер пары от 0 до 9")
        return None
    return number
