"""Pages laid out ahead of drawing, so that the contents know their numbers; drawn by reportlab alone (ADR 16)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from documents.fonts import BOLD, POINTS_PER_MM, REGULAR, load_fonts, printable, report_missing_glyphs, wrap
from documents.grid import Grid, Row, lay_row

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT, SIDE, TOP, BOTTOM = 297.0, 210.0, 10.0, 8.0, 13.0  # millimetres, a landscape A4
ROOM = WIDTH - 2 * SIDE
LINE = 0.42  # millimetres of a line for a point of its size


@dataclass(frozen=True)
class Line:
    """Words across the page; ``gap`` is left free above them."""

    text: str
    size: float = 9.0
    bold: bool = False
    centred: bool = False
    gap: float = 0.0

    @property
    def height(self) -> float:
        return self.gap + LINE * self.size * len(self.lines)

    @property
    def lines(self) -> list[str]:
        return wrap(self.text, ROOM, self.size, BOLD if self.bold else REGULAR)


@dataclass(frozen=True)
class Sheet:
    """One page: lines above, a grid that fits, lines below; ``qr``: an address to be read by a phone."""

    above: Sequence[Line]
    grid: Grid | None = None
    below: Sequence[Line] = ()
    qr: str = ""


def room_under(above: Iterable[Line]) -> float:
    """Millimetres left for a grid."""
    return HEIGHT - TOP - BOTTOM - sum(line.height for line in above) - 1.0


def split(above: Sequence[Line], grid: Grid) -> list[Sheet]:
    """A long grid on as many pages as it needs, its head on each."""
    room = room_under(above) - sum(grid.head_heights)
    pages: list[list[Row]] = [[]]
    used = 0.0
    for row in grid.body:
        height = sum(one.height for one in lay_row(grid.columns, row, grid.size, grid.row_height))
        if pages[-1] and used + height > room:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += height
    return [Sheet(above, replace(grid, body=page)) for page in pages]


def sheets_pdf(sheets: Sequence[Sheet], title: str, footer: str) -> bytes:
    """The pages with their numbers; the same sheets give the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    load_fonts()
    report_missing_glyphs("".join(map(printable, _texts(sheets, title, footer))))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH * POINTS_PER_MM, HEIGHT * POINTS_PER_MM), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas._doctemplate = None  # a grid asks whether its document is laid out twice: this one is not
    for number, sheet in enumerate(sheets, 1):
        _draw(canvas, sheet)
        _foot(canvas, footer, number, len(sheets))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, sheet: Sheet) -> None:
    y = _words(canvas, sheet.above, HEIGHT - TOP)
    if sheet.grid is not None:
        from documents.drawing import draw_grid

        table = draw_grid(sheet.grid)
        _, height = table.wrapOn(canvas, ROOM * POINTS_PER_MM, HEIGHT * POINTS_PER_MM)
        table.drawOn(canvas, SIDE * POINTS_PER_MM, (y - 1.0) * POINTS_PER_MM - height)
        y -= 1.0 + height / POINTS_PER_MM
    _words(canvas, sheet.below, y)
    if sheet.qr:
        _qr(canvas, sheet.qr)


def _words(canvas: Canvas, lines: Iterable[Line], y: float) -> float:
    """Draws down from ``y``; where it has come to."""
    for line in lines:
        y -= line.gap
        canvas.setFont(BOLD if line.bold else REGULAR, line.size)
        for text in line.lines:
            y -= LINE * line.size
            base = (y + LINE * line.size * 0.25) * POINTS_PER_MM
            if line.centred:
                canvas.drawCentredString(WIDTH / 2 * POINTS_PER_MM, base, text)
            else:
                canvas.drawString(SIDE * POINTS_PER_MM, base, text)
    return y


def _foot(canvas: Canvas, footer: str, number: int, total: int) -> None:
    canvas.setFont(REGULAR, 8)
    canvas.drawString(SIDE * POINTS_PER_MM, 6 * POINTS_PER_MM, printable(footer))
    canvas.drawRightString((WIDTH - SIDE) * POINTS_PER_MM, 6 * POINTS_PER_MM, f"Стр. {number} из {total}")


def _qr(canvas: Canvas, address: str) -> None:
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing

    side = 26 * POINTS_PER_MM
    drawing = Drawing(side, side)
    drawing.add(QrCodeWidget(address, barWidth=side, barHeight=side, barBorder=0))
    renderPDF.draw(drawing, canvas, (WIDTH - SIDE - 26) * POINTS_PER_MM, 14 * POINTS_PER_MM)


def _texts(sheets: Sequence[Sheet], title: str, footer: str) -> Iterable[str]:
    yield from (title, footer)
    for sheet in sheets:
        yield from (line.text for line in (*sheet.above, *sheet.below))
        if sheet.grid is not None:
            yield from sheet.grid.texts()
