"""A curator's words that a card must change, with what the clerk has answered (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import ChangeRequest, Student, db
from queries.credentials import students_of
from rules.cards import TITLES
from rules.contacts import show_phone
from rules.terms import OPEN_REQUESTS, RequestState, Role

MOST = 50


@dataclass(frozen=True)
class Asked:
    """whose: the card that is to change; mine: the user has asked it."""

    id: int
    student_id: int
    student: str
    whose: str
    field: str
    old: str
    new: str
    comment: str
    at: dt.datetime
    state: RequestState
    reply: str
    mine: bool

    @property
    def waits(self) -> bool:
        return self.state in OPEN_REQUESTS


def asked(user: Identity, group_id: int | None = None, student_id: int | None = None) -> list[Asked]:
    """Requests about the curated group or one of its students: those that wait first, then the newest."""
    students = students_of(user, group_id).with_only_columns(Student.id).order_by(None)
    query = (sa.select(ChangeRequest).where(ChangeRequest.student_id.in_(students),
                                            rows(user.acting_as(Role.CURATOR), READ, ChangeRequest))
             .options(joinedload(ChangeRequest.student), joinedload(ChangeRequest.guardian))
             .order_by(sa.case((ChangeRequest.decided_at.is_(None), 0), else_=1), ChangeRequest.id.desc()).limit(MOST))
    if student_id is not None:
        query = query.where(ChangeRequest.student_id == student_id)
    return [_asked(user, row) for row in db.session.scalars(query)]


def _asked(user: Identity, row: ChangeRequest) -> Asked:
    return Asked(row.id, row.student_id, row.student.short_name, (row.guardian or row.student).short_name,
                 TITLES.get(row.field, row.field), _shown(row.field, row.old_value), _shown(row.field, row.new_value),
                 row.comment or "", row.created_at.astimezone(user.now.tzinfo), RequestState(row.state),
                 row.reply or "", row.author_id == user.id)


def _shown(field: str, value: str | None) -> str:
    return show_phone(value) if field == "phone" and value else value or "пусто"
