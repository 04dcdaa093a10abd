"""Notices as the one they are for reads them (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import (
    ChangeRequest,
    Finding,
    Inspection,
    Journal,
    Notification,
    PlanEvent,
    ReopeningRequest,
    Student,
    SupportRequest,
    Thread,
    db,
)
from models.base import Base
from rules.terms import NotificationKind

PAGE = 30
ABOUT: tuple[type[Base], ...] = (Thread, SupportRequest, ReopeningRequest, ChangeRequest, Journal, Finding,
                                 Inspection, PlanEvent)


@dataclass(frozen=True)
class Notice:
    id: int
    kind: NotificationKind
    text: str
    url: str
    about: str
    at: dt.datetime
    unread: bool


def find_notices(user: Identity, page: int = 0) -> tuple[list[Notice], bool]:
    """A page of the user's notices, newest first, and whether there are more."""
    query = (sa.select(Notification, Student).outerjoin(Student, Student.id == Notification.student_id)
             .where(rows(user, READ, Notification), Notification.user_id == user.account, Notification.shown,
                    still_concerns(user))
             .order_by(Notification.id.desc()).offset(page * PAGE).limit(PAGE + 1))
    found = [_notice(user, row, student) for row, student in db.session.execute(query)]
    return found[:PAGE], len(found) > PAGE


def still_concerns(user: Identity) -> sa.ColumnElement[bool]:
    """Notices of what the user may see now: a parent no longer, a curator of another group are told nothing."""
    def seen(model: type[Base]) -> sa.Select[int]:
        return sa.select(model.id).where(rows(user, READ, model))
    return sa.and_(
        sa.or_(Notification.student_id.is_(None), Notification.student_id.in_(seen(Student))),
        sa.or_(Notification.subject.is_(None), *(
            sa.and_(Notification.subject == model.__tablename__, Notification.subject_id.in_(seen(model)))
            for model in ABOUT)))



def _notice(user: Identity, row: Notification, student: Student | None) -> Notice:
    about = "" if student is None or student.user_id == user.id else f"{student.last_name} {student.first_name}"
    return Notice(row.id, row.kind, row.payload.get("text", row.kind.title), row.url or "", about,
                  row.created_at.astimezone(user.now.tzinfo), row.read_at is None)
