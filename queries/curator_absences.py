"""A curator's weekly sheet: absences without an excuse by student and day; hours of the month (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Absence, AbsenceKind, Cell, CurriculumLine, Journal, Lesson, Student, db
from queries.closed import is_closed
from rules.names import short_name


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
    return sa.and_(unexcused(), Absence.confirmed_by_id.is_(None), ~is_closed(Lesson.date, Absence.year))


def confirmed() -> sa.ColumnElement[bool]:
    """Absences that the curator has confirmed to be without a good reason."""
    return sa.and_(unexcused(), Absence.confirmed_by_id.is_not(None))


def week_sheet(user: Identity, group_id: int, monday: dt.date,
               which: sa.ColumnElement[bool] | None = None) -> list[Line]:
    """Students of the group's journals with absences of the week that wait for the curator, or others of a kind."""
    found: dict[int, Line] = {}
    query = _absences(user, group_id, Absence.id, Absence.hours, Lesson.date, Lesson.pair, Cell.student_id,
                      Student.last_name, Student.first_name, Student.patronymic,
                      CurriculumLine.title.label("subject")).join(
                          CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
    for row in db.session.execute(query.where(
            Lesson.date.between(monday, monday + dt.timedelta(days=6)), unresolved() if which is None else which)
            .order_by(Student.sort_key, Student.id, Lesson.date, Lesson.pair, Lesson.id)):
        line = found.setdefault(row.student_id, Line(row.student_id, _name(row)))
        line.days.setdefault(row.date, []).append(Missed(row.id, row.date, row.pair, row.subject, row.hours))
    return list(found.values())


def month_hours(user: Identity, group_id: int, month: dt.date) -> list[Hours]:
    """Hours missed in the month by student, with a good reason and without."""
    first = month.replace(day=1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    hours = [sa.func.coalesce(sa.func.sum(sa.case((AbsenceKind.excused.is_(excused), Absence.hours), else_=0)), 0)
             for excused in (True, False)]
    query = _absences(user, group_id, Cell.student_id, Student.last_name, Student.first_name, Student.patronymic,
                      hours[0].label("excused"), hours[1].label("unexcused"))
    named = (Cell.student_id, Student.last_name, Student.first_name, Student.patronymic, Student.sort_key)
    return [Hours(row.student_id, _name(row), row.excused, row.unexcused) for row in db.session.execute(
        query.where(Lesson.date.between(first, last), Absence.hours > 0).group_by(*named)
        .order_by(Student.sort_key, Cell.student_id))]


def waiting(user: Identity, group_id: int, since: dt.date | None = None) -> Waiting:
    """How many absences wait for the curator, in all or since a day, and the first day among them."""
    query = _absences(user, group_id, sa.func.count(Absence.id), sa.func.min(Lesson.date)).where(unresolved())
    row = db.session.execute(query if since is None else query.where(Lesson.date >= since)).one()
    return Waiting(row[0], row[1])


def waiting_by(user: Identity, key: Any, *criteria: sa.ColumnElement[bool]) -> dict[int, Waiting]:
    """The same of everything the user reads, by ``key``: the journal's group, the cell's student."""
    query = (sa.select(key.label("key"), sa.func.count(Absence.id).label("number"),
                       sa.func.min(Lesson.date).label("oldest"))
             .select_from(Absence).join(Cell, Cell.id == Absence.cell_id).join(Lesson, Lesson.id == Cell.lesson_id)
             .join(Journal, Journal.id == Cell.journal_id).join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
             .where(unresolved(), rows(user, READ, Absence), *criteria).group_by(key))
    return {row.key: Waiting(row.number, row.oldest) for row in db.session.execute(query)}


def _absences(user: Identity, group_id: int, *columns: Any) -> sa.Select[Any]:
    return (sa.select(*columns).select_from(Absence).join(Cell, Cell.id == Absence.cell_id)
            .join(Lesson, Lesson.id == Cell.lesson_id).join(Journal, Journal.id == Cell.journal_id)
            .join(Student, Student.id == Cell.student_id).join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
            .where(Journal.group_id == group_id, rows(user, READ, Absence)))


def _name(row: Any) -> str:
    return short_name(row.last_name, row.first_name, row.patronymic)
