"""When a lesson and its homework may be written: closed periods, deadlines, reasons, reopenings (п. 6.1, 6.2, 7.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from access.identity import Identity
from actions.periods import excuse, require_open
from models import Journal
from rules import deadlines
from rules.calendar import WorkCalendar
from rules.norms import Norms
from rules.violation import Violation


def check_time(user: Identity, journal: Journal, days: Sequence[dt.date], homework_of: dt.date | None,
               lesson_ends: dt.time | None, reason: str | None, calendar: WorkCalendar,
               norms: Norms) -> Violation | None:
    """What only a deputy or a reason can excuse about the lesson's days and the homework set on one of them."""
    try:
        for day in days:
            require_open(user, journal, day)
            excuse(user, journal, day, deadlines.check_lesson_entry(user.now, day, calendar, norms, reason))
        if homework_of is not None:
            excuse(user, journal, homework_of, deadlines.check_homework_entry(
                user.now, homework_of, calendar, norms, reason, lesson_ends=lesson_ends))
    except Violation as violation:
        return violation
    return None
