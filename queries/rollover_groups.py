"""Groups at the turning of the year: who goes up, who finishes, what is renamed, which curators go on (п. 5.3, 5.4)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.scopes import covers
from models import (
    AcademicYear,
    Curatorship,
    CurriculumLine,
    Debt,
    FinalMark,
    Group,
    Membership,
    Semester,
    Student,
    db,
)
from queries.debts import STILL_OWED
from rules.groups import is_studying
from rules.names import short_name
from rules.rollover import DAY, is_finishing, leaving_day, names_carry_course, next_name


@dataclass(frozen=True)
class Person:
    id: int
    name: str


@dataclass(frozen=True)
class GroupPlan:
    """A group of the ending year; leaves_on: the first day after the programme of one that finishes."""

    id: int
    name: str
    course: int
    finishes: bool
    new_name: str | None
    students: tuple[Person, ...]
    debtors: tuple[Person, ...]
    leaves_on: dt.date

    @property
    def warnings(self) -> tuple[str, ...]:
        if not self.debtors:
            return ()
        return (f"{self.name}: с задолженностями {len(self.debtors)} из {len(self.students)}",)


@dataclass(frozen=True)
class CuratorPlan:
    """A curator's assignment that goes on from ``day``, or ends with the closed group the day before it."""

    id: int
    group_id: int
    group: str
    user_id: int
    curator: str
    continues: bool
    day: dt.date


def group_plans(year: int, starts: dt.date) -> tuple[GroupPlan, ...]:
    """Groups that studied in the year before ``year`` and are not closed when it begins."""
    last = db.session.scalar(sa.select(sa.func.max(Semester.ends)).join(AcademicYear).where(
        AcademicYear.year == year - 1))
    studied = studying(year - 1, starts) if last is not None else []
    ends = leaving_day(last) if last is not None else starts
    people = _people([group.id for group in studied], ends - DAY)
    debtors, finals = _debtors([one.id for row in people.values() for one in row]), _last_semesters()
    carried = names_carry_course((group.name, group.course_in(year - 1), group.admission_year) for group in studied)
    found = []
    for group in studied:
        course = group.course_in(year - 1)
        finishes = is_finishing(course, finals.get(group.curriculum_id))
        found.append(GroupPlan(
            group.id, group.name, course, finishes,
            next_name(group.name, course) if carried and not finishes else None,
            tuple(people[group.id]),
            tuple(one for one in people[group.id] if one.id in debtors), min(ends, starts)))
    return tuple(found)


def curator_plans(year: int, starts: dt.date) -> tuple[CuratorPlan, ...]:
    """Assignments that ended with the last year while the group goes on, and those left in closed groups."""
    begun = db.session.scalar(sa.select(AcademicYear.starts).where(AcademicYear.year == year - 1)) or starts
    rows = db.session.scalars(
        sa.select(Curatorship).where(sa.or_(Curatorship.ends.is_(None), Curatorship.ends >= begun))
        .options(joinedload(Curatorship.group), joinedload(Curatorship.user)).order_by(Curatorship.starts)).all()
    led = {row.group_id for row in rows if (row.starts <= starts and (row.ends is None or row.ends >= starts))
           or row.starts > starts}
    latest = {row.group_id: row for row in rows}
    found = []
    for row in rows:
        closed = row.group.closed_on
        if closed is not None and closed <= starts:
            if row.ends is None and row.starts < closed:
                found.append(_curator(row, False, closed))
        elif row.group_id not in led and latest[row.group_id] is row and row.user.blocked_at is None and is_studying(
                row.group.admission_year, year, closed, row.group.first_course):
            found.append(_curator(row, True, starts))
    return tuple(found)


def _curator(row: Curatorship, continues: bool, day: dt.date) -> CuratorPlan:
    return CuratorPlan(row.id, row.group_id, row.group.name, row.user_id, row.user.short_name, continues, day)


def studying(year: int, starts: dt.date) -> list[Group]:
    """Groups that study in the year on its day, by name."""
    rows = db.session.scalars(sa.select(Group).where(
        sa.or_(Group.closed_on.is_(None), Group.closed_on > starts)).order_by(Group.search_key))
    return [group for group in rows
            if is_studying(group.admission_year, year, group.closed_on, group.first_course)]


def _people(groups: Collection[int], day: dt.date) -> dict[int, list[Person]]:
    """By group: who studies in it on a day."""
    found: dict[int, list[Person]] = defaultdict(list)
    for group_id, id, last, first, patronymic in db.session.execute(
            sa.select(Membership.group_id, Student.id, Student.last_name, Student.first_name, Student.patronymic)
            .join(Student, Student.id == Membership.student_id).order_by(Student.sort_key, Student.id)
            .where(Membership.group_id.in_(groups), covers(Membership.starts, Membership.ends, day))):
        found[group_id].append(Person(id, short_name(last, first, patronymic)))
    return found


def _debtors(students: Collection[int]) -> set[int]:
    return set(db.session.scalars(sa.select(FinalMark.student_id).join(Debt, Debt.final_mark_id == FinalMark.id).where(
        Debt.state.in_(STILL_OWED), FinalMark.student_id.in_(students))))


def _last_semesters() -> dict[int | None, int]:
    """By curriculum: the number of its last semester."""
    found: dict[int | None, int] = {}
    for id, number in db.session.execute(sa.select(
            CurriculumLine.curriculum_id, sa.func.max(CurriculumLine.semester_number))
            .group_by(CurriculumLine.curriculum_id)):
        found[id] = number
    return found
