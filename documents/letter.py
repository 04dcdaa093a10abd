"""A curator's letters to parents on paper, one to a page (п. 5.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from documents.grid import Cell, Grid, GridColumn, Row
from documents.pdf import render_pdf
from rules.averages import show
from rules.letters import VALUES, SubjectLine, Written


@dataclass(frozen=True)
class Sheet:
    """to: the parent's full name; college: as its papers are headed."""

    college: str
    to: str
    letter: Written


COLUMNS = (GridColumn(66), *(GridColumn(9, "CENTER") for _ in VALUES), GridColumn(20, "CENTER"),
           GridColumn(24, "CENTER"), GridColumn(24, "CENTER"))
TABLE = Markup('<pdf:grid name="marks{}"></pdf:grid><p class="gap">&nbsp;</p>')
HEAD = ("Дисциплина", *(str(value) for value in VALUES), "Средний", "Итоговая", "Пропущено, ч")


def letters_pdf(sheets: Sequence[Sheet]) -> bytes:
    """Each letter on a page of its own, with a place for the parent's signature."""
    body = Markup("<pdf:nextpage/>").join(_page(number, sheet) for number, sheet in enumerate(sheets))
    grids = {f"marks{number}": _grid(sheet.letter.lines) for number, sheet in enumerate(sheets) if sheet.letter.lines}
    return render_pdf(body, css=_CSS, title="Письма родителям" if len(sheets) > 1 else "Письмо родителям", grids=grids)


def _page(number: int, sheet: Sheet) -> Markup:
    letter = sheet.letter
    table = TABLE.format(number) if letter.lines else Markup("")
    return Markup(
        '<p class="cap">{}</p><p class="to">{}</p><h1>{}</h1><p>{}</p>{}{}{}'
        '<p class="sign">{:%d.%m.%Y}    {}    ____________________</p>'
        '<p class="cut">Ознакомлен(а): ____________________    «____» ______________ 20____ г.</p>'
    ).format(sheet.college, sheet.to, letter.title, letter.greeting, _paragraphs(letter.paragraphs), table,
             _paragraphs(letter.closing), letter.on, letter.signature)


def _paragraphs(words: Sequence[str]) -> Markup:
    """Line breaks of own words stay."""
    return Markup("").join(Markup("<p>{}</p>").format(Markup("<br/>").join(one.splitlines())) for one in words if one)


def _grid(lines: Sequence[SubjectLine]) -> Grid:
    return Grid(COLUMNS, [[Cell(title, bold=True) for title in HEAD]], (7.0,), [_row(line) for line in lines],
                row_height=6.0, size=9.0)


def _row(line: SubjectLine) -> Row:
    counts = [str(count or "—") for count in line.counts]
    return [line.title, *counts, show(line.average), ", ".join(line.finals) or "—", str(line.hours or "—")]


_CSS = """
@page { size: a4 portrait; margin: 18mm 15mm 15mm 20mm }
body { font-size: 11pt }
.cap { font-size: 9pt; text-align: center }
.to { padding-top: 8mm; text-align: right }
h1 { font-size: 14pt; text-align: center; padding-top: 8mm; padding-bottom: 4mm }
p { line-height: 1.35; padding-bottom: 2mm }
.gap { font-size: 4pt; padding: 0 }
.sign { padding-top: 8mm }
.cut { padding-top: 8mm; font-size: 10pt }
"""
