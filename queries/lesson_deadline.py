"""Until when a lesson is written: norms, days off, closed periods and leave to write late (п. 6.1–6.3, 7.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.identity import Identity
from models import Closing, Journal, ReopeningGrant, db
from queries.college import norms_on, work_calendar
from queries.substitutions import people_to_ask
from rules.calendar import WorkCalendar
from rules.deadline_words import DeadlineLine, Recorded, lesson_line
from rules.lessons import ClosedPeriod, closed_period
from rules.norms import Norms
from rules.terms import Role


@dataclass(frozen=True)
class Timing:
    """The deadline in words; ``ask`` names those who may open the journal, when nothing else helps."""

    line: DeadlineLine
    calendar: WorkCalendar
    norms: Norms
    ask: tuple[str, ...] = ()


def timing(user: Identity, journal: Journal, day: dt.date, recorded: Recorded) -> Timing:
    """How the entry of a lesson stands to its deadlines at this moment."""
    norms = norms_on(day)
    calendar = work_calendar(user, norms)
    until = _reopened_until(user, journal, day)
    archived = journal.semester.academic_year.archived_at is not None
    closed = closed_period(day, _closings(day), until is not None, archived)
    line = (DeadlineLine(str(closed), "bad", closed.needs) if closed
            else lesson_line(user.now, day, recorded, calendar, norms, until))
    ask = people_to_ask(Role.DEPUTY_UPR, Role.DEPUTY_OOD) if line.needs == "reopening" else []
    return Timing(line, calendar, norms, tuple(ask))


def _closings(day: dt.date) -> list[ClosedPeriod]:
    return [ClosedPeriod(row.starts, row.ends, str(row)) for row in db.session.scalars(
        sa.select(Closing).where(Closing.starts <= day, Closing.ends >= day))]


def _reopened_until(user: Identity, journal: Journal, day: dt.date) -> dt.datetime | None:
    """The end of the longest living leave of this user to write about the day."""
    until = db.session.scalar(sa.select(sa.func.max(ReopeningGrant.expires_at)).where(
        ReopeningGrant.starts <= day, ReopeningGrant.ends >= day, ReopeningGrant.expires_at >= user.now,
        sa.or_(ReopeningGrant.journal_id.is_(None), ReopeningGrant.journal_id == journal.id),
        sa.or_(ReopeningGrant.user_id.is_(None), ReopeningGrant.user_id == user.id)))
    return until.astimezone(user.now.tzinfo) if until else None
