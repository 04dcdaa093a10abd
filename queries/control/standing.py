"""How every student stands in every journal of the asked semesters: lessons held, missed, marks (п. 5.7, 6.4, 6.7)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from access.scopes import covers
from models import (
    Absence,
    AbsenceKind,
    Cell,
    CurriculumLine,
    Journal,
    Lesson,
    Mark,
    Membership,
    Semester,
    SubgroupMembership,
)
from queries.control.frame import Asked, yes
from queries.members import with_members
from rules.attestation import assessed_by_marks
from rules.terms import LineKind, MarkKind

# a practice is assessed by its sheet, an exam of a module by itself
BY_MARKS = tuple(kind for kind in LineKind if assessed_by_marks(kind) and kind is not LineKind.PRACTICE)
WRITTEN = (MarkKind.CONTROL, MarkKind.CHECK, MarkKind.TEST, MarkKind.INDEPENDENT)
PRACTICAL = (MarkKind.LABORATORY, MarkKind.PRACTICAL)


def journals(asked: Asked, query: Any) -> sa.Select[Any]:
    """``query`` over the journals of the semesters that the span meets, ``CurriculumLine`` beside them."""
    joined: sa.Select[Any] = (
        query.select_from(Journal).join(Semester, Semester.id == Journal.semester_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .where(*_met(asked), asked.here(Journal.id)))
    return joined


def now_or_end(asked: Asked) -> Any:
    """Today, or the last day of a semester that is over: a student is asked about as of that day."""
    return sa.case((Semester.ends < asked.today, Semester.ends), else_=sa.literal(asked.today, sa.Date()))


def is_over(asked: Asked) -> sa.ColumnElement[bool]:
    return Semester.ends < asked.today


def held(asked: Asked) -> sa.Subquery:
    """Of each student who is there as of now: lessons and hours given while in the group, by journal.

    whole: 1 of those who were there from the semester's first day: theirs are the journal's own sums, and only
    those who came later are counted lesson by lesson.
    """
    given = _given(asked)
    whole = _here_since_the_start(asked)
    all_of_it = with_members(journals(asked, sa.select(
        Journal.id.label("journal_id"), Membership.student_id, given.c.held, given.c.hours,
        sa.literal(1).label("whole"))).join(given, given.c.journal_id == Journal.id), now_or_end(asked)).where(whole)
    part = with_members(journals(asked, sa.select(
        Journal.id.label("journal_id"), Membership.student_id, sa.func.count(Lesson.id).label("held"),
        sa.func.sum(Lesson.hours).label("hours"), sa.literal(0).label("whole"))).join(
        Lesson, Lesson.journal_id == Journal.id), Lesson.date).where(
        Lesson.date < asked.today, ~whole, _still_here(asked)).group_by(Journal.id, Membership.student_id)
    return sa.union_all(all_of_it, part).subquery("held")


def _given(asked: Asked) -> sa.Subquery:
    """Lessons and hours of each journal."""
    return journals(asked, sa.select(
        Journal.id.label("journal_id"), sa.func.count(Lesson.id).label("held"),
        sa.func.sum(Lesson.hours).label("hours"))).join(Lesson, Lesson.journal_id == Journal.id).where(
        Lesson.date < asked.today).group_by(Journal.id).subquery("given")


def _here_since_the_start(asked: Asked) -> sa.ColumnElement[bool]:
    """The spell in the group, and that in the subgroup, began with the semester or before and still goes on."""
    day = now_or_end(asked)
    return sa.and_(
        Membership.starts <= Semester.starts, covers(Membership.starts, Membership.ends, day),
        sa.or_(Journal.subgroup_id.is_(None),
               sa.and_(SubgroupMembership.starts <= Semester.starts,
                       covers(SubgroupMembership.starts, SubgroupMembership.ends, day))))


def _still_here(asked: Asked) -> sa.ColumnElement[bool]:
    """The student of an earlier spell is in the group, and in the subgroup, as of now."""
    group, part, day = aliased(Membership), aliased(SubgroupMembership), now_or_end(asked)
    return sa.and_(
        sa.exists().where(group.student_id == Membership.student_id, group.group_id == Journal.group_id,
                          covers(group.starts, group.ends, day)),
        sa.or_(Journal.subgroup_id.is_(None), sa.exists().where(
            part.student_id == Membership.student_id, part.subgroup_id == Journal.subgroup_id,
            covers(part.starts, part.ends, day))))


def marks(asked: Asked) -> sa.Subquery:
    """Marks by journal and student: all, for written works, for practical ones."""
    return journals(asked, sa.select(
        Cell.journal_id, Cell.student_id, sa.func.count(Mark.id).label("marks"),
        sa.func.sum(yes(Mark.kind.in_(WRITTEN))).label("written"),
        sa.func.sum(yes(Mark.kind.in_(PRACTICAL))).label("practical"))).join(
        Cell, Cell.journal_id == Journal.id).join(Mark, Mark.cell_id == Cell.id).group_by(
        Cell.journal_id, Cell.student_id).subquery("marks")


def missed(asked: Asked) -> sa.Subquery:
    """Lessons missed by journal and student; being late is not missing (п. 6.7)."""
    return journals(asked, sa.select(
        Cell.journal_id, Cell.student_id, sa.func.count(Absence.id).label("missed"))).join(
        Cell, Cell.journal_id == Journal.id).join(Absence, Absence.cell_id == Cell.id).join(
        AbsenceKind, AbsenceKind.id == Absence.kind_id).where(AbsenceKind.counts_hours).group_by(
        Cell.journal_id, Cell.student_id).subquery("missed")


def same(one: Any, other: Any) -> sa.ColumnElement[bool]:
    """Both speak of one student in one journal."""
    return sa.and_(one.c.journal_id == other.c.journal_id, one.c.student_id == other.c.student_id)


def count(column: Any) -> Any:
    """None of a row that is not there counts as nothing."""
    return sa.func.coalesce(column, 0)


def _met(asked: Asked) -> tuple[sa.ColumnElement[bool], ...]:
    return (Semester.starts <= asked.last, Semester.ends >= asked.first)

