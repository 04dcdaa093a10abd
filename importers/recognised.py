"""What a file turned out to be, before anybody decides to load it: its kind, sheet, encoding, rows, columns."""

from __future__ import annotations

import io
from dataclasses import dataclass

import python_calamine

from importers.guard import FileKind, admit
from importers.limits import DEFAULT, Limits
from importers.sheet import Columns, Line, read_lines
from importers.text import encoding_of
from importers.values import to_text

TITLES = {FileKind.XLSX: "книга Excel (xlsx)", FileKind.XLS: "книга Excel 97–2003 (xls)", FileKind.XML: "разметка XML",
          FileKind.TEXT: "таблица текстом (csv)"}
HEADINGS_SHOWN = 40


@dataclass(frozen=True)
class Recognised:
    """title: the kind of file by its content; rows: filled lines, the heading among them."""

    title: str
    sheet: str = ""
    encoding: str = ""
    rows: int | None = None
    columns: tuple[str, ...] = ()


def recognise(data: bytes, headings: tuple[str, ...], limits: Limits = DEFAULT) -> Recognised:
    """Look at an admitted file; ``headings`` are what its table may hold. Raises ImportRefused."""
    kind = admit(data, limits).kind
    encoding = encoding_of(data) if kind in (FileKind.XML, FileKind.TEXT) else ""
    if kind is FileKind.XML:
        return Recognised(TITLES[kind], encoding=encoding)
    lines = [line for line in read_lines(data, Columns(headings), limits) if line]
    sheet = _first_sheet(data) if kind is not FileKind.TEXT else ""
    return Recognised(TITLES[kind], sheet, encoding, len(lines), _headings(lines))


def _headings(lines: list[Line]) -> tuple[str, ...]:
    """Words of the first line with more than two cells filled: above it stand titles."""
    wide = next((line for line in lines if sum(bool(to_text(cell)) for cell in line.cells) > 2), None)
    named = [to_text(cell)[:60] for cell in wide.cells if to_text(cell)] if wide else []
    return tuple(named[:HEADINGS_SHOWN])


def _first_sheet(data: bytes) -> str:
    """The sheet that is read; the book has been opened once already."""
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        return next(sheet.name for sheet in book.sheets_metadata
                    if sheet.visible is python_calamine.SheetVisibleEnum.Visible
                    and sheet.typ is python_calamine.SheetTypeEnum.WorkSheet)
