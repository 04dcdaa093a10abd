"""A curator's work with the parents of a group, counted and never quoted (п. 5.3, Пр. 11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from access.identity import Identity
from access.scopes import covers
from models import (
    Acknowledgement,
    Curatorship,
    Guardian,
    Guardianship,
    Membership,
    Message,
    ParentLetter,
    Participant,
    Student,
    Thread,
    User,
    db,
)
from queries.parent_words import not_lost
from rules.names import short_name
from rules.terms import AcknowledgementKind


@dataclass(frozen=True)
class FamilyWork:
    """``parents`` of the group's students; of them with an account and seen since the first day;
    ``acknowledged``: students whose diary a parent acknowledged; ``silent``: whose parents got no word."""

    parents: int
    with_account: int
    seen: int
    acknowledged: int
    messages: int
    silent: tuple[str, ...]


def family_work(user: Identity, group_id: int, first: dt.date, last: dt.date) -> FamilyWork:
    """The reader has already been asked about the group; four questions whatever its size."""
    zone = user.now.tzinfo
    start, end = (dt.datetime.combine(day, dt.time(), zone) for day in (first, last + dt.timedelta(days=1)))
    families = db.session.execute(_families(group_id, last)).all()
    told = {row.parent: row.messages for row in db.session.execute(_messages(group_id, start, end))}
    written = {row.student_id: row.letters for row in db.session.execute(_letters(families, start, end))}
    students = {row.student_id: row for row in families}
    parents = {row.guardian_id: row for row in families if row.guardian_id is not None}
    reached = {row.student_id for row in families if row.user_id in told} | set(written)
    return FamilyWork(
        len(parents), sum(row.user_id is not None for row in parents.values()),
        sum(row.last_sign_in_at is not None and row.last_sign_in_at >= start for row in parents.values()),
        db.session.scalar(_acknowledged(list(students), first, last)) or 0, sum(told.values()) + sum(written.values()),
        tuple(short_name(row.last_name, row.first_name, row.patronymic) for id, row in students.items()
              if id not in reached))


def _families(group_id: int, day: dt.date) -> sa.Select[*tuple[Any, ...]]:
    kin = sa.and_(Guardianship.student_id == Student.id, covers(Guardianship.starts, Guardianship.ends, day))
    return (sa.select(Student.id.label("student_id"), Student.last_name, Student.first_name, Student.patronymic,
                      Guardian.id.label("guardian_id"), Guardian.user_id, User.last_sign_in_at)
            .join(Membership, Membership.student_id == Student.id).outerjoin(Guardianship, kin)
            .outerjoin(Guardian, Guardian.id == Guardianship.guardian_id).outerjoin(User, User.id == Guardian.user_id)
            .where(Membership.group_id == group_id, covers(Membership.starts, Membership.ends, day))
            .order_by(Student.sort_key, Student.id, Guardian.id))


def _messages(group_id: int, start: dt.datetime, end: dt.datetime) -> sa.Select[int | None, int]:
    """How many messages of the group's curators about its students each account of a parent has got."""
    writer = aliased(Curatorship)
    return (sa.select(Guardian.user_id.label("parent"), sa.func.count(Message.id.distinct()).label("messages"))
            .select_from(Message).join(Participant, Participant.thread_id == Message.thread_id)
            .join(Thread, Thread.id == Message.thread_id)
            .join(Guardian, Guardian.user_id == Participant.user_id)
            .join(Guardianship, Guardianship.guardian_id == Guardian.id)
            .join(Membership, Membership.student_id == Guardianship.student_id)
            .where(Membership.group_id == group_id, Message.sent_at >= start, Message.sent_at < end,
                   sa.or_(Thread.student_id.is_(None), Thread.student_id == Guardianship.student_id),
                   Message.author_id.in_(sa.select(writer.user_id).where(writer.group_id == group_id)))
            .group_by(Guardian.user_id))


def _letters(families: Sequence[Any], start: dt.datetime, end: dt.datetime) -> sa.Select[int, int]:
    """Letters to parents by student; one that is a conversation is counted by its messages."""
    return (sa.select(ParentLetter.student_id, sa.func.count(ParentLetter.id).label("letters"))
            .where(ParentLetter.student_id.in_({row.student_id for row in families}), ParentLetter.thread_id.is_(None),
                   ParentLetter.sent_at >= start, ParentLetter.sent_at < end, not_lost())
            .group_by(ParentLetter.student_id))


def _acknowledged(students: list[int], first: dt.date, last: dt.date) -> sa.Select[int]:
    return sa.select(sa.func.count(Acknowledgement.subject_id.distinct())).where(
        Acknowledgement.kind == AcknowledgementKind.DIARY, Acknowledgement.subject_id.in_(students),
        Acknowledgement.week.between(first - dt.timedelta(days=6), last))
