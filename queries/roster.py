"""Who studies in a journal and on which days: the lines of the grid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from models import Journal, Membership, Movement, Semester, Student, SubgroupMembership, db
from rules.lessons import Order, Stay
from rules.spans import Days
from rules.terms import MovementKind


@dataclass(frozen=True)
class RosterLine:
    """A student of a journal; ``stays`` are the days inside the group (and the subgroup)."""

    student_id: int
    last_name: str
    first_name: str
    patronymic: str | None
    stays: tuple[Stay, ...]

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}"


def roster(journal: Journal, semester: Semester, student_id: int | None = None) -> list[RosterLine]:
    """Students of the journal's group or subgroup during the semester, by surname; leavers stay in the list."""
    statement = _roster(journal.subgroup_id is not None, student_id is not None)
    return _lines(db.session.execute(statement, {
        "group": journal.group_id, "subgroup": journal.subgroup_id, "first": semester.starts, "last": semester.ends,
        "student": student_id}))


def studies(student: Student, journal: Journal, days: Days) -> bool:
    """Whether the student is in the journal's group, and in its subgroup, on at least one of the days."""
    def some(model: Any, *criteria: Any) -> bool:
        return db.session.scalar(sa.select(model.id).where(
            model.student_id == student.id, model.starts <= days.ends,
            sa.or_(model.ends.is_(None), model.ends >= days.starts), *criteria).limit(1)) is not None
    with db.session.no_autoflush:
        return some(Membership, Membership.group_id == journal.group_id) and (
            journal.subgroup_id is None or some(SubgroupMembership,
                                                SubgroupMembership.subgroup_id == journal.subgroup_id))


@cache
def _roster(part: bool, one: bool) -> sa.Select[*tuple[Any, ...]]:
    """Built once for a group and for a subgroup (``part``), for everybody and for ``one``."""
    entered, left = aliased(Movement), aliased(Movement)
    query: sa.Select[*tuple[Any, ...]] = (
        sa.select(Student.id, Student.last_name, Student.first_name, Student.patronymic, Membership.starts,
                  Membership.ends, entered.kind, entered.order_number, left.kind, left.order_number)
        .join(Membership, Membership.student_id == Student.id)
        .join(entered, entered.id == Membership.entered_by_id, isouter=True)
        .join(left, left.id == Membership.left_by_id, isouter=True)
        .where(Membership.group_id == sa.bindparam("group"), Membership.starts <= sa.bindparam("last"),
               sa.or_(Membership.ends.is_(None), Membership.ends >= sa.bindparam("first")))
        .order_by(Student.sort_key, Student.id, Membership.starts))
    if one:
        query = query.where(Student.id == sa.bindparam("student"))
    if not part:
        return query
    inside = SubgroupMembership
    return query.join(inside, sa.and_(inside.student_id == Student.id, inside.subgroup_id == sa.bindparam("subgroup"))
                      ).add_columns(inside.starts, inside.ends)


def _lines(rows: Iterable[Any]) -> list[RosterLine]:
    lines: dict[int, RosterLine] = {}
    for student_id, last, first, patronymic, *days in rows:
        stay = stay_of(*days)
        if stay is None:
            continue
        known = lines.get(student_id)
        stays = (*known.stays, stay) if known else (stay,)
        lines[student_id] = RosterLine(student_id, last, first, patronymic, stays)
    return list(lines.values())


def stay_of(starts: dt.date, ends: dt.date | None, in_kind: MovementKind | None, in_order: str | None,
            out_kind: MovementKind | None, out_order: str | None, part_starts: dt.date | None = None,
            part_ends: dt.date | None = None) -> Stay | None:
    """Days inside the group, and inside the subgroup where there is one; None when they do not meet."""
    starts = max(starts, part_starts or starts)
    ends = min((end for end in (ends, part_ends) if end is not None), default=None)
    if ends is not None and ends < starts:
        return None
    return Stay(starts, ends, Order(in_kind, in_order) if in_kind and in_order else None,
                Order(out_kind, out_order) if out_kind and out_order else None)
