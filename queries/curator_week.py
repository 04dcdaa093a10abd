"""A curator's weekly sheet: absences without an excuse by student and day; hours of the month (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from access.kept import kept, rows_of
from models import Absence, AbsenceKind, Cell, CurriculumLine, Journal, Lesson, Student
from queries.credentials import students_of
from queries.curator_absences import GROUP, Waiting, absences_of_group, confirmed, unresolved, waiting_of_group
from queries.excuses import excusing
from queries.packed import packed
from rules.calendar import month_of
from rules.names import full_name, short_name

FIRST, LAST = (sa.bindparam(name, type_=sa.Date()) for name in ("first", "last"))
SIX_DAYS = dt.timedelta(days=6)


@dataclass(frozen=True)
class Missed:
    absence_id: int
    date: dt.date
    pair: int | None
    subject: str
    hours: int


@dataclass(frozen=True)
class Line:
    """A student of the sheet; ``days``: day → lessons missed."""

    student_id: int
    name: str
    days: dict[dt.date, list[Missed]] = field(default_factory=dict)


@dataclass
class Hours:
    """Of the month: with a good reason and without."""

    name: str
    excused: int = 0
    unexcused: int = 0


@dataclass(frozen=True)
class Week:
    """lines: what waits for the curator; settled: what the curator has confirmed; waiting: in all, whatever the week.

    students: now in the group, by id and name; kinds: letters of a good reason with their titles.
    """

    lines: list[Line]
    settled: list[Line]
    hours: list[Hours]
    waiting: Waiting
    students: list[tuple[int, str]]
    kinds: list[tuple[str, str]]


def week_sheet(user: Identity, group_id: int, monday: dt.date) -> Week:
    """The week and its month in the journals of a group that the user curates; two statements."""
    sunday, (first, last) = monday + SIX_DAYS, month_of(monday)
    missed = rows_of(_missed(user), group=group_id, first=min(first, monday), last=max(last, sunday))
    of_week = [row for row in missed if monday <= row.date <= sunday]
    ((count, oldest, students, kinds),) = rows_of(_beside(user), group=group_id)
    return Week(
        _lines(row for row in of_week if row.waits), _lines(row for row in of_week if row.settled),
        _hours(row for row in missed if first <= row.date <= last and row.hours), Waiting(count, oldest),
        [(id, full_name(*names)) for _, id, *names in sorted(students)],
        [(letter, title) for *_, letter, title in sorted(kinds)])


def _lines(found: Iterable[Any]) -> list[Line]:
    lines: dict[int, Line] = {}
    for row in found:
        if row.student_id not in lines:
            lines[row.student_id] = Line(row.student_id, _name(row))
        lines[row.student_id].days.setdefault(row.date, []).append(
            Missed(row.id, row.date, row.pair, row.subject, row.hours))
    return list(lines.values())


def _hours(found: Iterable[Any]) -> list[Hours]:
    hours: dict[int, Hours] = {}
    for row in found:
        if row.student_id not in hours:
            hours[row.student_id] = Hours(_name(row))
        if row.excused:
            hours[row.student_id].excused += row.hours
        else:
            hours[row.student_id].unexcused += row.hours
    return list(hours.values())


def _name(row: Any) -> str:
    return short_name(row.last_name, row.first_name, row.patronymic)


@kept
def _missed(user: Identity) -> sa.SelectBase:
    return (absences_of_group(
        user, Absence.id, Absence.hours, Lesson.date, Lesson.pair, Cell.student_id, Student.last_name,
        Student.first_name, Student.patronymic, CurriculumLine.title.label("subject"), AbsenceKind.excused,
        unresolved().label("waits"), confirmed().label("settled"))
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(Student, Student.id == Cell.student_id)
        .where(Lesson.date.between(FIRST, LAST))
        .order_by(Student.sort_key, Student.id, Lesson.date, Lesson.pair, Lesson.id))


@kept
def _beside(user: Identity) -> sa.SelectBase:
    """What the page has beside the absences: how many wait at all, the group's students, the letters of a reason."""
    students = students_of(user, GROUP).order_by(None).with_only_columns(
        Student.sort_key, Student.id, Student.last_name, Student.first_name, Student.patronymic)
    kinds = excusing().with_only_columns(AbsenceKind.position, AbsenceKind.id, AbsenceKind.letter, AbsenceKind.title)
    return waiting_of_group(user).add_columns(packed(students), packed(kinds))
