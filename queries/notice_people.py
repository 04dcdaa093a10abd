"""Whom a notice is for: families of students, everybody an announcement is addressed to (п. 4.1, 5.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from access.scopes import covers
from models import (
    Curatorship,
    Group,
    Guardian,
    Guardianship,
    Membership,
    Message,
    Participant,
    Student,
    Thread,
    User,
    UserRole,
    db,
)
from rules.terms import Audience, Role

Readers = dict[int, list[int]]


def families(students: Collection[int], day: dt.date) -> Readers:
    """By student: accounts that are not blocked of the student and of the representatives of that day."""
    if not students:
        return {}
    own = sa.select(Student.id.label("about"), Student.user_id.label("reader")).where(
        Student.id.in_(students), Student.user_id.is_not(None))
    parents = (sa.select(Guardianship.student_id, Guardian.user_id)
               .join(Guardian, Guardian.id == Guardianship.guardian_id)
               .where(Guardianship.student_id.in_(students), Guardian.user_id.is_not(None),
                      covers(Guardianship.starts, Guardianship.ends, day)))
    return _readers(own.union(parents))


def holders(roles: Collection[Role]) -> list[int]:
    """Accounts that are not blocked of whoever holds one of the roles."""
    return list(db.session.scalars(
        sa.select(UserRole.user_id).distinct().join(User, User.id == UserRole.user_id)
        .where(UserRole.role.in_(roles), User.blocked_at.is_(None)).order_by(UserRole.user_id)))


def takers(messages: Collection[int]) -> Readers:
    """By message of a conversation: those who take part in it, but its author."""
    if not messages:
        return {}
    return _readers(
        sa.select(Message.id.label("about"), Participant.user_id.label("reader"))
        .join(Participant, Participant.thread_id == Message.thread_id)
        .join(Thread, Thread.id == Message.thread_id)
        .where(Message.id.in_(messages), Thread.audience == Audience.PEOPLE, Participant.user_id != Message.author_id))


def audiences(messages: Collection[int], day: dt.date, year: int) -> Readers:
    """By announcement: students of its groups on the day, their families and curators; everybody, when to everybody."""
    if not messages:
        return {}
    said = sa.select(Message.id, Message.author_id, Thread.audience, Thread.group_id, Thread.course).join(
        Thread, Thread.id == Message.thread_id).where(
        Message.id.in_(messages), Thread.audience != Audience.PEOPLE).cte("said")
    course = sa.literal(year) - Group.admission_year + Group.first_course
    named = sa.or_(sa.and_(said.c.audience == Audience.GROUP, Group.id == said.c.group_id),
                   sa.and_(said.c.audience == Audience.COURSE, course == said.c.course))
    groups = sa.select(said.c.id, said.c.author_id, Group.id.label("group_id")).join(Group, named).cte("named")
    pupils = (sa.select(groups.c.id, groups.c.author_id, Membership.student_id)
              .join(Membership, Membership.group_id == groups.c.group_id)
              .where(covers(Membership.starts, Membership.ends, day)).cte("pupils"))
    own = sa.select(pupils.c.id.label("about"), Student.user_id.label("reader"), pupils.c.author_id).join(
        Student, Student.id == pupils.c.student_id)
    parents = (sa.select(pupils.c.id, Guardian.user_id, pupils.c.author_id)
               .join(Guardianship, Guardianship.student_id == pupils.c.student_id)
               .join(Guardian, Guardian.id == Guardianship.guardian_id)
               .where(covers(Guardianship.starts, Guardianship.ends, day)))
    curators = (sa.select(groups.c.id, Curatorship.user_id, groups.c.author_id)
                .join(Curatorship, Curatorship.group_id == groups.c.group_id)
                .where(covers(Curatorship.starts, Curatorship.ends, day)))
    all_of_us = sa.select(said.c.id, User.id, said.c.author_id).join(User, said.c.audience == Audience.COLLEGE)
    found = sa.union(own, parents, curators, all_of_us).subquery()
    return _readers(sa.select(found.c.about, found.c.reader).where(found.c.reader != found.c.author_id))


def _readers(pairs: Any) -> Readers:
    """Accounts that are blocked are told nothing."""
    told = pairs.subquery()
    found: Readers = defaultdict(list)
    for about, reader in db.session.execute(
            sa.select(told.c.about, told.c.reader).join(User, User.id == told.c.reader)
            .where(User.blocked_at.is_(None)).order_by(told.c.about, told.c.reader)):
        found[about].append(reader)
    return found
