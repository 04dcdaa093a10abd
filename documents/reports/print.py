"""A report as PDF: requisites of the college, tables drawn natively, lines to sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from markupsafe import Markup

from documents.fonts import text_width
from documents.footer import CSS as FOOTER_CSS
from documents.footer import footer, footer_frame
from documents.grid import PADDING, Cell, Grid, GridColumn, Row, lay_row
from documents.pdf import render_pdf
from documents.reports.paper import Heading, Paper, Part, Signature, shown
from documents.table import Value
from queries.reports.ask import Letterhead

PORTRAIT, LANDSCAPE = 190.0, 277.0  # millimetres between the margins of an A4
SIZE, SMALL_SIZE = 8.5, 7.0
HEAD_ROW, TALLEST_HEAD = 9.0, 42.0
LONGEST = 90  # seconds: the year of a whole college takes sixty pages, and the machine may be busy
WORDS = 40.0  # a column as wide holds sentences
MANY = 20  # columns from which the text gets smaller


def report_pdf(paper: Paper, head: Letterhead, day: dt.date, author: str) -> bytes:
    """A4, turned when a table needs it; the same report gives the same bytes."""
    width = LANDSCAPE if is_wide(paper, PORTRAIT) else PORTRAIT
    tables, grids = tables_of(paper, width)
    made = f"Составлено {day:%d.%m.%Y}" + (f", {author}" if author else "")
    body = Markup("{}{}{}{}{}").format(
        footer(f"{day:%d.%m.%Y} · {paper.title}", width), _header(paper, head), tables,
        notes_of((*paper.notes, made)), _signatures(paper))
    return render_pdf(body, css=_css(width), title=paper.title, grids=grids, seconds=LONGEST)


def is_wide(paper: Paper, room: float) -> bool:
    """Whether a table of the report needs the page turned."""
    return any(_needs(part) > room for part in paper.parts)


def tables_of(paper: Paper, width: float) -> tuple[Markup, dict[str, Grid]]:
    """Parts one under another and the grids that they draw, as wide as the page."""
    grids = {f"part{place}": _grid(part, width) for place, part in enumerate(paper.parts) if part.rows}
    return Markup("").join(_part(place, part) for place, part in enumerate(paper.parts)), grids


def notes_of(notes: Iterable[str]) -> Markup:
    """How it was counted, under the tables."""
    return Markup("").join(Markup('<p class="note">{}</p>').format(note) for note in notes)


def _header(paper: Paper, head: Letterhead) -> Markup:
    lines = Markup("").join(Markup('<p class="line">{}</p>').format(line) for line in paper.lines)
    return Markup('<p class="cap">{}</p><p class="cap">{}</p><h1>{}</h1>{}').format(
        head.founder, head.title, paper.title, lines)


def _part(place: int, part: Part) -> Markup:
    table = Markup('<pdf:grid name="part{}"></pdf:grid>').format(place) if part.rows else Markup(
        '<p class="line">{}</p>').format(part.empty)
    note = Markup('<p class="note">{}</p>').format(part.note) if part.note else ""
    return Markup('<h2>{}</h2>{}{}').format(part.title, table, note)


def _signatures(paper: Paper) -> Markup:
    rows = Markup("").join(map(_signature, paper.signatures))
    return Markup('<table class="signs">{}</table>').format(rows) if rows else Markup("")


def _signature(one: Signature) -> Markup:
    return Markup('<tr><td class="office">{}</td><td>____________________ / {} /</td>'
                  '<td class="date">«____» ______________ 20____ г.</td></tr>').format(
        one.office, one.name or "____________________")


def _needs(part: Part) -> float:
    return sum(column.width for column in part.columns)


def _grid(part: Part, room: float) -> Grid:
    """Columns as wide as they ask, squeezed together when the page is narrower; words take what is left over."""
    squeeze = min(1.0, room / _needs(part))
    size = SMALL_SIZE if len(part.columns) > MANY else SIZE
    wide = [column for column in part.columns if column.width >= WORDS and not column.numeric]
    spare = 0.0 if part.is_facts or not wide else max(0.0, room - _needs(part)) / len(wide)
    columns = [GridColumn(column.width * squeeze + (spare if column in wide else 0.0), _align(column),
                          one_line=column.narrow) for column in part.columns]
    body: list[Row] = [[_cell(column, value) for column, value in zip(part.columns, row, strict=True)]
                       for row in part.rows]
    body += [[_cell(column, value, bold=True) for column, value in zip(part.columns, row, strict=True)]
             for row in part.totals]
    head = [Cell(column.title, upright=_is_upright(column, size, squeeze)) for column in part.columns]
    return Grid(columns, [head], [_head_height(columns, head, size)], body, row_height=4.6, size=size,
                rule_every=5 if part.columns[0].title == "№" else 0)


def _align(column: Heading) -> Literal["LEFT", "CENTER", "RIGHT"]:
    if column.narrow:
        return "CENTER"
    return "RIGHT" if column.numeric else "LEFT"


def _cell(column: Heading, value: Value, bold: bool = False) -> Cell:
    return Cell(shown(value), bold=bold, shaded=column.shaded)


def _is_upright(column: Heading, size: float, squeeze: float) -> bool:
    return column.narrow and text_width(column.title, size) > column.width * squeeze - 2 * PADDING + 1


def _head_height(columns: list[GridColumn], head: list[Cell], size: float) -> float:
    """As high as the longest upright title, or as the lines of the others."""
    upright = max((text_width(cell.text, size) + 2 * PADDING + 2 for cell in head if cell.upright), default=0.0)
    flat = max(cell.height for cell in lay_row(columns, head, size, 0.0)[0].cells)
    return max(HEAD_ROW, flat, min(TALLEST_HEAD, upright))


def _css(width: float) -> str:
    return FOOTER_CSS + f"""
    @page {{ size: a4 {"landscape" if width == LANDSCAPE else "portrait"}; margin: 10mm 10mm 14mm 10mm;
      {footer_frame(10)} }}
    .cap {{ font-size: 8pt; text-align: center }}
    h1 {{ font-size: 14pt; text-align: center; padding-top: 2mm; padding-bottom: 1mm }}
    h2 {{ font-size: 11pt; padding-top: 4mm; padding-bottom: 1.5mm }}
    .line {{ font-size: 10pt; text-align: center }}
    .note {{ font-size: 8pt; padding-top: 1.5mm }}
    .signs {{ padding-top: 6mm }} .signs td {{ font-size: 10pt; padding-top: 3mm }} .signs .office {{ width: 70mm }}
    .signs .date {{ text-align: right }}
    """
