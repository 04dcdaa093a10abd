"""Marks of the diary by subject (п. 4.1, 6.6)."""

from __future__ import annotations

from typing import Any

from flask import abort

from queries.debts import debts_of
from queries.diary_marks import subject, subjects
from queries.diary_studies import periods
from rules.averages import NOTE
from rules.words import WEEKDAYS
from views.asked import asked_number
from views.diary_frame import FOR_FAMILY, chosen, opened, page, period_links
from views.policy import guard


@guard(FOR_FAMILY)
def marks(student_id: int) -> Any:
    """All subjects of a semester."""
    user, family, child = opened(student_id)
    own = periods(child, user.today)
    period = chosen(own, asked_number("semester"))
    lines = subjects(user, child, period) if period else []
    return page("marks", family, child, "marks", period=period, periods=period_links(child, "marks", own, period),
                lines=lines, debts=debts_of(user, child.id), note=NOTE)


@guard(FOR_FAMILY)
def subject_marks(student_id: int, journal_id: int) -> Any:
    """One subject of a semester: every mark with its date, the count of the average, finals of all semesters."""
    user, family, child = opened(student_id)
    shown = subject(user, child, journal_id)
    if shown is None:
        return abort(404)
    return page("subject", family, child, "marks", shown=shown, line=shown.line, note=NOTE, weekdays=WEEKDAYS)
