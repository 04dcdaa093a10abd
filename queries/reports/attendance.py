"""Attendance in hours by kinds: students by days of a group, or groups of the college (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Absence, AbsenceKind, Cell, Group, Journal, Lesson, Student, db
from queries.college import absence_kinds, norms_on, work_calendar
from queries.reports.ask import Ask
from queries.reports.held import held_hours
from queries.reports.missed import Missed, absences, by_group, by_student, in_all
from queries.reports.people import GroupFace, group_face
from rules.attendance import attended
from rules.groups import group_title
from rules.names import full_name
from rules.report_periods import Period
from rules.spans import Days

MOST_DAYS = 31  # a longer period has a column per month


@dataclass(frozen=True)
class Bucket:
    """A column: a day, or a month of a longer period; ``off`` days have no lessons by the calendar."""

    first: dt.date
    title: str
    off: bool = False


@dataclass(frozen=True)
class Kind:
    letter: str
    title: str
    is_late: bool


@dataclass(frozen=True)
class AttendanceLine:
    """``days``: (excused, unexcused) hours by the first day of the column; ``held``: hours that concerned him;
    ``student_id`` is None when the line is a group."""

    name: str
    days: dict[dt.date, tuple[int, int]]
    missed: Missed
    held: int
    students: int = 1
    student_id: int | None = None

    @property
    def attended(self) -> Decimal | None:
        return attended(self.held, self.missed.total)


@dataclass(frozen=True)
class Attendance:
    """``face`` is None when the lines are groups."""

    period: Period
    kinds: tuple[Kind, ...]
    buckets: tuple[Bucket, ...]
    lines: tuple[AttendanceLine, ...]
    face: GroupFace | None = None

    @property
    def missed(self) -> Missed:
        return in_all(one.missed for one in self.lines)

    @property
    def held(self) -> int:
        return sum(one.held for one in self.lines)

    @property
    def students(self) -> int:
        return sum(one.students for one in self.lines)

    @property
    def attended(self) -> Decimal | None:
        return attended(self.held, self.missed.total)

    def hours_on(self, column: Bucket) -> int:
        """Hours that everybody missed in a column."""
        return sum(sum(one.days.get(column.first, (0, 0))) for one in self.lines)


def attendance(user: Identity, ask: Ask) -> Attendance:
    """Of one group by students and days; of the college by groups."""
    day = ask.period.counted_on(user.today)
    kinds = tuple(Kind(one.letter, one.title, one.is_late) for one in absence_kinds())
    held = held_hours(user, Days(ask.period.first, max(day, ask.period.first)), ask.group)
    if ask.group is None:
        return Attendance(ask.period, kinds, (), tuple(_groups(user, ask.period, day, held)))
    buckets = _buckets(user, ask.period)
    days = _by_days(user, ask.group, ask.period, day, buckets)
    missed = by_student(user, ask.group, ask.period.first, day)
    here = {student for _, student in held}
    lines = [AttendanceLine(name, days.get(id, {}), missed.get(id, Missed()), held[ask.group, id], student_id=id)
             for id, name in _names(here)]
    return Attendance(ask.period, kinds, buckets, tuple(lines), group_face(user, ask.group, day))


def _groups(user: Identity, period: Period, day: dt.date, held: dict[tuple[int, int], int],
            ) -> Iterable[AttendanceLine]:
    missed = by_group(user, period.first, day)
    hours: dict[int, list[int]] = defaultdict(list)
    for (group, _), one in held.items():
        hours[group].append(one)
    for row in db.session.execute(sa.select(
            Group.id, Group.name, Group.admission_year, Group.closed_on).where(
            Group.id.in_(hours), rows(user, READ, Group)).order_by(Group.search_key, Group.admission_year)):
        yield AttendanceLine(group_title(row.name, row.admission_year, row.closed_on), {},
                             missed.get(row.id, Missed()), sum(hours[row.id]), len(hours[row.id]))


def _buckets(user: Identity, period: Period) -> tuple[Bucket, ...]:
    days = [period.first + dt.timedelta(days=number) for number in range((period.last - period.first).days + 1)]
    if len(days) <= MOST_DAYS:
        calendar = work_calendar(user, norms_on(period.first))
        one_month = period.first.month == period.last.month
        return tuple(Bucket(day, str(day.day) if one_month else f"{day:%d.%m}", not calendar.is_working(day))
                     for day in days)
    months = {(day.year, day.month): day for day in reversed(days)}
    return tuple(Bucket(day, f"{day:%m.%Y}") for day in sorted(months.values()))


def _by_days(user: Identity, group_id: int, period: Period, last: dt.date, buckets: tuple[Bucket, ...],
             ) -> dict[int, dict[dt.date, tuple[int, int]]]:
    """By student: excused and unexcused hours of each column."""
    query = absences(user, Cell.student_id, Lesson.date, AbsenceKind.excused, sa.func.sum(Absence.hours)).where(
        Journal.group_id == group_id, Lesson.date.between(period.first, last), AbsenceKind.is_late.is_(False)
    ).group_by(Cell.student_id, Lesson.date, AbsenceKind.excused)
    firsts = [one.first for one in buckets]
    found: dict[int, dict[dt.date, tuple[int, int]]] = defaultdict(dict)
    for student, day, excused, hours in db.session.execute(query):
        column = max(first for first in firsts if first <= day)
        with_reason, without = found[student].get(column, (0, 0))
        found[student][column] = (with_reason + hours * excused, without + hours * (not excused))
    return found


def _names(students: Iterable[int]) -> list[tuple[int, str]]:
    found = db.session.execute(sa.select(Student.id, Student.last_name, Student.first_name, Student.patronymic).where(
        Student.id.in_(list(students))).order_by(Student.sort_key, Student.id))
    return [(row.id, full_name(row.last_name, row.first_name, row.patronymic)) for row in found]
