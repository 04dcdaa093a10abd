"""Movement of students: how many there were, came, left and are, with the orders (п. 5.4)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Group, Membership, Movement, Student, db
from queries.reports.ask import Ask
from rules.groups import group_title
from rules.names import full_name
from rules.report_periods import Period
from rules.terms import MovementKind

DAY = dt.timedelta(days=1)
CAME = (MovementKind.ENROLMENT, MovementKind.TRANSFER, MovementKind.RETURN)
WENT = (MovementKind.TRANSFER, MovementKind.LEAVE, MovementKind.EXPULSION, MovementKind.GRADUATION)


@dataclass
class GroupFlow:
    """``before``: on the eve of the first day; a way in or out without an order stands under None."""

    name: str
    before: int = 0
    came: Counter[MovementKind | None] = field(default_factory=Counter)
    went: Counter[MovementKind | None] = field(default_factory=Counter)

    @property
    def after(self) -> int:
        return self.before + self.came.total() - self.went.total()

    def add(self, other: GroupFlow) -> None:
        self.before += other.before
        self.came += other.came
        self.went += other.went


@dataclass(frozen=True)
class OrderLine:
    student: str
    kind: MovementKind
    order: str
    order_date: dt.date
    effective_on: dt.date
    from_group: str
    to_group: str
    reason: str


@dataclass(frozen=True)
class Movements:
    """``last`` is the day on which the students were counted at the end."""

    period: Period
    last: dt.date
    groups: tuple[GroupFlow, ...]
    orders: tuple[OrderLine, ...]

    @property
    def total(self) -> GroupFlow:
        found = GroupFlow("Всего")
        for one in self.groups:
            found.add(one)
        return found


def movements(user: Identity, ask: Ask) -> Movements:
    """Groups that had anybody in the period, and the orders in force from its days."""
    last = ask.period.counted_on(user.today)
    return Movements(ask.period, last, tuple(flows(user, ask.period.first, last, ask.group)),
                     tuple(_orders(user, ask.period.first, last, ask.group)))


def flows(user: Identity, first: dt.date, last: dt.date, group_id: int | None) -> Iterable[GroupFlow]:
    """By group, in the order of names: one question for any number of them."""
    found: dict[int, GroupFlow] = {}
    for row in db.session.execute(_stays(user, first, last, group_id)):
        flow = found.setdefault(row.id, GroupFlow(group_title(row.name, row.admission_year, row.closed_on)))
        if row.starts < first:
            flow.before += 1
        else:
            flow.came[_kind(row.entered)] += 1
        if row.ends is not None and row.ends < last:
            flow.went[_kind(row.gone)] += 1
    return found.values()


def _kind(value: Any) -> MovementKind | None:
    return None if value is None else MovementKind(value)


def _stays(user: Identity, first: dt.date, last: dt.date, group_id: int | None) -> sa.Select[*tuple[Any, ...]]:
    """Memberships that met the period or ended on its eve: who left then is gone on the first day."""
    entered, left = aliased(Movement), aliased(Movement)
    query = (
        sa.select(Group.id, Group.name, Group.admission_year, Group.closed_on, Membership.starts, Membership.ends,
                  entered.kind.label("entered"), left.kind.label("gone"))
        .select_from(Membership).join(Group, Group.id == Membership.group_id)
        .outerjoin(entered, entered.id == Membership.entered_by_id).outerjoin(left, left.id == Membership.left_by_id)
        .where(Membership.starts <= last, sa.or_(Membership.ends.is_(None), Membership.ends >= first - DAY),
               rows(user, READ, Membership)).order_by(Group.search_key, Group.id))
    return query if group_id is None else query.where(Membership.group_id == group_id)


def _orders(user: Identity, first: dt.date, last: dt.date, group_id: int | None) -> Iterable[OrderLine]:
    source, target = aliased(Group), aliased(Group)
    query = (
        sa.select(Student.last_name, Student.first_name, Student.patronymic, Movement.kind, Movement.order_number,
                  Movement.order_date, Movement.effective_on, Movement.reason, source.name.label("source"),
                  target.name.label("target")).select_from(Movement)
        .join(Student, Student.id == Movement.student_id).outerjoin(source, source.id == Movement.from_group_id)
        .outerjoin(target, target.id == Movement.to_group_id)
        .where(Movement.effective_on.between(first, last), rows(user, READ, Movement))
        .order_by(Movement.effective_on, Movement.order_number, Student.sort_key, Movement.id))
    if group_id is not None:
        query = query.where(sa.or_(Movement.from_group_id == group_id, Movement.to_group_id == group_id))
    for row in db.session.execute(query):
        yield OrderLine(full_name(row.last_name, row.first_name, row.patronymic), MovementKind(row.kind),
                        row.order_number, row.order_date, row.effective_on, row.source or "", row.target or "",
                        row.reason or "")
