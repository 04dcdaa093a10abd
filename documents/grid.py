"""A large table of a printed form, described without reportlab: what the `<pdf:grid>` tag draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from documents.fonts import BOLD, POINTS_PER_MM, REGULAR, text_width, wrap

LEADING = 1.16
PADDING = 1.0  # millimetres at each side of a cell
NOTE_SIZE = 0.76  # of the size of the text
SMALLEST = 4.5  # points: text that must stay on one line shrinks down to this
TALLEST_ROW = 110.0  # millimetres: a taller row goes on in the next one, or no page could hold it


@dataclass(frozen=True, slots=True)
class Cell:
    """`note` is printed smaller under the text; `upright` is read from the bottom up; `span` is columns × rows."""

    text: str = ""
    note: str = ""
    bold: bool = False
    shaded: bool = False
    upright: bool = False
    align: Literal["LEFT", "CENTER", "RIGHT"] | None = None
    span: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class GridColumn:
    """`one_line` shrinks the text instead of wrapping it; `strong` draws a thicker line on the left."""

    width: float
    align: Literal["LEFT", "CENTER", "RIGHT"] = "LEFT"
    one_line: bool = False
    strong: bool = False


Row: TypeAlias = Sequence[Cell | str]


@dataclass(frozen=True, slots=True)
class Grid:
    """Sizes are millimetres, `size` points; every `rule_every`-th row ends with a thicker line."""

    columns: Sequence[GridColumn]
    head: Sequence[Row]
    head_heights: Sequence[float]
    body: Sequence[Row]
    row_height: float = 5.0
    size: float = 8.0
    rule_every: int = 0

    def texts(self) -> Iterator[str]:
        for row in (*self.head, *self.body):
            for cell in map(as_cell, row):
                yield cell.text
                yield cell.note


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell ready to draw: its lines and the size they fit in."""

    cell: Cell
    lines: tuple[str, ...]
    size: float
    note_lines: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        points = (len(self.lines) * self.size + len(self.note_lines) * self.size * NOTE_SIZE) * LEADING
        return points / POINTS_PER_MM + PADDING


@dataclass(frozen=True, slots=True)
class LaidRow:
    cells: tuple[LaidCell, ...]
    height: float


def as_cell(value: Cell | str) -> Cell:
    return Cell(value) if isinstance(value, str) else value


def lay_row(columns: Sequence[GridColumn], row: Row, size: float, least: float) -> list[LaidRow]:
    """The row with its lines broken; more than one only when no page could hold it whole."""
    cells = tuple(_lay_cell(columns, number, as_cell(value), size) for number, value in enumerate(row))
    rows: list[LaidRow] = []
    while any(cell.height > TALLEST_ROW for cell in cells):
        whole, cells = zip(*map(_cut, cells), strict=True)
        rows.append(_laid_row(whole, least))
    return [*rows, _laid_row(cells, least)]


def _laid_row(cells: Sequence[LaidCell], least: float) -> LaidRow:
    return LaidRow(tuple(cells), max(least, *(cell.height for cell in cells if cell.cell.span[1] == 1), 0.0))


def _lay_cell(columns: Sequence[GridColumn], number: int, cell: Cell, size: float) -> LaidCell:
    if not cell.text and not cell.note:
        return LaidCell(cell, ("",), size)
    font = BOLD if cell.bold else REGULAR
    room = sum(column.width for column in columns[number : number + cell.span[0]]) - 2 * PADDING
    if cell.upright:
        return LaidCell(cell, (cell.text,), size)
    if columns[number].one_line and cell.span[0] == 1:
        lines = cell.text.split("\n")
        return LaidCell(cell, tuple(lines), _fitting_size(lines, room + PADDING, size, font))
    note = tuple(wrap(cell.note, room, size * NOTE_SIZE)) if cell.note else ()
    return LaidCell(cell, tuple(wrap(cell.text, room, size, font)), size, note)


def _fitting_size(lines: list[str], room: float, size: float, font: str) -> float:
    while size > SMALLEST and max(text_width(line, size, font) for line in lines) > room:
        size -= 0.25
    return size


def _cut(cell: LaidCell) -> tuple[LaidCell, LaidCell]:
    keep = int((TALLEST_ROW - PADDING) * POINTS_PER_MM / (cell.size * LEADING))
    if cell.height <= TALLEST_ROW:
        return cell, replace(cell, lines=("",), note_lines=())
    return replace(cell, lines=cell.lines[:keep], note_lines=()), replace(cell, lines=cell.lines[keep:])
