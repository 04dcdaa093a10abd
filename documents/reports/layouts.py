"""Which layout each report's data have: one table for the page, XLSX and PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from documents.reports.discipline import discipline_paper
from documents.reports.group import group_paper
from documents.reports.paper import Paper
from queries.reports.ask import Letterhead
from queries.reports.discipline import DisciplineResults
from queries.reports.group import GroupResults

LAYOUTS: dict[type[Any], Callable[[Any, Letterhead], Paper]] = {
    DisciplineResults: discipline_paper,
    GroupResults: group_paper,
}


def lay_out(data: Any, head: Letterhead) -> Paper:
    """The paper of a report's data."""
    return LAYOUTS[type(data)](data, head)
