"""Names, absences and marks of the lines that a page of a list shows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Absence, AbsenceKind, Cell, Guardian, Lesson, Mark, Student, db
from queries.indicators_basis import Basis
from queries.indicators_people import Pair
from rules.names import full_name


def student_names(user: Identity, ids: Collection[int]) -> dict[int, str]:
    """Of those whose names the user reads."""
    return _names(user, Student, ids)


def guardian_names(user: Identity, ids: Collection[int]) -> dict[int, str]:
    """Of those whose names the user reads."""
    return _names(user, Guardian, ids)


def _names(user: Identity, model: type[Student] | type[Guardian], ids: Collection[int]) -> dict[int, str]:
    query = sa.select(model.id, model.last_name, model.first_name, model.patronymic).where(
        model.id.in_(ids), rows(user, READ, model))
    return {row[0]: full_name(row[1], row[2], row[3]) for row in db.session.execute(query)}


def absences(found: Basis, students: Collection[int]) -> Counter[Pair]:
    """Lessons missed in the days asked for, by journal and student; lateness is no absence."""
    ids = [book.id for book in found.books.values() if book.counts]
    query = (
        sa.select(Lesson.journal_id, Cell.student_id, sa.func.count(Absence.id))
        .select_from(Cell).join(Lesson, Lesson.id == Cell.lesson_id)
        .join(Absence, sa.and_(Absence.year == Cell.year, Absence.cell_id == Cell.id))
        .join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
        .where(Cell.student_id.in_(students), Cell.journal_id.in_(ids), Lesson.date.between(*found.asked.span),
               AbsenceKind.is_late.is_(False))
        .group_by(Lesson.journal_id, Cell.student_id))
    return Counter({(row[0], row[1]): row[2] for row in db.session.execute(query)})


def only_marks(found: Basis, pairs: Collection[Pair]) -> dict[Pair, tuple[int, dt.date, int]]:
    """The lesson, its day and the mark of those who have one in the days asked for."""
    query = (
        sa.select(Lesson.journal_id, Cell.student_id, Lesson.id, Lesson.date, Mark.value)
        .select_from(Cell).join(Lesson, Lesson.id == Cell.lesson_id)
        .join(Mark, sa.and_(Mark.year == Cell.year, Mark.cell_id == Cell.id))
        .where(Cell.student_id.in_({student for _, student in pairs}),
               Cell.journal_id.in_({journal for journal, _ in pairs}), Lesson.date.between(*found.asked.span)))
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in db.session.execute(query)}
