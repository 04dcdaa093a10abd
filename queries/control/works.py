"""Checks of homework and of declared works: set and marked in time (п. 6.2, 6.3)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from models import Cell, Homework, Journal, Lesson, Mark, Work
from queries.control.frame import Asked, Check, found, moments, moments_of_pairs
from queries.control.lessons import held, of_lessons, when
from queries.home_records import works_of_students
from rules.deadlines import homework_deadline, results_deadline
from rules.filling import WITHOUT_HOMEWORK
from rules.terms import Severity, WorkKind
from rules.words import plural


def _without_homework(asked: Asked) -> sa.Select[Any]:
    set_at_it = sa.exists().where(Homework.lesson_id == Lesson.id)
    return held(asked, pair=Lesson.pair).where(Lesson.kind.not_in(WITHOUT_HOMEWORK), ~set_at_it)


def _late_homework(asked: Asked) -> sa.Select[Any]:
    """The first homework of a lesson against the end of the working day, or of the day for an evening pair."""
    first = sa.select(Homework.lesson_id, sa.func.min(Homework.entered_at).label("entered"),
                      sa.func.max(Homework.late_reason).label("reason")).group_by(Homework.lesson_id).subquery()
    due = moments_of_pairs(asked, lambda day, bell: homework_deadline(
        day, asked.around.calendar, asked.around.norms_on(day), bell))
    said = sa.func.coalesce(first.c.reason, Lesson.late_reason)
    return (held(asked, explained=said, pair=Lesson.pair, entered=first.c.entered)
            .join(first, first.c.lesson_id == Lesson.id)
            .join(due, sa.and_(due.c.day == Lesson.date, due.c.pair == Lesson.pair))
            .where(first.c.entered > due.c.moment))


def _late_words(row: Any, asked: Asked) -> str:
    entered = row.entered.astimezone(asked.now.tzinfo)
    return f"{when(row)}: задание на дом записано {entered:%d.%m.%Y в %H:%M}"


def _without_results(asked: Asked) -> sa.Select[Any]:
    """Works whose week is over and that still wait for marks of those who were present."""
    last = asked.today - dt.timedelta(days=asked.norms.results_days + 1)
    counted = works_of_students().where(Lesson.date.between(asked.first, asked.over), Work.held_on <= last,
                                        asked.here(Lesson.journal_id)).subquery()
    awaited = counted.c.members - counted.c.missed - counted.c.marked
    return of_lessons(
        found(Lesson.date, Lesson.teacher_id, journal=Lesson.journal_id, lesson=Lesson.id, group=Journal.group_id,
              work_id=counted.c.id, kind=counted.c.kind, number=counted.c.number, held_on=counted.c.held_on,
              awaited=awaited, written=counted.c.members - counted.c.missed), asked).join(
        counted, counted.c.lesson_id == Lesson.id).where(awaited >= max(asked.threshold, Decimal(1)))


def _results_words(row: Any, asked: Asked) -> str:
    return (f"{_work(row)} от {row.held_on:%d.%m}: нет отметок у {row.awaited} из {row.written}, "
            f"неделя прошла")


def _late_results(asked: Asked) -> sa.Select[Any]:
    """Works with marks put after their week; the reason of the entry stands as the explanation."""
    due = moments(asked, lambda day: results_deadline(day, asked.around.calendar, asked.around.norms_on(day)),
                  last=asked.today)
    return (of_lessons(
        found(Lesson.date, Lesson.teacher_id, journal=Lesson.journal_id, lesson=Lesson.id, group=Journal.group_id,
              explained=sa.func.max(Cell.late_reason), work_id=Work.id, kind=Work.kind, number=Work.number,
              held_on=Work.held_on, late=sa.func.count(sa.distinct(Cell.student_id)),
              entered=sa.func.max(Mark.entered_at)), asked)
        .join(Work, Work.lesson_id == Lesson.id).join(due, due.c.day == Work.held_on)
        .join(Mark, Mark.work_id == Work.id).join(Cell, Cell.id == Mark.cell_id)
        .where(Mark.entered_at > due.c.moment)
        .group_by(Lesson.id, Lesson.date, Lesson.teacher_id, Lesson.journal_id, Journal.group_id, Work.id, Work.kind,
                  Work.number, Work.held_on))


def _late_results_words(row: Any, asked: Asked) -> str:
    students = f"{row.late} {plural(row.late, 'студенту', 'студентам', 'студентам')}"
    entered = asked.around.calendar.local_date(row.entered)
    return f"{_work(row)} от {row.held_on:%d.%m}: {students} отметки выставлены позже недели, до {entered:%d.%m.%Y}"


def _work(row: Any) -> str:
    return f"{WorkKind(row.kind).title.capitalize()} № {row.number}"


CHECKS = (
    Check("homework_missing", "6.2", "Нет домашнего задания", Severity.WARNING,
          "Запишите задание на дом и его вид.", _without_homework,
          lambda row, asked: f"{when(row)}: задание на дом не записано"),
    Check("homework_late", "6.2", "Домашнее задание записано с опозданием", Severity.NOTICE,
          "Записывайте задание до конца рабочего дня; объясните, почему не вышло.", _late_homework, _late_words),
    Check("results_missing", "6.3", "Нет отметок за работу", Severity.VIOLATION,
          "Выставьте отметки за работу; кто не сдал, тому назначьте день.", _without_results, _results_words,
          key=("work_id",), threshold=Decimal(1), unit="студентов без отметки и больше"),
    Check("results_late", "6.3", "Отметки за работу выставлены позже недели", Severity.NOTICE,
          "Проверяйте работы за неделю; объясните, почему не вышло.", _late_results, _late_results_words,
          key=("work_id",)),
)
