"""Absences of a student in a semester: by kind in words, by month, one by one (п. 4.1, 5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from access.paths import Ids
from access.scopes import held_lessons_of
from models import Absence, AbsenceKind, Cell, CurriculumLine, Journal, Lesson, db
from queries.diary_cells import missed_of
from queries.diary_family import Child, readable
from queries.diary_studies import Given, Period
from queries.diary_subjects import SUBJECT
from rules.diary import Missed, absence_words


@dataclass(frozen=True)
class Absent:
    """One absence or lateness; ``said`` is its words for this student."""

    date: dt.date
    pair: int
    subject: str
    said: str
    missed: Missed


@dataclass(frozen=True)
class Sum:
    """Absences of one kind: lessons missed and their hours."""

    kind: Missed
    lessons: int
    hours: int


@dataclass(frozen=True)
class Month:
    """Hours by kind in the order of ``Attendance.kinds``; lateness in times, for it costs no hours."""

    first: dt.date
    counts: tuple[int, ...]
    hours: int


@dataclass(frozen=True)
class Attendance:
    """``given`` is what was held with the student in a group, missed or not."""

    kinds: tuple[Sum, ...]
    months: tuple[Month, ...]
    entries: tuple[Absent, ...]
    hours: int
    unexcused_hours: int
    late: int
    given: Given


def attendance(user: Identity, child: Child, period: Period) -> Attendance:
    """The semester's absences, the latest first."""
    own = readable(user, [child])
    entries = tuple(_absences(own, child, period, user.today))
    missed = [entry.missed for entry in entries]
    kinds = _sums(missed)
    return Attendance(
        kinds, tuple(_months(entries, [one.kind.title for one in kinds])), entries,
        sum(one.hours for one in missed), sum(one.hours for one in missed if not one.excused),
        sum(one.is_late for one in missed), _given(own, period, user.today))


def _absences(own: Ids, child: Child, period: Period, today: dt.date) -> Iterable[Absent]:
    columns: tuple[Any, ...] = (
        Lesson.date, Lesson.pair, SUBJECT, AbsenceKind.letter, AbsenceKind.title.label("cause"), AbsenceKind.words,
        AbsenceKind.is_late, AbsenceKind.excused, AbsenceKind.counts_hours, Absence.minutes_late, Absence.hours)
    query = (
        sa.select(*columns).select_from(Absence).join(Cell, Cell.id == Absence.cell_id)
        .join(Lesson, Lesson.id == Cell.lesson_id).join(Journal, Journal.id == Cell.journal_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
        .where(Cell.student_id.in_(own), Lesson.date.between(period.starts, min(period.ends, today)))
        .order_by(Lesson.date.desc(), Lesson.pair.desc(), Cell.id))
    for row in db.session.execute(query):
        missed = missed_of(row)
        assert missed is not None  # an absence has its kind
        yield Absent(row.date, row.pair, row.subject, absence_words(missed, child.gender), missed)


def _sums(missed: Sequence[Missed]) -> tuple[Sum, ...]:
    """By kind, the most hours first, lateness last."""
    found: dict[str, list[Missed]] = {}
    for one in missed:
        found.setdefault(one.title, []).append(one)
    sums = [Sum(own[0], len(own), sum(one.hours for one in own)) for own in found.values()]
    return tuple(sorted(sums, key=lambda one: (one.kind.is_late, -one.hours, one.kind.title)))


def _months(entries: Sequence[Absent], titles: list[str]) -> Iterable[Month]:
    months: dict[dt.date, list[Missed]] = {}
    for entry in entries:
        months.setdefault(entry.date.replace(day=1), []).append(entry.missed)
    for first, missed in months.items():
        counts = [[one for one in missed if one.title == title] for title in titles]
        yield Month(first, tuple(len(own) if own and own[0].is_late else sum(one.hours for one in own)
                                 for own in counts), sum(one.hours for one in missed))


def _given(own: Ids, period: Period, today: dt.date) -> Given:
    row = db.session.execute(
        sa.select(sa.func.coalesce(sa.func.sum(Lesson.hours), 0), sa.func.count(), sa.func.max(Lesson.date))
        .where(Lesson.date.between(period.starts, period.ends), Lesson.id.in_(held_lessons_of(own, today)))).one()
    return Given(*row)
