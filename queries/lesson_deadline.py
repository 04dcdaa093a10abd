"""Until when a lesson is written, and whom to ask when it is too late (п. 6.1–6.3, 7.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from access.identity import Identity
from models import Journal
from queries.journal_frame import Frame
from queries.substitutions import people_to_ask
from rules.calendar import WorkCalendar
from rules.deadline_words import DeadlineLine, Recorded, lesson_line
from rules.lessons import closed_period
from rules.norms import Norms
from rules.terms import Role


@dataclass(frozen=True)
class Timing:
    """The deadline in words; ``ask`` names those who may open the journal, when nothing else helps."""

    line: DeadlineLine
    calendar: WorkCalendar
    norms: Norms
    ask: tuple[str, ...] = ()


def timing(user: Identity, journal: Journal, around: Frame, day: dt.date, recorded: Recorded) -> Timing:
    """How the entry of a lesson stands to its deadlines at this moment."""
    norms, until = around.norms_on(day), around.reopened_until(day, user.now)
    closed = closed_period(day, around.closings, until is not None,
                           journal.semester.academic_year.archived_at is not None)
    line = (DeadlineLine(str(closed), "bad", closed.needs) if closed
            else lesson_line(user.now, day, recorded, around.calendar, norms, until))
    ask = people_to_ask(Role.DEPUTY_UPR, Role.DEPUTY_OOD) if line.needs == "reopening" else []
    return Timing(line, around.calendar, norms, tuple(ask))
