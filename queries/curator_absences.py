"""Absences that wait for a curator's word: which they are, how many, since when (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.kept import kept, rows_of
from access.scopes import my_groups
from models import Absence, AbsenceKind, AcademicYear, Cell, Curatorship, Journal, Lesson, Semester, db
from queries.closed import is_closed, is_open

GROUP: sa.BindParameter[int] = sa.bindparam("group", type_=sa.Integer())


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


def waiting(user: Identity, group_id: int, since: dt.date) -> tuple[Waiting, Waiting]:
    """What waits for the curator in all, and of it the lessons held since a day."""
    ((count, oldest, lately, first),) = rows_of(_waiting(user), group=group_id, since=since)
    return Waiting(count, oldest), Waiting(lately, first)


@kept
def _waiting(user: Identity) -> sa.SelectBase:
    lately = sa.case((Lesson.date >= sa.bindparam("since", type_=sa.Date()), Lesson.date))
    return absences_of_group(user, sa.func.count(Absence.id), sa.func.min(Lesson.date), sa.func.count(lately),
                             sa.func.min(lately)).where(is_open(), unresolved())


def waiting_by(user: Identity, key: Any, *criteria: sa.ColumnElement[bool]) -> dict[int, Waiting]:
    """The same of everything the user reads, by ``key``: the journal's group, the cell's student."""
    query = (sa.select(key.label("key"), sa.func.count(Absence.id).label("number"),
                       sa.func.min(Lesson.date).label("oldest"))
             .select_from(Absence).join(Cell, Cell.id == Absence.cell_id).join(Lesson, Lesson.id == Cell.lesson_id)
             .join(Journal, Journal.id == Cell.journal_id).join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
             .where(unresolved(), rows(user, READ, Absence), *criteria).group_by(key))
    return {row.key: Waiting(row.number, row.oldest) for row in db.session.execute(query)}


def absences_of_group(user: Identity, *columns: Any) -> sa.Select[Any]:
    """Absences in the journals of ``:group``, which the user curates: its curator reads them all (п. 5.3).

    Whoever asks names the semesters: a group has years of them. The group is what a sub-select says of it: told by
    its number, PostgreSQL plans for that very group each time.
    """
    mine = my_groups(user).where(Curatorship.group_id == GROUP).scalar_subquery()
    return (sa.select(*columns).select_from(Journal).join(Semester, Semester.id == Journal.semester_id)
            .join(AcademicYear, AcademicYear.id == Semester.academic_year_id)
            .join(Absence, Absence.journal_id == Journal.id)
            .join(Cell, sa.and_(Cell.id == Absence.cell_id, Cell.year == Absence.year))
            .join(Lesson, sa.and_(Lesson.id == Cell.lesson_id, Lesson.year == Cell.year))
            .join(AbsenceKind, AbsenceKind.id == Absence.kind_id).where(Journal.group_id == mine))
