"""«С дневником ознакомлен(а)»: who has seen which week (п. 5.7)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import Acknowledgement, db
from queries.diary import FAMILY
from rules.diary import monday_of
from rules.terms import AcknowledgementKind
from rules.violation import Violation


class NotYours(Exception):
    """The diary is not the user's: answered as if there were no such student."""


def acknowledge_diary(user: Identity, student_id: int, day: dt.date) -> dt.date:
    """Note that the user has seen the week of ``day``, once however often asked; returns its Monday; never commits."""
    monday = monday_of(day)
    if monday > user.today:
        raise Violation("5.7", "Эта неделя ещё не началась", "week")
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"user_id": user.id, "kind": AcknowledgementKind.DIARY, "subject_id": student_id, "week": monday}
    db.session.execute(insert(Acknowledgement).values(**row, at=user.now).on_conflict_do_nothing())
    mine = rows(user.acting_as(*FAMILY), Action.CREATE, Acknowledgement)
    if db.session.scalar(sa.select(Acknowledgement.id).filter_by(**row).where(mine)) is None:
        raise NotYours
    return monday
