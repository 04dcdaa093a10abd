"""Which layout each report's data have: one table for the page, XLSX and PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from documents.reports.attendance import attendance_paper
from documents.reports.compare import compare_paper
from documents.reports.curator import curator_paper
from documents.reports.current import current_paper
from documents.reports.discipline import discipline_paper
from documents.reports.group import group_paper
from documents.reports.month_hours import month_paper
from documents.reports.movement import movement_paper
from documents.reports.paper import Paper
from documents.reports.practice import practice_paper
from documents.reports.year_hours import year_paper
from queries.reports.ask import Letterhead
from queries.reports.attendance import Attendance
from queries.reports.compare import Comparison
from queries.reports.curator import CuratorReport
from queries.reports.current import CurrentMarks
from queries.reports.discipline import DisciplineResults
from queries.reports.group import GroupResults
from queries.reports.month_hours import MonthHours
from queries.reports.movement import Movements
from queries.reports.practice import Practices
from queries.reports.year_hours import YearHours

LAYOUTS: dict[type[Any], Callable[[Any, Letterhead], Paper]] = {
    Attendance: attendance_paper,
    Comparison: compare_paper,
    CuratorReport: curator_paper,
    CurrentMarks: current_paper,
    DisciplineResults: discipline_paper,
    GroupResults: group_paper,
    MonthHours: month_paper,
    Movements: movement_paper,
    Practices: practice_paper,
    YearHours: year_paper,
}


def lay_out(data: Any, head: Letterhead) -> Paper:
    """The paper of a report's data."""
    return LAYOUTS[type(data)](data, head)
