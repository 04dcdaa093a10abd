"""Lessons of the whole college by the timetable and its changes, for what is reminded of (п. 5.5, 6.1, 6.2)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.scopes import covers
from models import (
    CurriculumLine,
    Group,
    Homework,
    Journal,
    Lesson,
    Membership,
    Subgroup,
    SubgroupMembership,
    TimetableChange,
    TimetableSlot,
    db,
)
from queries.diary_subjects import SUBJECT
from queries.surroundings import Surroundings
from queries.timetable_changes import rule_of
from rules.filling import is_over
from rules.groups import with_subgroup
from rules.planned import Place, planned
from rules.terms import WeekParity


@dataclass(frozen=True)
class Due:
    """A lesson held by the timetable; teacher: who gives it, a substitute in place of the journal's."""

    journal: int
    date: dt.date
    pair: int
    teacher: int
    subject: str
    whose: str


def lessons_of(around: Surroundings, first: dt.date, last: dt.date) -> list[Due]:
    """Of the days, in the order of days and pairs; only those of the semester of ``around``."""
    term = around.term
    if term is None or last < term.starts or first > term.ends:
        return []
    books, places = _books(term.id)
    changes = [rule_of(row) for row in db.session.scalars(
        sa.select(TimetableChange).where(sa.or_(
            TimetableChange.date.between(first, last), TimetableChange.new_date.between(first, last)))
        .order_by(TimetableChange.id))]
    found = planned(places, changes, max(first, term.starts), min(last, term.ends), around.calendar, term.year_starts)
    return [Due(one.journal, one.date, one.pair, one.substitute or books[one.journal].teacher_id,
                books[one.journal].subject, with_subgroup(books[one.journal].name, books[one.journal].number))
            for one in found if not one.off and one.journal in books]


def _books(term: int) -> tuple[dict[int, Any], list[Place]]:
    """Journals of the semester and their places of the week."""
    query = (sa.select(Journal.id, Journal.teacher_id, SUBJECT, Group.name, Subgroup.number, TimetableSlot.weekday,
                       TimetableSlot.pair, TimetableSlot.parity, TimetableSlot.starts, TimetableSlot.ends)
             .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
             .join(Group, Group.id == Journal.group_id).outerjoin(Subgroup, Subgroup.id == Journal.subgroup_id)
             .outerjoin(TimetableSlot, TimetableSlot.journal_id == Journal.id)
             .where(Journal.semester_id == term).order_by(Group.name, CurriculumLine.position, Journal.id))
    rows = db.session.execute(query).all()
    places = [Place(row.id, row.weekday, row.pair, WeekParity(row.parity), row.starts, row.ends)
              for row in rows if row.weekday is not None]
    return {row.id: row for row in rows}, places


def unwritten(around: Surroundings, now: dt.datetime, lessons: Iterable[Due]) -> list[Due]:
    """Those of the lessons that are over and have no record (п. 6.1)."""
    held = [one for one in lessons if is_over(now, one.date, _ends(around, one.pair))]
    if not held:
        return []
    written = {(row.journal_id, row.date, row.pair) for row in db.session.execute(
        sa.select(Lesson.journal_id, Lesson.date, Lesson.pair).where(
            Lesson.date.between(min(one.date for one in held), max(one.date for one in held))))}
    return [one for one in held if (one.journal, one.date, one.pair) not in written]


def _ends(around: Surroundings, pair: int) -> dt.time | None:
    bell = around.bells.get(pair)
    return bell[1] if bell else None


def with_homework(journals: Collection[int], day: dt.date) -> set[int]:
    """Journals with homework for the day: set to it, or at the last lesson without a day of its own."""
    last = sa.orm.aliased(Lesson)
    before = sa.select(sa.func.max(last.date)).where(
        last.journal_id == Lesson.journal_id, last.date < day).scalar_subquery()
    return set(db.session.scalars(
        sa.select(Lesson.journal_id).distinct().join(Homework, Homework.lesson_id == Lesson.id)
        .where(Lesson.journal_id.in_(journals), Lesson.date < day, sa.or_(
            Homework.due_on == day, sa.and_(Homework.due_on.is_(None), Lesson.date == before)))))


def students_by_journal(journals: Collection[int], day: dt.date) -> dict[int, list[int]]:
    """Who is in the group of each journal, and in its subgroup, on the day."""
    in_subgroup = sa.and_(SubgroupMembership.subgroup_id == Journal.subgroup_id,
                          SubgroupMembership.student_id == Membership.student_id,
                          covers(SubgroupMembership.starts, SubgroupMembership.ends, day))
    found: dict[int, list[int]] = defaultdict(list)
    for journal, student in db.session.execute(
            sa.select(Journal.id, Membership.student_id).join(Membership, Membership.group_id == Journal.group_id)
            .outerjoin(SubgroupMembership, in_subgroup)
            .where(Journal.id.in_(journals), covers(Membership.starts, Membership.ends, day),
                   sa.or_(Journal.subgroup_id.is_(None), SubgroupMembership.id.is_not(None)))
            .order_by(Journal.id, Membership.student_id)):
        found[journal].append(student)
    return found
