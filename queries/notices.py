"""Notices as the one they are for reads them (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Notification, Student, db
from rules.terms import NotificationKind

PAGE = 30


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
    """A page of the user's notices, newest first, and whether there are more.

    A notice about a student is shown while the user may see the student: whoever was a parent is one no longer.
    """
    seen = sa.select(Student.id).where(rows(user, READ, Student))
    query = (sa.select(Notification, Student).outerjoin(Student, Student.id == Notification.student_id)
             .where(rows(user, READ, Notification), Notification.user_id == user.account,
                    sa.or_(Notification.student_id.is_(None), Notification.student_id.in_(seen)))
             .order_by(Notification.id.desc()).offset(page * PAGE).limit(PAGE + 1))
    found = [_notice(user, row, student) for row, student in db.session.execute(query)]
    return found[:PAGE], len(found) > PAGE


def _notice(user: Identity, row: Notification, student: Student | None) -> Notice:
    about = "" if student is None or student.user_id == user.id else f"{student.last_name} {student.first_name}"
    return Notice(row.id, row.kind, row.payload.get("text", row.kind.title), row.payload.get("url", ""), about,
                  row.created_at.astimezone(user.now.tzinfo), row.read_at is None)
