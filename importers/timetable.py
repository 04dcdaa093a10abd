"""Any file of a timetable: what it is is told by its content (п. 5.5)."""

from __future__ import annotations

import datetime as dt

from actions.intake.refusal import ImportRefused
from actions.intake.timetable import TimetableFile
from importers.guard import FileKind, Source, admit
from importers.html_tables import read_page
from importers.limits import Limits
from importers.sheet import read_text, sheets, table_of
from importers.timetable_asc import is_asc, read_asc
from importers.timetable_changes import is_changes, read_changes
from importers.timetable_day import is_day_sheet, read_day_sheets
from importers.timetable_table import TABLE, read_table_rows

LIMITS = Limits(rows=40_000)  # a semester of a large college, a row a lesson


def read_timetable(data: bytes, day: dt.date | None = None, semester: int | None = None,
                   limits: Limits = LIMITS) -> TimetableFile:
    """Our table, a sheet of a day, a substitution sheet or aSc; ``day``: of a sheet that does not tell it.

    Raises ImportRefused with every refused cell.
    """
    source = admit(data, limits)
    if source.kind is FileKind.XML:
        return _marked_up(source, day, semester, limits)
    if source.kind is FileKind.TEXT:
        return read_table_rows(table_of(read_text(source, TABLE, limits), TABLE, limits))
    return _workbook(source, day, limits)


def _marked_up(source: Source, day: dt.date | None, semester: int | None, limits: Limits) -> TimetableFile:
    if is_asc(source.text):
        return read_asc(source.text, semester, limits)
    if "<table" not in source.text.casefold():
        raise ImportRefused.because("Это разметка без таблиц: нужен файл aSc Timetables (xml) или лист замен (html)")
    page = read_page(source.text, limits)
    return read_changes(page.lines, page.texts, "", day)


def _workbook(source: Source, day: dt.date | None, limits: Limits) -> TimetableFile:
    found = list(sheets(source))
    bands = [sheet for sheet in found if is_day_sheet(sheet)]
    if bands:
        return read_day_sheets(bands, day)
    first = found[0]
    if is_changes(first.lines):
        return read_changes(first.lines, (), first.name, day)
    return read_table_rows(table_of(first.lines, TABLE, limits))
