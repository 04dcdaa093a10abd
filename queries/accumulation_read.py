"""What accumulation is counted from: lessons, students with their marks, works, plans, lessons to come (п. 6.4)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from access.paths import Ids, ids
from access.scopes import covers
from models import (
    Cell,
    Journal,
    Lesson,
    Mark,
    Membership,
    Student,
    SubgroupMembership,
    SyllabusTopic,
    TimetableChange,
    TimetableSlot,
    Work,
    db,
)
from queries.surroundings import Term
from queries.timetable_changes import rule_of
from rules.names import full_name
from rules.planned import Place
from rules.terms import WeekParity, WorkKind
from rules.timetable import Change


@dataclass(frozen=True)
class Member:
    """A student of a journal on the day, in the group ``since``, with current marks of the journal."""

    journal: int
    student: int
    name: str
    since: dt.date
    marks: int


def chosen(journals: Collection[int]) -> Ids:
    """The journals as a sub-select: the statements are the same for one and for a thousand."""
    return ids(Journal.id).where(Journal.id.in_(sorted(journals)))


def lessons(which: Ids, day: dt.date) -> dict[int, list[tuple[dt.date, int]]]:
    """Dates and hours of the lessons held, by journal and in order."""
    found: dict[int, list[tuple[dt.date, int]]] = defaultdict(list)
    for journal, date, hours in db.session.execute(
            sa.select(Lesson.journal_id, Lesson.date, Lesson.hours)
            .where(Lesson.journal_id.in_(which), Lesson.date <= day).order_by(Lesson.date, Lesson.pair)):
        found[journal].append((date, hours))
    return found


def members(which: Ids, day: dt.date) -> list[Member]:
    """Who studies in the journals on the day, by surname, with the number of marks."""
    marks = (sa.select(Cell.journal_id, Cell.student_id, sa.func.count(Mark.id).label("marks"))
             .join(Mark, Mark.cell_id == Cell.id).where(Cell.journal_id.in_(which))
             .group_by(Cell.journal_id, Cell.student_id).subquery())
    in_subgroup = sa.and_(SubgroupMembership.subgroup_id == Journal.subgroup_id,
                          SubgroupMembership.student_id == Membership.student_id,
                          covers(SubgroupMembership.starts, SubgroupMembership.ends, day))
    query = (
        sa.select(Journal.id, Student.id.label("student"), Student.last_name, Student.first_name, Student.patronymic,
                  Membership.starts, SubgroupMembership.starts.label("part_starts"), marks.c.marks)
        .select_from(Journal)
        .join(Membership, sa.and_(Membership.group_id == Journal.group_id,
                                  covers(Membership.starts, Membership.ends, day)))
        .join(Student, Student.id == Membership.student_id).outerjoin(SubgroupMembership, in_subgroup)
        .outerjoin(marks, sa.and_(marks.c.journal_id == Journal.id, marks.c.student_id == Student.id))
        .where(Journal.id.in_(which), sa.or_(Journal.subgroup_id.is_(None), SubgroupMembership.id.is_not(None)))
        .order_by(Student.sort_key, Student.id))
    return [Member(row.id, row.student, full_name(row.last_name, row.first_name, row.patronymic),
                   max(row.starts, row.part_starts or row.starts), row.marks or 0)
            for row in db.session.execute(query)]


def works(which: Ids, day: dt.date) -> dict[int, dict[WorkKind, int]]:
    """How many works of each kind the journals have held."""
    found: dict[int, dict[WorkKind, int]] = defaultdict(dict)
    for journal, kind, count in db.session.execute(
            sa.select(Lesson.journal_id, Work.kind, sa.func.count(Work.id)).join(Lesson, Lesson.id == Work.lesson_id)
            .where(Lesson.journal_id.in_(which), Work.held_on <= day).group_by(Lesson.journal_id, Work.kind)):
        found[journal][WorkKind(kind)] = count
    return found


def plans(which: Ids) -> dict[int, dict[WorkKind, int]]:
    """How many works of each kind the journals' thematic plans have, by plan; a plan without works is empty."""
    found: dict[int, dict[WorkKind, int]] = defaultdict(dict)
    named = sa.case((SyllabusTopic.work_kind.is_not(None), 1))
    for plan, kind, count in db.session.execute(
            sa.select(SyllabusTopic.syllabus_id, SyllabusTopic.work_kind, sa.func.count(named))
            .where(SyllabusTopic.syllabus_id.in_(ids(Journal.syllabus_id).where(Journal.id.in_(which))))
            .group_by(SyllabusTopic.syllabus_id, SyllabusTopic.work_kind)):
        if kind is not None:
            found[plan][WorkKind(kind)] = count
        else:
            found[plan] |= {}
    return found


def places(which: Ids, term: Term) -> list[Place]:
    """Where the journals stand in the weekly timetable, inside the semester."""
    return [Place(slot.journal_id, slot.weekday, slot.pair, WeekParity(slot.parity), max(slot.starts, term.starts),
                  min(slot.ends, term.ends))
            for slot in db.session.scalars(sa.select(TimetableSlot).where(TimetableSlot.journal_id.in_(which)))]


def changes(which: Ids, first: dt.date, last: dt.date) -> list[Change]:
    """Changes of the timetable that touch the days, in the order they were entered."""
    within = sa.or_(TimetableChange.date.between(first, last), TimetableChange.new_date.between(first, last))
    whose = sa.or_(TimetableChange.journal_id.in_(which), TimetableChange.new_journal_id.in_(which))
    return [rule_of(row) for row in db.session.scalars(
        sa.select(TimetableChange).where(within, whose).order_by(TimetableChange.id))]
