"""What a teacher's journals hold: lessons recorded, works that wait for marks, marks by student, topics to come."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.kept import kept, rows_of
from models import (
    Absence,
    AbsenceKind,
    Cell,
    Homework,
    Journal,
    Lesson,
    Mark,
    Membership,
    SyllabusTopic,
    User,
    Work,
    db,
)
from queries.members import with_members
from queries.timetable_changes import JOURNALS
from rules.filling import Record
from rules.names import short_name
from rules.terms import LessonKind, Role, WorkKind
from rules.texts import bare_work_title


@dataclass(frozen=True)
class Recorded:
    """A lesson of the journal; ``mine``: the user gave it; ``teacher``: who gave it."""

    id: int
    journal: int
    date: dt.date
    pair: int
    hours: int
    topic: str
    record: Record
    entered_at: dt.datetime
    mine: bool
    teacher: str
    instead_of: str | None


@dataclass(frozen=True)
class Declared:
    """A declared work; ``awaited`` of the ``written`` works have no mark yet (п. 6.3)."""

    lesson: int
    journal: int
    kind: WorkKind
    number: int
    title: str
    held_on: dt.date
    written: int
    awaited: int


@dataclass(frozen=True)
class Topic:
    """The next topic of a thematic plan (п. 5.6)."""

    title: str
    kind: LessonKind
    work: WorkKind | None
    number: int | None


def recorded(user: Identity, journals: Collection[int]) -> list[Recorded]:
    """Lessons of the journals that the user reads as a teacher, in the order of dates and pairs."""
    if not journals:
        return []
    named = cache(short_name)  # hundreds of lessons, given by few
    return [Recorded(
        row.id, row.journal_id, row.date, row.pair, row.hours, row.topic,
        Record(LessonKind(row.kind), bool(row.topic), row.attendance_at is not None, bool(row.homework)),
        row.entered_at, row.teacher_id == user.id, named(row.last_name, row.first_name, row.patronymic),
        named(row.instead_last, row.instead_first, row.instead_patronymic) if row.instead_last else None)
        for row in rows_of(_recorded(user.acting_as(Role.TEACHER)), journals=list(journals))]


@kept
def _recorded(user: Identity) -> sa.SelectBase:
    instead = aliased(User)
    homework = sa.exists().where(Homework.lesson_id == Lesson.id)
    return (
        sa.select(Lesson.id, Lesson.journal_id, Lesson.date, Lesson.pair, Lesson.hours, Lesson.kind, Lesson.topic,
                  Lesson.attendance_at, Lesson.entered_at, Lesson.teacher_id, homework.label("homework"),
                  User.last_name, User.first_name, User.patronymic, instead.last_name.label("instead_last"),
                  instead.first_name.label("instead_first"), instead.patronymic.label("instead_patronymic"))
        .join(User, User.id == Lesson.teacher_id).outerjoin(instead, instead.id == Lesson.substituted_id)
        .where(Lesson.journal_id.in_(JOURNALS), rows(user, Action.READ, Lesson))
        .order_by(Lesson.date, Lesson.pair, Lesson.id))


def declared(journals: Collection[int]) -> list[Declared]:
    """Declared works of the journals."""
    return _declared(db.session.connection().execute(DECLARED, {"journals": list(journals)})) if journals else []


def declared_where(which: sa.ColumnElement[bool]) -> list[Declared]:
    """Declared works by a criterion of work and lesson; who was absent has written none, unless marked later."""
    return _declared(db.session.execute(_works_where(which)))


def _works_where(which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return works_of_students().where(which).order_by(Work.held_on, Work.id)


def _declared(found: Iterable[Any]) -> list[Declared]:
    return [Declared(row.lesson_id, row.journal_id, WorkKind(row.kind), row.number, row.title, row.held_on,
                     row.members - row.missed, row.members - row.missed - row.marked) for row in found]


def works_of_students() -> sa.Select[Any]:
    """Declared works with the number of students, of those marked and of those who missed the lesson."""
    marked = sa.and_(Mark.year == Cell.year, Mark.cell_id == Cell.id, sa.or_(
        Mark.work_id == Work.id, sa.and_(Mark.work_id.is_(None), sa.cast(Mark.kind, sa.String) == sa.cast(
            Work.kind, sa.String))))
    missed = sa.and_(AbsenceKind.counts_hours, sa.not_(AbsenceKind.is_late), Mark.id.is_(None))

    def students(which: Any) -> Any:
        return sa.func.count(sa.distinct(sa.case((which, Membership.student_id))))
    query = with_members(
        sa.select(Work.id, Work.lesson_id, Lesson.journal_id, Work.kind, Work.number, Work.title, Work.held_on,
                  sa.func.count(sa.distinct(Membership.student_id)).label("members"),
                  students(Mark.id.is_not(None)).label("marked"), students(missed).label("missed"))
        .select_from(Work).join(Lesson, Lesson.id == Work.lesson_id).join(Journal, Journal.id == Lesson.journal_id),
        Lesson.date)
    joined: sa.Select[Any] = (
        query.outerjoin(Cell, sa.and_(Cell.year == Lesson.year, Cell.lesson_id == Lesson.id,
                                      Cell.student_id == Membership.student_id))
        .outerjoin(Mark, marked)
        .outerjoin(Absence, sa.and_(Absence.year == Cell.year, Absence.cell_id == Cell.id))
        .outerjoin(AbsenceKind, AbsenceKind.id == Absence.kind_id)
        .group_by(Work.id, Work.lesson_id, Lesson.journal_id, Work.kind, Work.number, Work.title, Work.held_on))
    return joined


def marks_by_student(journals: Collection[int], day: dt.date) -> dict[int, list[int]]:
    """By journal: how many current marks each student has who studies in it on the day (п. 6.4)."""
    found: dict[int, list[int]] = defaultdict(list)
    if not journals:
        return found
    for row in db.session.connection().execute(MARKS, {"journals": list(journals), "day": day}):
        found[row.id].append(row.marks)
    return found


def next_topics(wanted: Mapping[int, int]) -> dict[int, list[Topic]]:
    """By journal, so many as ``wanted``: topics of the plan that lessons have not covered in full, in its order."""
    found: dict[int, list[Topic]] = defaultdict(list)
    if not wanted:
        return found
    for row in db.session.connection().execute(TOPICS, {"journals": list(wanted)}):
        if len(found[row.id]) == wanted[row.id]:
            continue
        work = WorkKind(row.work_kind) if row.work_kind else None
        title = bare_work_title(row.title) if work else row.title
        found[row.id].append(Topic(title, LessonKind(row.kind), work, row.work_number))
    return found


# statements built once, of the journals given

def _marks_of_members() -> sa.Select[Any]:
    given = (sa.select(Mark.journal_id, Mark.student_id, sa.func.count().label("marks"))
             .where(Mark.journal_id.in_(JOURNALS)).group_by(Mark.journal_id, Mark.student_id).subquery())
    counted: Any = sa.select(Journal.id, sa.func.coalesce(given.c.marks, 0).label("marks"))
    own = sa.and_(given.c.journal_id == Journal.id, given.c.student_id == Membership.student_id)
    return (with_members(counted, DAY).outerjoin(given, own)
            .where(Journal.id.in_(JOURNALS)).order_by(Journal.id))


def _topics_to_come() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(Journal.id, SyllabusTopic.title, SyllabusTopic.kind, SyllabusTopic.work_kind,
                  SyllabusTopic.work_number)
        .select_from(Journal).join(SyllabusTopic, SyllabusTopic.syllabus_id == Journal.syllabus_id)
        .outerjoin(Lesson, sa.and_(Lesson.journal_id == Journal.id, Lesson.syllabus_topic_id == SyllabusTopic.id))
        .where(Journal.id.in_(JOURNALS))
        .group_by(Journal.id, SyllabusTopic.id)
        .having(sa.func.coalesce(sa.func.sum(Lesson.hours), 0) < SyllabusTopic.hours)
        .order_by(Journal.id, SyllabusTopic.position))


DAY = sa.bindparam("day", type_=sa.Date())
DECLARED, MARKS, TOPICS = _works_where(Lesson.journal_id.in_(JOURNALS)), _marks_of_members(), _topics_to_come()
