"""A journal's paper for the archive, drawn in a process of its own: what cannot be drawn is told in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from documents.forms.copies import copies_pdf
from documents.forms.practice import attestation_layout
from documents.journal import journal_pdf
from documents.pdf import PaperError
from documents.reports.paper import Paper
from documents.reports.print import report_pdf
from queries.forms.practice import PracticePaper
from queries.reports.ask import Letterhead
from queries.sheets import JournalSheet

LONGEST = 200


def paper_of(sheet: JournalSheet) -> bytes | str:
    """The PDF, or why there is none: one journal that cannot be printed does not hold up the year's archive."""
    return _made(lambda: journal_pdf(sheet))


def report_of(paper: Paper, head: Letterhead, day: dt.date) -> bytes | str:
    """The same of a report."""
    return _made(lambda: report_pdf(paper, head, day, ""))


def sheets_of(title: str, papers: Sequence[PracticePaper], head: Letterhead) -> bytes | str:
    """The same of the attestation sheets of a practice, one after another."""
    return _made(lambda: copies_pdf(title, [attestation_layout(paper) for paper in papers], head))


def _made(draw: Callable[[], bytes]) -> bytes | str:
    try:
        return draw()
    except (PaperError, ValueError) as error:
        return f"{type(error).__name__}: {error}"[:LONGEST]
