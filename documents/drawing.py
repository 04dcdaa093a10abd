"""Grids drawn by reportlab; imported only while a PDF is being made."""

from __future__ import annotations

from reportlab.lib.colors import HexColor, black
from reportlab.platypus import Flowable, Table

from documents.fonts import BOLD, POINTS_PER_MM, REGULAR, printable, text_width, wrap
from documents.grid import LEADING, NOTE_SIZE, PADDING, Grid, LaidCell, LaidRow, lay_row

THIN, RULE, THICK = 0.35, 0.8, 0.9
HEAD_SHADE, CLOSED_SHADE = HexColor("#F1F1F1"), HexColor("#DCDCDC")


class PaperTable(Table):  # type: ignore[misc]
    """A reportlab table that spends no time on empty cells, nor on the pass that only counts pages."""

    def draw(self) -> None:
        # `<pdf:pagecount/>` lays the document out twice, and nothing of the first pass is kept.
        document = self.canv._doctemplate
        counting = getattr(document, "_multiBuildEdits", None) is not None and document.layoutPass == 1
        if not counting:
            super().draw()

    def _drawCell(self, value: object, *place: object) -> None:
        if value != "":
            super()._drawCell(value, *place)


def draw_grid(grid: Grid) -> PaperTable:
    """A table that repeats its head on every page and never cuts a row."""
    head = [
        lay_row(grid.columns, row, grid.size, height)[0]
        for row, height in zip(grid.head, grid.head_heights, strict=True)
    ]
    body = [laid for row in grid.body for laid in lay_row(grid.columns, row, grid.size, grid.row_height)]
    heights = [*grid.head_heights, *(row.height for row in body)]
    rows = [*head, *body]
    table = PaperTable(
        [
            [_content(grid, heights, number, column, cell) for column, cell in enumerate(row.cells)]
            for number, row in enumerate(rows)
        ],
        colWidths=[column.width * POINTS_PER_MM for column in grid.columns],
        rowHeights=[height * POINTS_PER_MM for height in heights],
        repeatRows=len(head),
        hAlign="LEFT",
    )
    table.setStyle([*_lines(grid, len(head), len(rows)), *_columns(grid, len(head)), *_cells(rows, grid.size)])
    return table


def _content(grid: Grid, heights: list[float], row: int, column: int, laid: LaidCell) -> str | Flowable:
    columns, rows = laid.cell.span
    width = sum(item.width for item in grid.columns[column : column + columns])
    height = sum(heights[row : row + rows])
    if laid.cell.upright:
        return Upright(laid.cell.text, width, height, laid.size)
    if laid.note_lines:
        return NamedNote(laid, width - 2 * PADDING)
    return printable("\n".join(laid.lines))


def _lines(grid: Grid, head: int, total: int) -> list[tuple[object, ...]]:
    style: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), THIN, black),
        ("BOX", (0, 0), (-1, -1), THICK, black),
        ("LINEBELOW", (0, head - 1), (-1, head - 1), THICK, black),
        ("BACKGROUND", (0, 0), (-1, head - 1), HEAD_SHADE),
    ]
    style += [("LINEBEFORE", (n, 0), (n, -1), THICK, black) for n, column in enumerate(grid.columns) if column.strong]
    if grid.rule_every:
        rules = range(head + grid.rule_every - 1, total - 1, grid.rule_every)
        style += [("LINEBELOW", (0, row), (-1, row), RULE, black) for row in rules]
    return style


def _columns(grid: Grid, head: int) -> list[tuple[object, ...]]:
    side = PADDING * POINTS_PER_MM
    style: list[tuple[object, ...]] = [
        ("FONT", (0, 0), (-1, -1), REGULAR, grid.size, grid.size * LEADING),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (0, 0), (-1, head - 1), "CENTER"),
        ("LEFTPADDING", (0, 0), (-1, -1), side),
        ("RIGHTPADDING", (0, 0), (-1, -1), side),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
    style += [("ALIGN", (n, head), (n, -1), column.align) for n, column in enumerate(grid.columns)]
    narrow = [n for n, column in enumerate(grid.columns) if column.one_line]
    style += [(side, (n, 0), (n, -1), 0) for n in narrow for side in ("LEFTPADDING", "RIGHTPADDING")]
    return style


def _cells(rows: list[LaidRow], size: float) -> list[tuple[object, ...]]:
    style: list[tuple[object, ...]] = []
    for y, row in enumerate(rows):
        for x, laid in enumerate(row.cells):
            at, cell = (x, y), laid.cell
            if cell.span != (1, 1):
                style.append(("SPAN", at, (x + cell.span[0] - 1, y + cell.span[1] - 1)))
            if cell.shaded:
                style.append(("BACKGROUND", at, at, CLOSED_SHADE))
            if cell.align:
                style.append(("ALIGN", at, at, cell.align))
            if cell.bold or laid.size != size:
                style.append(("FONT", at, at, BOLD if cell.bold else REGULAR, laid.size, laid.size * LEADING))
    return style


class NamedNote(Flowable):  # type: ignore[misc]
    """Lines of text with smaller lines of a note under them."""

    def __init__(self, laid: LaidCell, width: float) -> None:
        super().__init__()
        self.lines = [(printable(line), laid.size) for line in laid.lines]
        self.lines += [(line, laid.size * NOTE_SIZE) for line in laid.note_lines]
        self.width = width * POINTS_PER_MM
        self.height = sum(size for _, size in self.lines) * LEADING

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        y = self.height
        for text, size in self.lines:
            y -= size * LEADING
            self.canv.setFont(REGULAR, size)
            self.canv.drawString(0, y + size * 0.25, text)


class Upright(Flowable):  # type: ignore[misc]
    """A heading read from the bottom up, in the middle of its cell."""

    def __init__(self, text: str, width: float, height: float, size: float) -> None:
        super().__init__()
        self.lines = wrap(text, height - 2 * PADDING, size)
        self.length = max(text_width(line, size) for line in self.lines) * POINTS_PER_MM
        self.size, self.width, self.height = size, width * POINTS_PER_MM, self.length

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.rotate(90)
        self.canv.setFont(REGULAR, self.size)
        block = len(self.lines) * self.size * LEADING
        for number, line in enumerate(self.lines):
            top = (self.width - block) / 2 + number * self.size * LEADING
            self.canv.drawCentredString(self.length / 2, -(top + self.size * 0.85), line)
        self.canv.restoreState()
