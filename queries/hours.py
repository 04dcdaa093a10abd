"""The month of a teacher in hours (п. 5.6, 7.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.scopes import accounts_with, is_me
from models import Journal, Lesson, User, db
from rules.hours import Taught, hours_of
from rules.terms import Role


@dataclass(frozen=True)
class HoursRow:
    """A journal: hours by day of the month that the teacher gave in it himself."""

    journal: int
    title: str
    group: str
    days: dict[int, int]

    @property
    def total(self) -> int:
        return sum(self.days.values())


@dataclass(frozen=True)
class Substitution:
    """whom: who was replaced, or who came instead."""

    date: dt.date
    pair: int
    hours: int
    title: str
    group: str
    whom: str
    reason: str


@dataclass(frozen=True)
class HoursSheet:
    """own: own journals; given: lessons given for others; received: own lessons that others gave."""

    own: tuple[HoursRow, ...]
    given: tuple[Substitution, ...]
    received: tuple[Substitution, ...]
    total: int
    days: tuple[int, ...]

    @property
    def by_day(self) -> dict[int, int]:
        found: dict[int, int] = defaultdict(int)
        for row in self.own:
            for day, hours in row.days.items():
                found[day] += hours
        for one in self.given:
            found[one.date.day] += one.hours
        return found


def teachers(user: Identity) -> list[tuple[int, str]]:
    """Teachers whose hours may be asked for."""
    return [(row.id, row.full_name) for row in db.session.scalars(
        sa.select(User).where(User.id.in_(accounts_with(Role.TEACHER))).order_by(User.sort_key))]


def hours_sheet(user: Identity, teacher_id: int, month: dt.date) -> HoursSheet:
    """Lessons of the month that the teacher gave or was replaced in, as far as the user reads them."""
    lessons = _lessons(user, month, sa.or_(Lesson.teacher_id == teacher_id, Lesson.substituted_id == teacher_id))
    own: dict[int, HoursRow] = {}
    for lesson in lessons:
        if lesson.teacher_id == teacher_id and lesson.substituted_id is None:
            row = own.setdefault(lesson.journal_id, HoursRow(
                lesson.journal_id, lesson.journal.line.title, lesson.journal.whose, {}))
            row.days[lesson.date.day] = row.days.get(lesson.date.day, 0) + lesson.hours
    given = [_substitution(lesson, lesson.substituted) for lesson in lessons
             if lesson.teacher_id == teacher_id and lesson.substituted is not None]
    received = [_substitution(lesson, lesson.teacher) for lesson in lessons if lesson.substituted_id == teacher_id]
    last = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return HoursSheet(tuple(sorted(own.values(), key=lambda row: (row.group, row.title))), tuple(given),
                      tuple(received), hours_of(teacher_id, map(_taught, lessons)), tuple(range(1, last.day + 1)))


def taught_or_read(user: Identity) -> sa.ColumnElement[bool]:
    """Lessons whose hours the user reads: those in the user's rows and those the user gave himself.

    A substitute's right to the entry ends with its deadline (п. 6.3), but the hours remain his own.
    """
    return sa.or_(rows(user, Action.READ, Lesson), is_me(Lesson.teacher_id, user))


def _lessons(user: Identity, month: dt.date, which: sa.ColumnElement[bool]) -> list[Lesson]:
    next_month = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return list(db.session.scalars(
        sa.select(Lesson).where(which, Lesson.date >= month, Lesson.date < next_month, taught_or_read(user))
        .options(joinedload(Lesson.journal).options(joinedload(Journal.line), joinedload(Journal.group),
                                                    joinedload(Journal.subgroup)),
                 joinedload(Lesson.teacher), joinedload(Lesson.substituted))
        .order_by(Lesson.date, Lesson.pair, Lesson.id)))


def _taught(lesson: Lesson) -> Taught:
    return Taught(lesson.journal.curriculum_line_id, lesson.journal.subgroup_id, lesson.date, lesson.pair,
                  lesson.hours, lesson.teacher_id)


def _substitution(lesson: Lesson, whom: User) -> Substitution:
    return Substitution(lesson.date, lesson.pair, lesson.hours, lesson.journal.line.title, lesson.journal.whose,
                        whom.short_name, lesson.substitution_reason or "")
