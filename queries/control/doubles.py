"""Checks of lessons at one time: of a group, of a teacher, of subgroups counted twice (п. 5.5, 7.3)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from models import Journal, Lesson, Subgroup
from queries.control.frame import Asked, Check
from queries.control.lessons import held, when
from rules.terms import Severity


def _twice(asked: Asked) -> tuple[sa.Select[Any], Any, Any]:
    """Lessons beside those entered before them for the same day and pair in another journal."""
    other, journal = aliased(Lesson), aliased(Journal)
    query = (held(asked, pair=Lesson.pair)
             .join(other, sa.and_(other.date == Lesson.date, other.pair == Lesson.pair, other.id < Lesson.id,
                                  other.journal_id != Lesson.journal_id))
             .join(journal, journal.id == other.journal_id))
    return query, other, journal


def shares_students(one: Any, other: Any, part: Any, other_part: Any) -> sa.ColumnElement[bool]:
    """A group and its parts meet; two parts of one division do not (rules.timetable)."""
    parts = sa.and_(part.split == other_part.split, one.subgroup_id != other.subgroup_id)
    return sa.and_(one.group_id == other.group_id, sa.func.coalesce(~parts, sa.true()))


def _of_group(asked: Asked) -> sa.Select[Any]:
    query, _, journal = _twice(asked)
    part, other_part = aliased(Subgroup), aliased(Subgroup)
    return (query.outerjoin(part, part.id == Journal.subgroup_id)
            .outerjoin(other_part, other_part.id == journal.subgroup_id)
            .where(shares_students(Journal, journal, part, other_part)))


def _two_parts(journal: Any) -> sa.ColumnElement[bool]:
    """Journals of two subgroups of one group in one discipline."""
    return sa.and_(Journal.group_id == journal.group_id, Journal.curriculum_line_id == journal.curriculum_line_id,
                   Journal.subgroup_id != journal.subgroup_id)


def _of_teacher(asked: Asked) -> sa.Select[Any]:
    query, other, journal = _twice(asked)
    return query.where(other.teacher_id == Lesson.teacher_id, ~sa.func.coalesce(_two_parts(journal), sa.false()))


def _of_subgroups(asked: Asked) -> sa.Select[Any]:
    query, other, journal = _twice(asked)
    return query.where(other.teacher_id == Lesson.teacher_id, _two_parts(journal))


CHECKS = (
    Check("group_at_two_lessons", "5.5", "Два занятия группы в одно время", Severity.VIOLATION,
          "Исправьте дату или пару одного из занятий.", _of_group,
          lambda row, asked: f"{when(row)}: у группы в это время записано ещё одно занятие"),
    Check("teacher_at_two_lessons", "5.5", "Два занятия преподавателя в одно время", Severity.VIOLATION,
          "Исправьте дату или пару одного из занятий.", _of_teacher,
          lambda row, asked: f"{when(row)}: преподаватель в это время записан ещё на одном занятии"),
    Check("subgroup_hours_twice", "7.3", "Часы подгрупп сочтены дважды", Severity.VIOLATION,
          "Пара проведена один раз: уберите занятие из журнала одной из подгрупп.", _of_subgroups,
          lambda row, asked: f"{when(row)}: одна пара записана в журналах обеих подгрупп"),
)
