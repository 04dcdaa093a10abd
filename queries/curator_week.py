"""A curator's weekly sheet: absences without an excuse by student and day; hours of the month (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from access.kept import kept, rows_of
from models import Absence, AbsenceKind, CurriculumLine, Journal, Lesson, Semester, Student
from queries.closed import is_open
from queries.credentials import students_of
from queries.curator_absences import GROUP, Waiting, absences_of_group, confirmed, unresolved
from queries.excuses import excusing
from queries.packed import packed
from queries.parts import Parts, by_part
from rules.calendar import month_of
from rules.names import full_name, short_name

PARTS = Parts(number=sa.Integer(), day=sa.Date(), student_id=sa.Integer(), pair=sa.Integer(), hours=sa.Integer(),
              subject=sa.String(), excused=sa.Boolean(), waits=sa.Boolean(), settled=sa.Boolean(),
              last_name=sa.String(), first_name=sa.String(), patronymic=sa.String(),
              students=sa.JSON(), kinds=sa.JSON())
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
    """A student of the sheet; ``days``: lessons missed on each day of the week."""

    student_id: int
    name: str
    days: dict[dt.date, list[Missed]]


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

    @property
    def shown(self) -> list[int]:
        """Ids of all absences that wait."""
        return [one.absence_id for line in self.lines for day in line.days.values() for one in day]


def week_sheet(user: Identity, group_id: int, monday: dt.date) -> Week:
    """The week and its month in the journals of a group that the user curates; one statement."""
    sunday, (first, last) = monday + SIX_DAYS, month_of(monday)
    found = by_part(rows_of(_sheet(user), group=group_id, first=min(first, monday), last=max(last, sunday)))
    missed, (beside,) = found.get("missed", []), found["beside"]
    names = {id: _name(next(own)) for id, own in groupby(missed, key=lambda row: row.student_id)}
    of_week = [row for row in missed if monday <= row.day <= sunday]
    return Week(
        _lines((row for row in of_week if row.waits), names, monday),
        _lines((row for row in of_week if row.settled), names, monday),
        _hours((row for row in missed if first <= row.day <= last and row.hours), names),
        Waiting(beside.number, beside.day),
        [(id, full_name(*names)) for _, id, *names in sorted(beside.students)],
        [(letter, title) for *_, letter, title in sorted(beside.kinds)])


def _lines(found: Iterable[Any], names: Mapping[int, str], monday: dt.date) -> list[Line]:
    lines: dict[int, Line] = {}
    for row in found:
        if row.student_id not in lines:
            lines[row.student_id] = Line(row.student_id, names[row.student_id], {
                monday + dt.timedelta(days=number): [] for number in range(7)})
        lines[row.student_id].days[row.day].append(Missed(row.number, row.day, row.pair, row.subject, row.hours))
    return list(lines.values())


def _hours(found: Iterable[Any], names: Mapping[int, str]) -> list[Hours]:
    hours: dict[int, Hours] = {}
    for row in found:
        if row.student_id not in hours:
            hours[row.student_id] = Hours(names[row.student_id])
        if row.excused:
            hours[row.student_id].excused += row.hours
        else:
            hours[row.student_id].unexcused += row.hours
    return list(hours.values())


def _name(row: Any) -> str:
    return short_name(row.last_name, row.first_name, row.patronymic)


@kept
def _sheet(user: Identity) -> sa.SelectBase:
    """The absences of the span; beside them how many wait at all, the group's students, the letters of a reason."""
    found = _found(user).cte("found").c
    students = students_of(user, GROUP).order_by(None).with_only_columns(
        Student.sort_key, Student.id, Student.last_name, Student.first_name, Student.patronymic)
    kinds = excusing().with_only_columns(AbsenceKind.position, AbsenceKind.id, AbsenceKind.letter, AbsenceKind.title)
    return PARTS.together(_missed(found), PARTS.part(
        "beside", number=sa.func.count(), day=sa.func.min(found.day), students=packed(students), kinds=packed(kinds),
        ).where(found.waits))


def _found(user: Identity) -> sa.Select[Any]:
    """All that the page tells of, in one look through the group's absences: those of the span and those that wait."""
    return absences_of_group(
        user, Absence.id.label("number"), Absence.student_id, Lesson.date.label("day"), Lesson.pair, Absence.hours,
        Journal.curriculum_line_id, AbsenceKind.excused, unresolved().label("waits"), confirmed().label("settled"),
        ).where(sa.or_(is_open(), sa.and_(Semester.starts <= LAST, Semester.ends >= FIRST)))


def _missed(found: sa.ColumnCollection[str, Any]) -> sa.Select[Any]:
    order = (Student.sort_key, Student.id, found.day, found.pair, found.number)
    same = ("number", "student_id", "day", "pair", "hours", "excused", "waits", "settled")
    return (PARTS.part(
        "missed", rank=sa.func.row_number().over(order_by=order), **{name: found[name] for name in same},
        subject=CurriculumLine.title, last_name=Student.last_name, first_name=Student.first_name,
        patronymic=Student.patronymic)
        .join(Student, Student.id == found.student_id)
        .join(CurriculumLine, CurriculumLine.id == found.curriculum_line_id).where(found.day.between(FIRST, LAST)))
