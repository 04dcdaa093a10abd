"""Groups at the turning of the year: graduation by order, closing, new names, curators (п. 5.3, 5.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from access.identity import Identity
from actions.movement import Order, graduate_all
from models import Curatorship, Group, Student, db
from queries.rollover_groups import GroupPlan, curator_plans
from rules.rollover import DAY, check_order
from rules.violation import Violation


@dataclass(frozen=True)
class GraduationOrder:
    """The order of graduation as it was typed; the date may be missing."""

    number: str
    date: dt.date | None
    effective_on: dt.date | None


def close_finished(user: Identity, groups: Iterable[GroupPlan], orders: Mapping[int, GraduationOrder],
                   staying: Collection[int]) -> dict[str, int]:
    """Graduate the students of groups whose order is given; a group closes when nobody stays in it."""
    graduated = closed = 0
    for group in groups:
        order = orders.get(group.id)
        if order is None and group.students:
            continue
        leaving = [one.id for one in group.students if one.id not in staying]
        day = group.leaves_on
        if order is not None and leaving:
            day = _graduate(user, group, order, leaving)
            graduated += len(leaving)
        if len(leaving) == len(group.students):
            db.session.get_one(Group, group.id).closed_on = day
            closed += 1
    return {"Выпущено студентов": graduated, "Закрыто групп": closed}


def rename(groups: Iterable[GroupPlan], names: Mapping[int, str]) -> dict[str, int]:
    """Give groups the names proposed or typed instead; an empty or the same name leaves the group as it is."""
    count = 0
    for group in groups:
        name = names.get(group.id, group.new_name or "").strip()
        if not name or name == group.name:
            continue
        row = db.session.get_one(Group, group.id)
        if len(name) > 24 or db.session.scalar(sa.select(Group.id).where(
                Group.name == name, Group.admission_year == row.admission_year, Group.id != row.id)):
            raise Violation("5.4", f"Название «{name}» занято или длиннее 24 знаков: исправьте", f"name_{group.id}")
        row.name = name
        count += 1
    db.session.flush()  # so that a clash of names shows here and not at the commit
    return {"Переименовано групп": count}


def continue_curators(year: int, starts: dt.date) -> dict[str, int]:
    """Assignments that ended with the year go on, those of closed groups end (п. 5.3)."""
    plans = curator_plans(year, starts)
    for found in plans:
        if found.continues:
            db.session.add(Curatorship(group_id=found.group_id, user_id=found.user_id, starts=found.day))
        else:
            db.session.get_one(Curatorship, found.id).ends = found.day - DAY
    return {"Продолжено и закончено назначений кураторов": len(plans)}


def _graduate(user: Identity, group: GroupPlan, order: GraduationOrder, leaving: Collection[int]) -> dt.date:
    """One order for all of them; the first day after it takes effect."""
    wrong = check_order(group.name, order.number, order.date, f"order_{group.id}")
    if wrong is not None:
        raise wrong
    assert order.date is not None  # an order without a date has just been refused
    effective = order.effective_on or group.leaves_on
    paper = Order(order.number, order.date, effective)
    students = db.session.scalars(sa.select(Student).where(Student.id.in_(leaving)).options(
        selectinload(Student.movements), selectinload(Student.memberships))).all()
    try:
        graduate_all(user, students, paper)
    except Violation as refused:
        raise replace(refused, message=f"{group.name}, {refused.message}", field=f"order_{group.id}") from refused
    return effective
