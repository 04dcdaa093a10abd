"""Checks of single marks: beside an absence, a «2» left alone, a «2» after an absence (п. 5.6, 7.3, 9.8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from models import Absence, AbsenceKind, Cell, Journal, Lesson, Mark
from queries.control.frame import Asked, Check, found, yes
from queries.control.lessons import of_lessons, when
from rules.cells import is_worked_off
from rules.terms import Severity
from rules.words import plural

BAD = 2


def absent(cell: Any) -> sa.ColumnElement[bool]:
    """The student of the cell was not there: being late is not being absent."""
    return sa.exists().where(Absence.cell_id == cell.id, AbsenceKind.id == Absence.kind_id, ~AbsenceKind.is_late)


def _cells(asked: Asked, responsible: Any, **values: Any) -> sa.Select[Any]:
    """Cells of the lessons of the span."""
    return of_lessons(found(Lesson.date, responsible, journal=Lesson.journal_id, lesson=Lesson.id,
                            student=Cell.student_id, group=Journal.group_id, pair=Lesson.pair, **values), asked).join(
        Cell, sa.and_(Cell.journal_id == Lesson.journal_id, Cell.lesson_id == Lesson.id))


def _beside_absence(asked: Asked) -> sa.Select[Any]:
    """Marks of those who were not there; the rule tells a worked-off lesson from a slip."""
    return (_cells(asked, Cell.updated_by_id, entered=Mark.entered_at, reason=Cell.late_reason,
                   letter=AbsenceKind.letter)
            .join(Mark, Mark.cell_id == Cell.id).join(Absence, Absence.cell_id == Cell.id)
            .join(AbsenceKind, AbsenceKind.id == Absence.kind_id).where(~AbsenceKind.is_late))


def _beside_words(row: Any, asked: Asked) -> str | None:
    if is_worked_off(asked.around.calendar.local_date(row.entered), row.day, row.reason):
        return None
    return f"{when(row)}: отметка стоит рядом с пропуском «{row.letter}», об отработке не сказано"


def _twos(asked: Asked, **values: Any) -> sa.Select[Any]:
    """Cells with a «2» and nothing better beside it."""
    two = sa.exists().where(Mark.cell_id == Cell.id, Mark.value == BAD)
    better = sa.exists().where(Mark.cell_id == Cell.id, Mark.value > BAD)
    return _cells(asked, Journal.teacher_id, **values).where(two, ~better)


def _not_followed(asked: Asked) -> sa.Select[Any]:
    """«2» after which the student was present at so many lessons and got no mark at any of them."""
    twos, later, cell = _twos(asked).cte("twos"), aliased(Lesson), aliased(Cell)
    marked = sa.exists().where(Mark.cell_id == cell.id)
    of_student = sa.and_(cell.year == later.year, cell.lesson_id == later.id, cell.student_id == twos.c.student_id)
    return (sa.select(*twos.c, sa.func.count(later.id).label("present")).select_from(twos)
            .join(later, sa.and_(later.journal_id == twos.c.journal_id, later.date < asked.today,
                                 sa.tuple_(later.date, later.pair) > sa.tuple_(twos.c.day, twos.c.pair)))
            .outerjoin(cell, of_student).where(~absent(cell)).group_by(*twos.c)
            .having(sa.func.sum(yes(marked)) == 0, sa.func.count(later.id) >= int(asked.threshold)))


def _not_followed_words(row: Any, asked: Asked) -> str:
    lessons = f"{row.present} {plural(row.present, 'занятие', 'занятия', 'занятий')}"
    return f"{when(row)}: после «2» прошло {lessons}, новой отметки нет"


def _after_absence(asked: Asked) -> sa.Select[Any]:
    """«2» at the lesson right after one that the student missed."""
    before, cell = aliased(Lesson), aliased(Cell)
    last = (sa.select(before.id).where(
        before.journal_id == Lesson.journal_id,
        sa.or_(before.date < Lesson.date, sa.and_(before.date == Lesson.date, before.pair < Lesson.pair)))
        .order_by(before.date.desc(), before.pair.desc()).limit(1).correlate(Lesson).scalar_subquery())
    return _twos(asked).where(sa.exists().where(
        cell.journal_id == Lesson.journal_id, cell.lesson_id == last, cell.student_id == Cell.student_id, absent(cell)))


CHECKS = (
    Check("mark_beside_absence", "9.8", "Отметка у отсутствующего", Severity.VIOLATION,
          "Уберите пропуск или отметку; за отработку укажите, когда и как отработано.", _beside_absence, _beside_words,
          key=("lesson_id", "student_id")),
    Check("two_not_followed", "5.6", "После «2» студента не спрашивали", Severity.WARNING,
          "Спросите студента или дайте ему исправить работу.", _not_followed, _not_followed_words,
          key=("lesson_id", "student_id"), threshold=Decimal(3), unit="занятий без новой отметки"),
    Check("two_after_absence", "7.3", "Отметка «2» на первом занятии после пропуска", Severity.NOTICE,
          "Объясните отметку или дайте студенту её исправить.", _after_absence,
          lambda row, asked: f"{when(row)}: «2» на первом занятии после пропуска", key=("lesson_id", "student_id")),
)
