"""Who is in a group on the day a report counts, who has left before it, who curates it (п. 5.3, 5.4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.scopes import covers
from models import Curatorship, Group, Membership, Movement, Student, User, db
from rules.groups import academic_year
from rules.names import full_name, short_name
from rules.report_periods import Period
from rules.terms import MovementKind


@dataclass(frozen=True)
class GroupFace:
    """A group as its papers name it on a day."""

    id: int
    name: str
    course: int
    speciality: str
    curators: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    student_id: int
    name: str


@dataclass(frozen=True)
class Leaver:
    """Who was in the group in the period and is not on the day of counting; ``why`` is the order in words."""

    name: str
    on: dt.date
    why: str


def group_face(user: Identity, group_id: int, day: dt.date) -> GroupFace:
    """The group with its course and curators on the day; the reader has already been asked about the group."""
    group = db.session.execute(sa.select(Group).where(Group.id == group_id)
                               .options(joinedload(Group.speciality))).scalar_one()
    curators = db.session.execute(
        sa.select(User.last_name, User.first_name, User.patronymic)
        .join(Curatorship, Curatorship.user_id == User.id)
        .where(Curatorship.group_id == group_id, covers(Curatorship.starts, Curatorship.ends, day))
        .order_by(User.sort_key))
    return GroupFace(group.id, group.name, group.course_in(academic_year(day)), str(group.speciality),
                     tuple(short_name(*row) for row in curators))


def listed(user: Identity, group_id: int, day: dt.date) -> list[Listed]:
    """Students of the group on the day, by surname: who is on leave or has left is not among them."""
    found = db.session.execute(
        sa.select(Student.id, Student.last_name, Student.first_name, Student.patronymic).distinct()
        .add_columns(Student.sort_key).join(Membership, Membership.student_id == Student.id)
        .where(Membership.group_id == group_id, covers(Membership.starts, Membership.ends, day),
               rows(user, READ, Membership))
        .order_by(Student.sort_key, Student.id))
    return [Listed(row.id, full_name(row.last_name, row.first_name, row.patronymic)) for row in found]


def leavers(user: Identity, group_id: int, period: Period, day: dt.date) -> list[Leaver]:
    """Those who were in the group in the period and are not on the day, with the orders by which they left."""
    left, again = aliased(Movement), aliased(Membership)
    back = sa.exists().where(again.student_id == Membership.student_id, again.group_id == group_id,
                             covers(again.starts, again.ends, day))
    found = db.session.execute(
        sa.select(Student.last_name, Student.first_name, Student.patronymic, Membership.ends, left.kind,
                  left.order_number, left.order_date)
        .join(Membership, Membership.student_id == Student.id).outerjoin(left, left.id == Membership.left_by_id)
        .where(Membership.group_id == group_id, Membership.starts <= day, Membership.ends < day,
               Membership.ends >= period.first, ~back, rows(user, READ, Membership))
        .order_by(Student.sort_key, Membership.ends))
    return [Leaver(short_name(*row[:3]), row.ends, _why(row.kind, row.order_number, row.order_date)) for row in found]


def _why(kind: MovementKind | None, number: str | None, day: dt.date | None) -> str:
    if kind is None or day is None:
        return "выбытие без приказа"
    return f"{MovementKind(kind).title}, пр. № {number} от {day:%d.%m.%Y}"
