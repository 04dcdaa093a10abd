"""The journal's lessons to come by the timetable: what homework may be due to (п. 5.5, 6.2)."""

from __future__ import annotations

import datetime as dt

from models import Journal
from queries.journal_frame import Frame, Planned

AHEAD = dt.timedelta(days=60)
SHOWN = 6


def upcoming(around: Frame, journal: Journal, after: dt.date) -> list[Planned]:
    """The next days with a lesson of the journal after a day, each with its first pair."""
    last = min(journal.semester.ends, after + AHEAD)
    first_of: dict[dt.date, Planned] = {}
    for one in around.planned(after + dt.timedelta(days=1), last, journal.semester.academic_year.starts):
        first_of.setdefault(one.date, one)
    return list(first_of.values())[:SHOWN]
