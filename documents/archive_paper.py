"""A journal's paper for the archive, drawn in a process of its own: what cannot be drawn is told in words."""

from __future__ import annotations

from documents.journal import journal_pdf
from documents.pdf import PaperError
from queries.sheets import JournalSheet

LONGEST = 200


def paper_of(sheet: JournalSheet) -> bytes | str:
    """The PDF, or why there is none: one journal that cannot be printed does not hold up the year's archive."""
    try:
        return journal_pdf(sheet)
    except (PaperError, ValueError) as error:
        return f"{type(error).__name__}: {error}"[:LONGEST]
