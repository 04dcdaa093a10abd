"""Checks of accumulation: no marks, one mark, fewer than the norm of the hours given (п. 5.7, 6.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from models import CurriculumLine, Journal, Semester
from queries.control.frame import Asked, Check, found
from queries.control.standing import BY_MARKS, count, held, is_over, journals, marks, same
from rules.accumulation import needed_marks
from rules.terms import Severity
from rules.words import plural

MOST_HOURS = 600  # of one journal in one semester


def _with_marks(asked: Asked, number: int) -> sa.Select[Any]:
    """Students who have just so many marks after enough lessons."""
    lessons, given = held(asked), marks(asked)
    query = found(Semester.starts, Journal.teacher_id, journal=Journal.id, student=lessons.c.student_id,
                  group=Journal.group_id, held=lessons.c.held)
    return (journals(asked, query).join(lessons, lessons.c.journal_id == Journal.id)
            .outerjoin(given, same(given, lessons))
            .where(CurriculumLine.kind.in_(BY_MARKS), lessons.c.held >= asked.threshold,
                   count(given.c.marks) == number))


def _held_words(row: Any) -> str:
    return f"проведено {row.held} {plural(row.held, 'занятие', 'занятия', 'занятий')}"


def needed(asked: Asked) -> sa.CTE:
    """By hours: marks that the pure rule asks for, columns ``hours`` and ``marks``."""
    return sa.values(sa.column("hours", sa.Integer()), sa.column("marks", sa.Integer()), name="needed").data(
        [(hours, needed_marks(hours, asked.norms)) for hours in range(MOST_HOURS + 1)]).cte("needed")


def _few(asked: Asked) -> sa.Select[Any]:
    """Journals with students below the norm: of the hours given until the end, then of the whole plan."""
    lessons, given, norm = held(asked), marks(asked), needed(asked)
    in_plan = sa.case((lessons.c.hours < Journal.planned_hours, lessons.c.hours), else_=Journal.planned_hours)
    basis = sa.case((sa.and_(is_over(asked), lessons.c.whole == 1), Journal.planned_hours), else_=in_plan)
    share = sa.case((is_over(asked), 100), else_=int(asked.threshold))
    students = sa.func.count(lessons.c.student_id)
    query = found(Semester.starts, Journal.teacher_id, journal=Journal.id, group=Journal.group_id,
                  students=students, needed=sa.func.max(norm.c.marks), least=sa.func.min(count(given.c.marks)),
                  over=is_over(asked))
    return (journals(asked, query).join(lessons, lessons.c.journal_id == Journal.id)
            .join(norm, norm.c.hours == basis).outerjoin(given, same(given, lessons))
            .where(CurriculumLine.kind.in_(BY_MARKS), count(given.c.marks) * 100 < norm.c.marks * share)
            .group_by(Journal.id, Semester.starts, Semester.ends, Journal.teacher_id, Journal.group_id))


def _few_words(row: Any, asked: Asked) -> str:
    students = f"{row.students} {plural(row.students, 'студента', 'студентов', 'студентов')}"
    when = "за семестр" if row.over else "на сегодня"
    return f"У {students} мало отметок: по норме {when} {row.needed}, меньше всего {row.least}"


CHECKS = (
    Check("student_without_marks", "5.7", "Студент без отметок", Severity.VIOLATION,
          "Спросите студента: у него нет ни одной отметки.", lambda asked: _with_marks(asked, 0),
          lambda row, asked: f"Нет ни одной отметки, {_held_words(row)}",
          key=("journal_id", "student_id"), by_semester=True, threshold=Decimal(5), unit="занятий проведено и больше"),
    Check("student_with_one_mark", "5.7", "Студент с одной отметкой", Severity.WARNING,
          "Спросите студента: по одной отметке его не аттестуют.", lambda asked: _with_marks(asked, 1),
          lambda row, asked: f"Всего одна отметка, {_held_words(row)}",
          key=("journal_id", "student_id"), by_semester=True, threshold=Decimal(8), unit="занятий проведено и больше"),
    Check("few_marks", "6.4", "Отметок меньше нормы", Severity.WARNING,
          "Опросите студентов, у которых отметок меньше всего: они выделены в журнале.", _few, _few_words,
          key=("journal_id",), by_semester=True, threshold=Decimal(50), unit="% нормы на сегодня и меньше"),
)
