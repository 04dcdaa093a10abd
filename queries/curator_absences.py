"""A curator's weekly sheet: absences without an excuse by student and day; hours of the month (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.kept import kept, rows_of
from access.scopes import my_groups
from models import Absence, AbsenceKind, Cell, CurriculumLine, Journal, Lesson, Student, db
from queries.closed import is_closed
from queries.credentials import students_of
from rules.calendar import month_of
from rules.names import full_name, short_name

GROUP: sa.BindParameter[int] = sa.bindparam("group", type_=sa.Integer())
FIRST, LAST = (sa.bindparam(name, type_=sa.Date()) for name in ("first", "last"))


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


@dataclass(frozen=True)
class Hours:
    student_id: int
    name: str
    excused: int
    unexcused: int


@dataclass(frozen=True)
class Waiting:
    count: int
    oldest: dt.date | None


def unexcused() -> sa.ColumnElement[bool]:
    """Absences that nobody has excused: «н», lateness left out."""
    return sa.and_(AbsenceKind.excused.is_(False), AbsenceKind.is_late.is_(False))


def unresolved() -> sa.ColumnElement[bool]:
    """Of these, what waits for the curator: not confirmed yet, of days in which one may still write (п. 5.3, 7.2)."""
    return sa.and_(unexcused(), Absence.confirmed_by_id.is_(None), ~is_closed(Lesson.date, Lesson.year))


def confirmed() -> sa.ColumnElement[bool]:
    """Absences that the curator has confirmed to be without a good reason."""
    return sa.and_(unexcused(), Absence.confirmed_by_id.is_not(None))


def week_sheet(user: Identity, group_id: int, monday: dt.date, decided: bool = False) -> list[Line]:
    """Students of the group's journals with absences of the week that wait for the curator, or are ``decided``."""
    found: dict[int, Line] = {}
    for row in rows_of(_week(user, decided), group=group_id, first=monday, last=monday + dt.timedelta(days=6)):
        line = found.setdefault(row.student_id, Line(row.student_id, _name(row)))
        line.days.setdefault(row.date, []).append(Missed(row.id, row.date, row.pair, row.subject, row.hours))
    return list(found.values())


@kept
def _week(user: Identity, decided: bool) -> sa.SelectBase:
    return (_absences(user, Absence.id, Absence.hours, Lesson.date, Lesson.pair, Cell.student_id, Student.last_name,
                      Student.first_name, Student.patronymic, CurriculumLine.title.label("subject"))
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .where(Lesson.date.between(FIRST, LAST), confirmed() if decided else unresolved())
            .order_by(Student.sort_key, Student.id, Lesson.date, Lesson.pair, Lesson.id))


def month_hours(user: Identity, group_id: int, month: dt.date) -> list[Hours]:
    """Hours missed in the month by student, with a good reason and without."""
    first, last = month_of(month)
    return [Hours(row.student_id, _name(row), row.excused, row.unexcused)
            for row in rows_of(_month(user), group=group_id, first=first, last=last)]


@kept
def _month(user: Identity) -> sa.SelectBase:
    hours = [sa.func.coalesce(sa.func.sum(sa.case((AbsenceKind.excused.is_(excused), Absence.hours), else_=0)), 0)
             for excused in (True, False)]
    named = (Cell.student_id, Student.last_name, Student.first_name, Student.patronymic)
    return (_absences(user, *named, hours[0].label("excused"), hours[1].label("unexcused"))
            .where(Lesson.date.between(FIRST, LAST), Absence.hours > 0).group_by(*named, Student.sort_key)
            .order_by(Student.sort_key, Cell.student_id))


def students(user: Identity, group_id: int) -> list[tuple[int, str]]:
    """Students now in the curated group, by name."""
    return [(row.id, full_name(row.last_name, row.first_name, row.patronymic))
            for row in rows_of(_students(user), group=group_id)]


@kept
def _students(user: Identity) -> sa.SelectBase:
    return students_of(user, GROUP).with_only_columns(
        Student.id, Student.last_name, Student.first_name, Student.patronymic)


def waiting(user: Identity, group_id: int, since: dt.date = dt.date.min) -> Waiting:
    """How many absences wait for the curator, in all or since a day, and the first day among them."""
    (row,) = rows_of(_waiting(user), group=group_id, first=since)
    return Waiting(row[0], row[1])


@kept
def _waiting(user: Identity) -> sa.SelectBase:
    return _absences(user, sa.func.count(Absence.id), sa.func.min(Lesson.date)).where(
        unresolved(), Lesson.date >= FIRST)


def waiting_by(user: Identity, key: Any, *criteria: sa.ColumnElement[bool]) -> dict[int, Waiting]:
    """The same of everything the user reads, by ``key``: the journal's group, the cell's student."""
    query = (sa.select(key.label("key"), sa.func.count(Absence.id).label("number"),
                       sa.func.min(Lesson.date).label("oldest"))
             .select_from(Absence).join(Cell, Cell.id == Absence.cell_id).join(Lesson, Lesson.id == Cell.lesson_id)
             .join(Journal, Journal.id == Cell.journal_id).join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
             .where(unresolved(), rows(user, READ, Absence), *criteria).group_by(key))
    return {row.key: Waiting(row.number, row.oldest) for row in db.session.execute(query)}


def _absences(user: Identity, *columns: Any) -> sa.Select[Any]:
    """Absences in the journals of a group that the user curates: its curator reads them all (п. 5.3)."""
    return (sa.select(*columns).select_from(Journal).join(Lesson, Lesson.journal_id == Journal.id)
            .join(Cell, sa.and_(Cell.lesson_id == Lesson.id, Cell.year == Lesson.year))  # never by journal: all years
            .join(Absence, Absence.cell_id == Cell.id)
            .join(Student, Student.id == Cell.student_id).join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
            .where(Journal.group_id == GROUP, Journal.group_id.in_(my_groups(user))))


def _name(row: Any) -> str:
    return short_name(row.last_name, row.first_name, row.patronymic)
