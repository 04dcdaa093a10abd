"""Checks of practice: places, logs of days, attestation sheets (Пр. 12, п. 7.3)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models import AttestationSheet, Cell, DayLog, Journal, Lesson, Membership, Placement, PracticeProgramme, Semester
from queries.control.frame import Asked, Check, found
from queries.control.lessons import of_lessons, when
from queries.control.marks import absent
from queries.control.standing import journals
from queries.control.timetable import first_with
from queries.members import with_members
from rules.terms import Role, Severity
from rules.words import plural


def _programmes(asked: Asked, responsible: Any, day: Any, paper: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Practices with students of the day who have no such paper."""
    query = found(Semester.starts, responsible, journal=Journal.id, group=Journal.group_id,
                  students=sa.func.count(sa.distinct(Membership.student_id)))
    return with_members(journals(asked, query).join(
        PracticeProgramme, PracticeProgramme.journal_id == Journal.id), day).where(~paper).group_by(
        Journal.id, Semester.starts, Journal.group_id, PracticeProgramme.supervisor_id)


def _places(asked: Asked) -> sa.Select[Any]:
    """Practices that have begun without a common base and without a place for somebody."""
    placed = sa.exists().where(Placement.programme_id == PracticeProgramme.id,
                               Placement.student_id == Membership.student_id)
    return _programmes(asked, first_with(Role.SENIOR_MASTER), PracticeProgramme.starts, placed).where(
        PracticeProgramme.starts <= asked.today, PracticeProgramme.enterprise_id.is_(None))


def _sheets(asked: Asked) -> sa.Select[Any]:
    signed = sa.exists().where(AttestationSheet.programme_id == PracticeProgramme.id,
                               AttestationSheet.student_id == Membership.student_id,
                               AttestationSheet.signed_on.is_not(None))
    return _programmes(asked, PracticeProgramme.supervisor_id, PracticeProgramme.ends, signed).where(
        PracticeProgramme.ends < asked.today)


def _logs(asked: Asked) -> sa.Select[Any]:
    """Days of practice on which somebody present has no log."""
    log = sa.exists().where(DayLog.lesson_id == Lesson.id, DayLog.student_id == Membership.student_id)
    away = sa.exists().where(Cell.journal_id == Lesson.journal_id, Cell.lesson_id == Lesson.id,
                             Cell.student_id == Membership.student_id, absent(Cell))
    query = found(Lesson.date, PracticeProgramme.supervisor_id, journal=Journal.id, lesson=Lesson.id,
                  group=Journal.group_id, pair=Lesson.pair,
                  students=sa.func.count(sa.distinct(Membership.student_id)))
    return with_members(of_lessons(query, asked).join(
        PracticeProgramme, PracticeProgramme.journal_id == Journal.id), Lesson.date).where(~log, ~away).group_by(
        Lesson.id, Lesson.date, Lesson.pair, Journal.id, Journal.group_id, PracticeProgramme.supervisor_id)


def _students(row: Any) -> str:
    return f"{row.students} {plural(row.students, 'студента', 'студентов', 'студентов')}"


CHECKS = (
    Check("practice_without_placement", "7.3", "Практика без места прохождения", Severity.VIOLATION,
          "Укажите базу практики или место каждого студента.", _places,
          lambda row, asked: f"Практика началась, у {_students(row)} нет места", key=("journal_id",),
          by_semester=True, page="practice"),
    Check("practice_without_log", "7.3", "День практики без дневника", Severity.WARNING,
          "Заполните дневник дня или отметьте отсутствующих.", _logs,
          lambda row, asked: f"{when(row)}: у {_students(row)} нет записи в дневнике практики", page="practice"),
    Check("practice_without_sheet", "7.3", "Практика окончена без аттестационных листов", Severity.VIOLATION,
          "Заполните и подпишите аттестационные листы.", _sheets,
          lambda row, asked: f"Практика окончена, у {_students(row)} нет подписанного листа", key=("journal_id",),
          by_semester=True, page="practice"),
)
