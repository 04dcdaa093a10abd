"""Lessons held with a student: topics, homework, declared works, tasks done (п. 4.1, 5.6, 6.2, 6.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from access.kept import kept, rows_of
from access.paths import Ids, ids
from access.scopes import covers
from models import (
    CurriculumLine,
    Homework,
    Journal,
    Lesson,
    LessonTask,
    Membership,
    Semester,
    SubgroupMembership,
    User,
    Work,
    db,
)
from queries.diary_family import CHILD, own_child
from queries.diary_subjects import SUBJECT
from rules.names import short_name
from rules.terms import TaskKind, WorkKind

HOMEWORK_REACH = dt.timedelta(days=90)


@dataclass(frozen=True)
class DeclaredWork:
    id: int
    kind: WorkKind
    number: int
    title: str
    held_on: dt.date


@dataclass(frozen=True)
class Task:
    """Homework: its text and the day it is due."""

    text: str
    due_on: dt.date | None


@dataclass
class Held:
    """A lesson given; ``substitute`` when another teacher gave it."""

    id: int
    journal_id: int
    date: dt.date
    pair: int
    hours: int
    subject: str
    topic: str
    teacher: str
    substitute: str | None
    works: dict[int, DeclaredWork] = field(default_factory=dict)
    homework: dict[int, Task] = field(default_factory=dict)
    tasks: list[tuple[str, TaskKind]] = field(default_factory=list)


def held_lessons(user: Identity, child: int, monday: dt.date, sunday: dt.date) -> list[Held]:
    """Lessons held in the week, and those whose homework is due in it, while the student was in their group."""
    return list(_gathered(rows_of(
        _held(user), child=child, monday=monday, sunday=sunday, reach=monday - HOMEWORK_REACH,
        last=min(sunday, user.today))).values())


@kept
def _held(user: Identity) -> sa.Select[Any]:
    monday, sunday, reach = (sa.bindparam(name, type_=sa.Date()) for name in ("monday", "sunday", "reach"))
    studied = (  # else SQLite walks through the whole college's days
        ids(Journal.id).join(Membership, Membership.group_id == Journal.group_id)
        .join(Semester, Semester.id == Journal.semester_id)
        .where(Membership.student_id == CHILD, Semester.starts <= sunday, Semester.ends >= reach))
    return _lessons(Membership.student_id == own_child(user)).where(
        Lesson.journal_id.in_(studied), Lesson.date <= sa.bindparam("last", type_=sa.Date()),
        sa.or_(Lesson.date >= monday, sa.and_(Homework.due_on.between(monday, sunday), Lesson.date > reach)))


def lessons_of_journals(students: Ids, journals: Iterable[int], today: dt.date) -> list[Held]:
    """All lessons of the journals held while the student was there, with the tasks done in them (п. 5.6)."""
    found = _gathered(db.session.execute(_lessons(Membership.student_id.in_(students)).where(
        Lesson.journal_id.in_(list(journals)), Lesson.date <= today)))
    tasks = db.session.execute(
        sa.select(LessonTask.lesson_id, LessonTask.text, LessonTask.kind).where(LessonTask.lesson_id.in_(list(found)))
        .order_by(LessonTask.lesson_id, LessonTask.position))
    for row in tasks:
        found[row.lesson_id].tasks.append((row.text, TaskKind(row.kind)))
    return list(found.values())


def _lessons(whose: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Lessons with homework and works, while the students were in the group and in the subgroup; ``whose`` memberships
    are asked."""
    columns: tuple[Any, ...] = (
        Lesson.id, Lesson.journal_id, Lesson.date, Lesson.pair, Lesson.hours, Lesson.topic, Lesson.substituted_id,
        SUBJECT, User.last_name, User.first_name, User.patronymic, Homework.id.label("task_id"), Homework.text,
        Homework.due_on, Work.id.label("work_id"), Work.kind, Work.number, Work.title.label("work_title"),
        Work.held_on)
    return (
        sa.select(*columns)
        .select_from(Membership).join(Journal, Journal.group_id == Membership.group_id)
        .join(Lesson, Lesson.journal_id == Journal.id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(User, User.id == Lesson.teacher_id)
        .outerjoin(SubgroupMembership, sa.and_(
            SubgroupMembership.subgroup_id == Journal.subgroup_id,
            SubgroupMembership.student_id == Membership.student_id,
            covers(SubgroupMembership.starts, SubgroupMembership.ends, Lesson.date)))
        .outerjoin(Homework, Homework.lesson_id == Lesson.id).outerjoin(Work, Work.lesson_id == Lesson.id)
        .where(whose, covers(Membership.starts, Membership.ends, Lesson.date),
               sa.or_(Journal.subgroup_id.is_(None), SubgroupMembership.id.is_not(None)))
        .order_by(Lesson.date, Lesson.pair, Lesson.id, Homework.id, Work.number))


def _gathered(rows: Iterable[Any]) -> dict[int, Held]:
    lessons: dict[int, Held] = {}
    named = cache(short_name)
    for row in rows:
        teacher = named(row.last_name, row.first_name, row.patronymic)
        lesson = lessons.setdefault(row.id, Held(
            row.id, row.journal_id, row.date, row.pair, row.hours, row.subject, row.topic, teacher,
            teacher if row.substituted_id is not None else None))
        if row.task_id is not None:
            lesson.homework[row.task_id] = Task(row.text, row.due_on)
        if row.work_id is not None:
            lesson.works[row.work_id] = DeclaredWork(
                row.work_id, WorkKind(row.kind), row.number, row.work_title, row.held_on)
    return lessons
