"""Checks of whose hand it was: entries by another, many marks changed in a short time (п. 9.1, 9.4)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from models import AuditRecord, Cell, Curatorship, Journal, Lesson, PracticeProgramme
from models.base import UtcDateTime
from queries.control.frame import DAY, Asked, Check, found, yes
from queries.control.lessons import of_lessons, when
from rules.norms import Norms
from rules.terms import AuditAction, Severity
from rules.words import plural

MONTH = dt.timedelta(days=30)
PER_MONTH = 5  # so many times the day's number in thirty days is as much
DIGITS = tuple(str(mark) for mark in Norms().mark_scale)


def _foreign(asked: Asked) -> sa.Select[Any]:
    """Lessons or cells written by none of those who may: teacher, substitute, curator, supervisor of practice."""
    cells = sa.exists().where(Cell.journal_id == Lesson.journal_id, Cell.lesson_id == Lesson.id,
                              _is_strange(Cell.updated_by_id))
    query = found(Lesson.date, Journal.teacher_id, journal=Lesson.journal_id, lesson=Lesson.id,
                  group=Journal.group_id, pair=Lesson.pair)
    return of_lessons(query, asked).where(sa.or_(_is_strange(Lesson.entered_by_id), cells))


def _is_strange(hand: Any) -> sa.ColumnElement[bool]:
    curator = sa.exists().where(Curatorship.group_id == Journal.group_id, Curatorship.user_id == hand)
    supervisor = sa.exists().where(PracticeProgramme.journal_id == Journal.id,
                                   PracticeProgramme.supervisor_id == hand)
    return sa.and_(hand != Lesson.teacher_id, hand != Journal.teacher_id, ~curator, ~supervisor)


def _mass(asked: Asked) -> sa.Select[Any]:
    """Accounts by day: marks of other days that were corrected, of the day and of the thirty days up to it."""
    days = _days(asked)
    was, is_now = AuditRecord.before["value"].as_string(), AuditRecord.after["value"].as_string()
    of_day = sa.func.sum(yes(AuditRecord.at > days.c.starts))
    of_month = sa.func.count(AuditRecord.id)
    query = found(days.c.day, AuditRecord.actor_id, today=of_day, month=of_month)
    return (query.select_from(days)
            .join(AuditRecord, sa.and_(AuditRecord.at > days.c.month, AuditRecord.at <= days.c.ends))
            .join(Cell, Cell.id == AuditRecord.entity_id).join(Lesson, Lesson.id == Cell.lesson_id)
            .where(AuditRecord.entity == Cell.__tablename__, AuditRecord.action == AuditAction.UPDATE,
                   AuditRecord.actor_id.is_not(None), was != is_now,
                   sa.or_(*(was.contains(digit) for digit in DIGITS)), Lesson.date < days.c.day)
            .group_by(days.c.day, AuditRecord.actor_id)
            .having(of_day > 0, sa.or_(of_day >= int(asked.threshold),
                                       of_month >= PER_MONTH * int(asked.threshold))))


def _days(asked: Asked) -> sa.CTE:
    """Days of the span with the moments they begin and end at, and the beginning of the thirty days up to each."""
    end_of = asked.around.calendar.end_of_day
    return sa.values(sa.column("day", sa.Date()), sa.column("month", UtcDateTime()), sa.column("starts", UtcDateTime()),
                     sa.column("ends", UtcDateTime()), name="days").data(
        [(day, end_of(day - MONTH), end_of(day - DAY), end_of(day)) for day in asked.days() or [asked.first]]
    ).cte("days")


def _mass_words(row: Any, asked: Asked) -> str:
    marks = f"{row.today} {plural(row.today, 'отметка', 'отметки', 'отметок')}"
    return f"{row.day:%d.%m.%Y}: исправлено {marks} прошлых занятий, за 30 дней {row.month}"


CHECKS = (
    Check("foreign_hand", "9.4", "Запись другим человеком", Severity.WARNING,
          "Посмотрите в истории, кто записал, и подтвердите или исправьте запись.", _foreign,
          lambda row, asked: f"{when(row)}: занятие или клетки записал не преподаватель"),
    Check("mass_change", "9.1", "Много отметок исправлено за короткое время", Severity.VIOLATION,
          "Проверьте в журнале изменений, ваши ли это правки; если нет, смените пароль и сообщите администратору.",
          _mass, _mass_words, key=("responsible_id", "day"), threshold=Decimal(10),
          unit="исправлений за день, впятеро больше за 30 дней"),
)
