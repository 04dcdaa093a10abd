"""What changed in the timetable of journals, as the rules and the pages of their readers know it (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models import TimetableChange, User, db
from rules.names import short_name
from rules.terms import ChangeKind
from rules.timetable import Change

FIRST, LAST = (sa.bindparam(name, type_=sa.Date()) for name in ("first", "last"))
JOURNALS: sa.BindParameter[list[int]] = sa.bindparam("journals", expanding=True)
CHANGES = (  # built once
    sa.select(TimetableChange.kind, TimetableChange.date, TimetableChange.pair, TimetableChange.journal_id,
              TimetableChange.new_journal_id, TimetableChange.substitute_id, TimetableChange.new_date,
              TimetableChange.new_pair, TimetableChange.room, TimetableChange.reason,
              User.last_name, User.first_name, User.patronymic)
    .outerjoin(User, User.id == TimetableChange.substitute_id)
    .where(sa.or_(TimetableChange.date.between(FIRST, LAST), TimetableChange.new_date.between(FIRST, LAST)),
           sa.or_(TimetableChange.journal_id.in_(JOURNALS), TimetableChange.new_journal_id.in_(JOURNALS)))
    .order_by(TimetableChange.id))


@dataclass(frozen=True)
class Changed:
    """A change of the timetable with the words that the rules do not need; the reason is the staff's (п. 9.2)."""

    change: Change
    substitute: str | None
    reason: str | None


def changes(journals: list[int], first: dt.date, last: dt.date) -> list[Changed]:
    """What changed in the timetable of the journals between two days, in the order it was entered."""
    if not journals:
        return []
    found = db.session.connection().execute(CHANGES, {"journals": journals, "first": first, "last": last})
    return [Changed(rule_of(row), short_name(row.last_name, row.first_name, row.patronymic) if row.last_name else None,
                    row.reason) for row in found]


def rule_of(row: Any) -> Change:
    """The change, or the columns of one, as the rules know it."""
    return Change(ChangeKind(row.kind), row.date, row.pair, row.journal_id, row.new_journal_id, row.substitute_id,
                  row.new_date, row.new_pair, row.room)
