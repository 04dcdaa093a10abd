"""A report as a workbook: a sheet per part, the same columns and rows as on the page."""

from __future__ import annotations

from collections.abc import Sequence

from documents.reports.paper import Paper, Part
from documents.table import Column, Table, Value
from documents.xlsx import xlsx_bytes
from queries.reports.ask import Letterhead

CHARACTERS_PER_MM = 0.6


def report_xlsx(paper: Paper, head: Letterhead) -> bytes:
    """XLSX; text that a spreadsheet would run as a formula stays text."""
    return xlsx_bytes(*(_table(paper, head, part) for part in paper.parts))


def _table(paper: Paper, head: Letterhead, part: Part) -> Table:
    notes = paper.notes if part is paper.parts[-1] else ()
    caption = [head.short_title, f"{paper.title}. {part.title}", *paper.lines]
    return Table(part.title, [Column(one.title, max(6.0, one.width * CHARACTERS_PER_MM)) for one in part.columns],
                 [*_body(part), *_told(part.note, *notes)], [line for line in caption if line],
                 frozen_columns=2 if part.is_wide else 0)


def _body(part: Part) -> list[Sequence[Value]]:
    return [*part.rows, *part.totals] if part.rows else [(part.empty,)]


def _told(*notes: str) -> list[Sequence[Value]]:
    kept = [(note,) for note in notes if note]
    return [(), *kept] if kept else []
