"""Closed periods and leave to write into them: state beats role."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from access.identity import Identity
from models import Closing, Journal, ReopeningGrant, db
from queries.closed import is_archived
from rules.lessons import ClosedPeriod, Reopening, closed_period, is_reopened
from rules.violation import Violation


def closed_periods(day: dt.date) -> list[ClosedPeriod]:
    """Periods that a deputy has closed over the day."""
    rows = db.session.scalars(sa.select(Closing).where(Closing.starts <= day, Closing.ends >= day))
    return [ClosedPeriod(row.starts, row.ends, str(row)) for row in rows]


def reopened(user: Identity, journal: Journal, day: dt.date) -> bool:
    """Whether a living grant lets this user write about the day in this journal."""
    rows = db.session.scalars(sa.select(ReopeningGrant).where(
        ReopeningGrant.starts <= day, ReopeningGrant.ends >= day,
        sa.or_(ReopeningGrant.journal_id.is_(None), ReopeningGrant.journal_id == journal.id),
        sa.or_(ReopeningGrant.user_id.is_(None), ReopeningGrant.user_id == user.id)))
    return is_reopened(day, [Reopening(row.starts, row.ends, row.expires_at) for row in rows], user.now)


def require_open(user: Identity, journal: Journal, day: dt.date) -> None:
    """Refuse to write about a day of a closed period or an archived year (п. 7.2, 7.5)."""
    closings = closed_periods(day)
    refusal = closed_period(day, closings, bool(closings) and reopened(user, journal, day), is_archived(day, day))
    if refusal is not None:
        raise refusal


def excuse(user: Identity, journal: Journal, day: dt.date, refusal: Violation | None) -> None:
    """Raise a lateness refusal unless a reopening covers the day."""
    if refusal is None or (refusal.is_lifted_by_reopening and reopened(user, journal, day)):
        return
    raise refusal
