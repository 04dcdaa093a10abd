"""XLSX by xlsxwriter: text stays text, dates stay dates, long tables go on over the next sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from documents.table import Column, Table, Value, neutralise, yes_no

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767
FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
# A text cell is never computed, so a phone number need not wear the apostrophe that CSV gives it.
PHONE = re.compile(r"\+\d[\d ()-]{5,}")
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
    "nan_inf_to_errors": True,
}
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a constant: the same data must give the same bytes


def xlsx_bytes(*tables: Table, sheet_rows: int = SHEET_ROWS) -> bytes:
    """A workbook with the tables as sheets."""
    out = io.BytesIO()
    write_xlsx(out, tables, sheet_rows)
    return out.getvalue()


def write_xlsx(target: IO[bytes], tables: Iterable[Table], sheet_rows: int = SHEET_ROWS) -> None:
    """The same into a file; a table is asked for when the one before it has been written."""
    from xlsxwriter import Workbook

    book = Workbook(target, OPTIONS)
    book.set_properties({"created": CREATED})
    styles = _styles(book)
    titles: set[str] = set()
    for table in tables:
        _write_table(book, table, styles, titles, sheet_rows)
    book.close()


def _styles(book: Workbook) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "bg_color": "#E8EDF3", "border": 1}
    return {
        "caption": book.add_format({"bold": True}),
        "head": book.add_format(head | {"border_color": "#9AA7B5"}),
        "text": book.add_format({"valign": "top", "text_wrap": True}),
        "date": book.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"}),
        "datetime": book.add_format({"num_format": "dd.mm.yyyy hh:mm", "valign": "top", "align": "left"}),
        "time": book.add_format({"num_format": "hh:mm", "valign": "top", "align": "left"}),
    }


def _write_table(book: Workbook, table: Table, styles: dict[str, Any], titles: set[str], sheet_rows: int) -> None:
    rows = iter(table.rows)
    first_row = len(table.caption) + (2 if table.caption else 1)
    while True:
        sheet = book.add_worksheet(_sheet_title(table.title, titles))
        _write_head(sheet, table, styles, first_row)
        more = _write_rows(sheet, islice(rows, sheet_rows - first_row), styles, first_row)
        if more < sheet_rows - first_row:
            return
        peeked = next(rows, None)
        if peeked is None:
            return
        rows = _put_back(peeked, rows)


def _write_head(sheet: Worksheet, table: Table, styles: dict[str, Any], first_row: int) -> None:
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.characters)
    for number, line in enumerate(table.caption):
        sheet.write_string(number, 0, neutralise(line), styles["caption"])
    for number, column in enumerate(table.columns):
        sheet.write_string(first_row - 1, number, neutralise(column.title), styles["head"])
    sheet.freeze_panes(first_row, table.frozen_columns)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first_row - 1)


def _write_rows(sheet: Worksheet, rows: Iterator[Sequence[Value]], styles: dict[str, Any], first_row: int) -> int:
    written = 0
    for row in rows:
        for number, value in enumerate(row):
            _write_cell(sheet, first_row + written, number, value, styles)
        written += 1
    return written


def _write_cell(sheet: Worksheet, row: int, column: int, value: Value, styles: dict[str, Any]) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(row, column, yes_no(value), styles["text"])
        case datetime():
            sheet.write_datetime(row, column, value, styles["datetime"])
        case date():
            sheet.write_datetime(row, column, value, styles["date"])
        case time():
            sheet.write_datetime(row, column, value, styles["time"])
        case str():
            sheet.write_string(row, column, _text(value), styles["text"])
        case _:
            sheet.write_number(row, column, value, styles["text"])


def _text(value: str) -> str:
    text = value if PHONE.fullmatch(value) else neutralise(value)
    return text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"


def _sheet_title(title: str, taken: set[str]) -> str:
    """A title that Excel accepts: 31 characters, no []:*?/\\, no apostrophe at the ends, not used yet."""
    base = FORBIDDEN_IN_TITLE.sub(" ", title).strip(" '") or "Лист"
    name, number = base[:31], 1
    while name.casefold() in taken:
        number += 1
        suffix = f" ({number})"
        name = base[: 31 - len(suffix)] + suffix
    taken.add(name.casefold())
    return name


def _put_back(row: Sequence[Value], rows: Iterator[Sequence[Value]]) -> Iterator[Sequence[Value]]:
    yield row
    yield from rows


__all__ = ["Column", "Table", "write_xlsx", "xlsx_bytes"]
