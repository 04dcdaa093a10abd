"""«С дневником ознакомлен(а)»: who has seen which week (п. 5.7)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions.refusals import NotYours
from models import Acknowledgement, db
from models.inserts import insert_on
from queries.diary_family import FAMILY, Child
from rules.diary import check_acknowledgement, monday_of
from rules.terms import AcknowledgementKind


def acknowledge_diary(user: Identity, child: Child, day: dt.date) -> dt.date:
    """Note that the user has seen the week of ``day``, once however often asked; returns its Monday; never commits."""
    monday = monday_of(day)
    refusal = check_acknowledgement(monday, user.today, child.stays)
    if refusal:
        raise refusal
    insert = insert_on(db.session.get_bind().dialect.name)
    row = {"user_id": user.id, "kind": AcknowledgementKind.DIARY, "subject_id": child.id, "week": monday}
    db.session.execute(insert(Acknowledgement).values(**row, at=user.now).on_conflict_do_nothing())
    mine = rows(user.acting_as(*FAMILY), Action.CREATE, Acknowledgement)
    if db.session.scalar(sa.select(Acknowledgement.id).filter_by(**row).where(mine)) is None:
        raise NotYours
    return monday
