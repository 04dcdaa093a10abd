"""Closing of a period for everybody: a deputy's act, or a norm's for months long over (п. 7.2, 7.3)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from access.identity import Identity
from actions import turns
from actions.turns import Turn
from models import Closing, db
from queries.college import norms_on
from queries.periods import calendar, open_months
from rules.periods import check_closing, closes_itself
from rules.terms import ClosingScope
from rules.violation import Violation


def close(user: Identity, scope: ClosingScope, starts: dt.date, ends: dt.date) -> Closing:
    """Close a period for everybody (п. 7.2, 7.3)."""
    turns.take(Turn.YEAR)
    refusal = check_closing(scope, starts, ends, user.today, calendar(scope))
    if refusal is not None:
        raise refusal
    if db.session.scalar(sa.select(Closing.id).where(Closing.scope == scope, Closing.starts == starts)):
        raise Violation("7.2", "Этот период уже закрыт")
    return _closed(user, scope, starts, ends)


def close_by_norm(user: Identity) -> list[Closing]:
    """Close months over for as many days as the norm says: nobody's act, so nobody signs it."""
    turns.take(Turn.YEAR)
    return [_closed(user, ClosingScope.MONTH, starts, ends) for starts, ends in open_months(user.today)
            if closes_itself(ends, user.today, norms_on(starts), norms_on(ends))]


def _closed(user: Identity, scope: ClosingScope, starts: dt.date, ends: dt.date) -> Closing:
    made = Closing(scope=scope, starts=starts, ends=ends, closed_by_id=user.id, closed_at=user.now)
    db.session.add(made)
    return made
