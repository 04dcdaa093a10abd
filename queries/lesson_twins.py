"""The parallel subgroup's journal of the same teacher: a lesson given twice is typed once (п. 5.4, 5.6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from access.identity import Identity
from models import Journal, Lesson, Subgroup, db

RECENT = dt.timedelta(days=14)


@dataclass(frozen=True)
class Twin:
    """A lesson of the parallel subgroup that this journal has not had: offered as a pattern."""

    lesson_id: int
    subgroup: int
    date: dt.date
    topic: str


@dataclass(frozen=True)
class Parallel:
    """A parallel subgroup that has not had the lesson yet."""

    journal_id: int
    subgroup: int


def twin(user: Identity, journal: Journal, day: dt.date) -> Twin | None:
    """The latest lesson of the user's parallel journal, of the last two weeks, whose topic is new to this one."""
    if journal.subgroup_id is None:
        return None
    own = aliased(Lesson)
    had = sa.exists().where(own.journal_id == journal.id, own.topic == Lesson.topic)
    row = db.session.execute(
        sa.select(Lesson.id, Lesson.date, Lesson.topic, Subgroup.number)
        .join(Journal, Journal.id == Lesson.journal_id).join(Subgroup, Subgroup.id == Journal.subgroup_id)
        .where(*_parallel(user, journal), Lesson.teacher_id == user.id, Lesson.date <= day,
               Lesson.date >= day - RECENT, ~had)
        .order_by(Lesson.date.desc(), Lesson.pair.desc()).limit(1)).first()
    return Twin(row.id, row.number, row.date, row.topic) if row else None


def parallels(user: Identity, journal: Journal, lesson: Lesson) -> list[Parallel]:
    """The user's journals of the group's other subgroups that have no lesson of this topic."""
    if journal.subgroup_id is None:
        return []
    had = sa.exists().where(Lesson.journal_id == Journal.id, Lesson.topic == lesson.topic)
    return [Parallel(row.id, row.number) for row in db.session.execute(
        sa.select(Journal.id, Subgroup.number).join(Subgroup, Subgroup.id == Journal.subgroup_id)
        .where(*_parallel(user, journal), ~had).order_by(Subgroup.number))]


def pattern(user: Identity, journal: Journal, lesson_id: int) -> Lesson | None:
    """A lesson to copy from: of the user's own parallel journal, else nothing."""
    return db.session.scalar(sa.select(Lesson).join(Journal, Journal.id == Lesson.journal_id).where(
        Lesson.id == lesson_id, *_parallel(user, journal)))


def _parallel(user: Identity, journal: Journal) -> tuple[sa.ColumnElement[bool], ...]:
    return (Journal.id != journal.id, Journal.group_id == journal.group_id,
            Journal.curriculum_line_id == journal.curriculum_line_id, Journal.semester_id == journal.semester_id,
            Journal.subgroup_id.is_not(None), Journal.teacher_id == user.id)
