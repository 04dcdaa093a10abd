"""A report as a numbered document: the parts of its paper between the requisites and the signatures (п. 4.1)."""

from __future__ import annotations

from documents.forms.layout import WIDTHS, Layout, Page
from documents.reports.paper import Paper
from documents.reports.print import is_wide, notes_of, tables_of


def report_layout(paper: Paper) -> Layout:
    """A4, turned when a table needs it."""
    page: Page = "landscape" if is_wide(paper, WIDTHS["portrait"]) else "portrait"
    tables, grids = tables_of(paper, WIDTHS[page])
    return Layout(paper.title, paper.lines, tables + notes_of(paper.notes), grids, paper.signatures, page)
