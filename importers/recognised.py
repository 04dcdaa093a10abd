"""What a file turned out to be, before anybody decides to load it: its kind, sheet, encoding, rows, columns."""

from __future__ import annotations

from dataclasses import dataclass

from importers.guard import FileKind, admit
from importers.limits import DEFAULT, Limits
from importers.sheet import Columns, Line, Sheet, read_text, sheets
from importers.text import encoding_of
from importers.values import to_text

TITLES = {FileKind.XLSX: "книга Excel (xlsx)", FileKind.XLS: "книга Excel 97–2003 (xls)",
          FileKind.XML: "разметка XML или HTML", FileKind.TEXT: "таблица текстом (csv)"}
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
    source = admit(data, limits)
    title, text = TITLES[source.kind], source.kind in (FileKind.XML, FileKind.TEXT)
    encoding = encoding_of(data) if text else ""
    if source.kind is FileKind.XML:
        return Recognised(title, encoding=encoding)
    sheet = Sheet("", tuple(read_text(source, Columns(headings), limits))) if text else next(sheets(source))
    lines = [line for line in sheet.lines if line]
    return Recognised(title, sheet.name, encoding, len(lines), _headings(lines))


def _headings(lines: list[Line]) -> tuple[str, ...]:
    """Words of the first line with more than two cells filled: above it stand titles."""
    wide = next((line for line in lines if sum(bool(to_text(cell)) for cell in line.cells) > 2), None)
    named = [to_text(cell)[:60] for cell in wide.cells if to_text(cell)] if wide else []
    return tuple(named[:HEADINGS_SHOWN])
