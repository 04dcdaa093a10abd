"""Whose diaries a user reads: oneself, one's own children (п. 5.8, 9.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.kept import kept, rows_of
from access.paths import Ids, ids
from models import (
    AttestationSheet,
    Group,
    Guardian,
    Guardianship,
    Journal,
    Membership,
    Movement,
    Placement,
    PracticeProgramme,
    Student,
    db,
)
from rules import names
from rules.diary import Place
from rules.groups import academic_year, course
from rules.lessons import Order, Stay
from rules.terms import Gender, MovementKind, Role

FAMILY = (Role.STUDENT, Role.PARENT)
CHILD: sa.BindParameter[int] = sa.bindparam("child", type_=sa.Integer())


@dataclass(frozen=True)
class Child:
    """A student whose diary the user reads; ``course`` is None out of groups, ``places`` are the days in each group."""

    id: int
    last_name: str
    first_name: str
    gender: Gender | None
    group: str | None = None
    course: int | None = None
    places: tuple[Place, ...] = ()
    on_practice: bool = False

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}"

    @property
    def initials(self) -> str:
        return names.initials(self.first_name, self.last_name)

    @property
    def stays(self) -> tuple[Stay, ...]:
        return tuple(place.stay for place in self.places)


def readable(user: Identity, children: Sequence[Child]) -> Ids:
    """Ids of the children among the students whom the user reads as family: never more than the table lets."""
    return among(user, [child.id for child in children])


def among(user: Identity, students: Any) -> Ids:
    """The same of the students named by their ids, or by a parameter that holds them."""
    return _read(user).where(Student.id.in_(students))


def own_child(user: Identity) -> sa.ScalarSelect[Any]:
    """The same of CHILD alone, found before anything else: by a bare number each child was planned anew (ADR 37)."""
    return _read(user).where(Student.id == CHILD).scalar_subquery()


def _read(user: Identity) -> Ids:
    return ids(Student.id).where(rows(user.acting_as(*FAMILY), Action.READ, Student))


def children(user: Identity) -> list[Child]:
    """A student's own self or a parent's children, by name; other roles of the user open nothing here."""
    found: dict[int, list[Any]] = {}
    for row in rows_of(_children(user)):
        found.setdefault(row.id, []).append(row)
    return [_child(own, user.today) for own in found.values()]


@kept
def _children(user: Identity) -> sa.SelectBase:
    return (
        sa.select(Student.id, Student.last_name, Student.first_name, Student.gender, Membership.starts,
                  Membership.ends, Group.name, Group.admission_year, Group.first_course, Movement.kind,
                  Movement.order_number, Movement.order_date, _on_practice())
        .outerjoin(Membership, Membership.student_id == Student.id)
        .outerjoin(Group, Group.id == Membership.group_id)
        .outerjoin(Movement, Movement.id == Membership.left_by_id)
        .where(rows(user.acting_as(*FAMILY), Action.READ, Student))
        .order_by(Student.sort_key, Student.id, Membership.starts))


def _child(own: list[Any], today: dt.date) -> Child:
    first = own[0]
    spans = [row for row in own if row.starts is not None]
    places = tuple(Place(row.name, Stay(row.starts, row.ends, left=Order(
        MovementKind(row.kind), row.order_number, row.order_date) if row.kind else None), row.admission_year,
        row.first_course) for row in spans)
    begun = [row for row in spans if row.starts <= today] or spans[:1]
    last, now = (begun[-1], places[spans.index(begun[-1])].stay.holds(today)) if begun else (None, False)
    return Child(
        first.id, first.last_name, first.first_name, Gender(first.gender) if first.gender else None,
        last.name if last else None,
        course(last.admission_year, academic_year(today), last.first_course) if last and now else None,
        places, any(row.on_practice for row in own))


def _on_practice() -> sa.Label[bool]:
    """Whether there is a page of practice to show: a programme of the group's in one's time, a place, a sheet."""
    programme = sa.exists().where(
        Journal.group_id == Membership.group_id, PracticeProgramme.journal_id == Journal.id,
        PracticeProgramme.ends >= Membership.starts,
        sa.or_(Membership.ends.is_(None), PracticeProgramme.starts <= Membership.ends))
    place = sa.exists().where(Placement.student_id == Student.id)
    sheet = sa.exists().where(AttestationSheet.student_id == Student.id)
    return sa.or_(programme, place, sheet).label("on_practice")


def over_since(user: Identity) -> dt.date | None:
    """The last day of a parent's ties that are over; None when some still holds, or none was."""
    ends = list(db.session.scalars(
        sa.select(Guardianship.ends).join(Guardian, Guardian.id == Guardianship.guardian_id)
        .where(Guardian.user_id == user.id, rows(user.acting_as(*FAMILY), Action.READ, Guardianship))))
    past = [day for day in ends if day is not None and day < user.today]
    return max(past) if past and len(past) == len(ends) else None
