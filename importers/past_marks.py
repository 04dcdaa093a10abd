"""Marks and absences of a past time: our flat table, or sheets of «Сетевой город» — a discipline each, days across."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from actions.intake.past import PastDay, PastSheet, PastValue
from actions.intake.refusal import ImportRefused, Refusals
from importers.limits import DEFAULT, Limits
from importers.past_days import Span, day_of
from importers.past_grid import read_grid
from importers.sheet import Columns, Row, Sheet, column_key, read_sheets, table_of
from importers.values import BadValue, to_text
from rules.terms import MarkKind

REQUIRED = ("дата", "студент", "значение")
TABLE = Columns(REQUIRED, ("пара", "вид"))
KINDS = {column_key(text): kind for kind in MarkKind for text in (kind.title, kind.value)}


def read_past(data: bytes, span: Span, limits: Limits = DEFAULT) -> tuple[PastSheet, ...]:
    """Every filled cell by sheets; ``span`` is the academic year that days written without a year belong to.

    Raises ImportRefused with every cell that cannot be read. Sheets without a single day are left out.
    """
    sheets = [sheet for sheet in read_sheets(data, TABLE, limits) if any(sheet.lines)]
    refusals = Refusals()
    found = [_flat(sheet, span, limits, refusals) if _is_flat(sheet) else read_grid(sheet, span, limits, refusals)
             for sheet in sheets]
    refusals.check()
    known = tuple(sheet for sheet in found if sheet is not None)
    if not any(sheet.values for sheet in known):
        raise ImportRefused.because(
            "В файле нет ни одной отметки. Нужна таблица с заголовками «дата», «пара», «студент», «значение» "
            "или лист, где в первом столбце студенты, а в заголовках остальных — даты")
    return known if len(known) == 1 else tuple(_signed(sheet) for sheet in known)


def _signed(sheet: PastSheet) -> PastSheet:
    """Each value with its sheet: lines of several sheets have the same numbers."""
    return replace(sheet, values=tuple(replace(value, sheet=sheet.title) for value in sheet.values))


def _is_flat(sheet: Sheet) -> bool:
    heading = next(line for line in sheet.lines if line)
    keys = {column_key(to_text(cell)) for cell in heading.cells}
    return sum(name in keys for name in REQUIRED) >= 2


def _flat(sheet: Sheet, span: Span, limits: Limits, refusals: Refusals) -> PastSheet:
    values = (_value(row, span, refusals) for row in table_of(sheet.lines, TABLE, limits))
    return PastSheet(sheet.name, tuple(value for value in values if value is not None))


def _value(row: Row, span: Span, refusals: Refusals) -> PastValue | None:
    """A row with a value; whatever else is wrong with it is told at once."""
    text = row.text("значение")
    if not text:
        return None
    before = len(refusals)
    day, pair, kind = _day(row, span, refusals), _pair(row, refusals), row.text("вид")
    if kind and column_key(kind) not in KINDS:
        refusals.add(row.line, "вид", f"«{kind}»: можно " + ", ".join(one.title for one in MarkKind))
    if not row.text("студент"):
        refusals.add(row.line, "студент", "студент не указан")
    if len(refusals) > before or day is None:
        return None
    return PastValue(row.line, "значение", PastDay(day, pair), row.text("студент"), text,
                     KINDS[column_key(kind)] if kind else None)


def _day(row: Row, span: Span, refusals: Refusals) -> dt.date | None:
    try:
        return day_of(row.get("дата"), span).date
    except BadValue as error:
        refusals.add(row.line, "дата", str(error))
        return None


def _pair(row: Row, refusals: Refusals) -> int | None:
    text = row.text("пара")
    if text and not (text.isdecimal() and len(text) == 1):
        refusals.add(row.line, "пара", f"«{text}»: пара — одна цифра")
        return None
    return int(text) if text else None
