"""How a group stands in its subjects this semester: marks, absences, published results (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.scopes import covers
from models import (
    Absence,
    AbsenceKind,
    Cell,
    CurriculumLine,
    FinalMark,
    Journal,
    Lesson,
    Mark,
    Membership,
    SubgroupMembership,
    User,
    db,
)
from queries.diary_subjects import KEY, SUBJECT
from rules.names import short_name
from rules.risk import Standing
from rules.terms import FinalValue

Place = tuple[int, str]


@dataclass(frozen=True)
class Subject:
    """What the group is taught; journals of its subgroups and teachers are one subject."""

    key: str
    title: str
    journals: tuple[int, ...]
    teachers: tuple[str, ...]


def subjects(user: Identity, group_id: int, semester_id: int) -> list[Subject]:
    """Subjects of the group's journals in the order of the plan."""
    found: dict[str, Subject] = {}
    query = (
        sa.select(Journal.id, SUBJECT, KEY, User.last_name, User.first_name, User.patronymic)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(User, User.id == Journal.teacher_id)
        .where(Journal.group_id == group_id, Journal.semester_id == semester_id, rows(user, READ, Journal))
        .order_by(CurriculumLine.position, SUBJECT, Journal.id))
    for row in db.session.execute(query):
        known = found.get(row.subject_key) or Subject(row.subject_key, row.subject, (), ())
        teacher = short_name(row.last_name, row.first_name, row.patronymic)
        found[row.subject_key] = replace(known, journals=(*known.journals, row.id),
                                         teachers=tuple(dict.fromkeys((*known.teachers, teacher))))
    return list(found.values())


def standings(user: Identity, group_id: int, found: Iterable[Subject]) -> dict[Place, Standing]:
    """By (student, subject's key): four statements whatever the size of the group."""
    titles = {subject.key: subject.title for subject in found}
    key_of = {journal: subject.key for subject in found for journal in subject.journals}
    made: dict[Place, Standing] = {}

    def add(row: Any, **more: Any) -> None:
        place = row.student_id, key_of[row.journal_id]
        now = made.get(place) or Standing(titles[place[1]])
        made[place] = replace(now, **{name: getattr(now, name) + value for name, value in more.items()})

    journals = list(key_of)
    for row in db.session.execute(_held(group_id, journals, user.today)):
        add(row, held=row.lessons, held_hours=row.hours)
    for row in db.session.execute(_marks(user, journals)):
        add(row, marks=((row.value, row.weight),) * row.number)
    for row in db.session.execute(_absences(user, journals)):
        add(row, missed=row.lessons, hours=row.hours, unexcused=row.unexcused)
    for row in db.session.execute(_finals(user, journals)):
        add(row, finals=(FinalValue(row.value),))
    return made


def _held(group_id: int, journals: list[int], today: dt.date) -> sa.Select[*tuple[Any, ...]]:
    """Lessons held while the student was in the group and in the journal's subgroup."""
    in_subgroup = sa.and_(SubgroupMembership.subgroup_id == Journal.subgroup_id,
                          SubgroupMembership.student_id == Membership.student_id,
                          covers(SubgroupMembership.starts, SubgroupMembership.ends, Lesson.date))
    return (
        sa.select(Membership.student_id, Lesson.journal_id, sa.func.count(Lesson.id).label("lessons"),
                  sa.func.sum(Lesson.hours).label("hours"))
        .select_from(Lesson).join(Journal, Journal.id == Lesson.journal_id)
        .join(Membership, sa.and_(Membership.group_id == group_id,
                                  covers(Membership.starts, Membership.ends, Lesson.date)))
        .outerjoin(SubgroupMembership, in_subgroup)
        .where(Lesson.journal_id.in_(journals), Lesson.date <= today,
               sa.or_(Journal.subgroup_id.is_(None), SubgroupMembership.id.is_not(None)))
        .group_by(Membership.student_id, Lesson.journal_id))


def _marks(user: Identity, journals: list[int]) -> sa.Select[*tuple[Any, ...]]:
    own = (Cell.student_id, Cell.journal_id, Mark.value, Mark.weight)
    return (sa.select(*own, sa.func.count(Mark.id).label("number")).join(Cell, Cell.id == Mark.cell_id)
            .where(Cell.journal_id.in_(journals), rows(user, READ, Mark)).group_by(*own))


def _absences(user: Identity, journals: list[int]) -> sa.Select[*tuple[Any, ...]]:
    own = (Cell.student_id, Cell.journal_id)
    unexcused = sa.func.sum(sa.case((AbsenceKind.excused.is_(False), Absence.hours), else_=0))
    return (sa.select(*own, sa.func.count(Absence.id).label("lessons"), sa.func.sum(Absence.hours).label("hours"),
                      unexcused.label("unexcused"))
            .join(Cell, Cell.id == Absence.cell_id).join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
            .where(Cell.journal_id.in_(journals), AbsenceKind.counts_hours, rows(user, READ, Absence)).group_by(*own))


def _finals(user: Identity, journals: list[int]) -> sa.Select[*tuple[Any, ...]]:
    return (sa.select(FinalMark.student_id, FinalMark.journal_id, FinalMark.value)
            .where(FinalMark.journal_id.in_(journals), FinalMark.published_at.is_not(None), rows(user, READ, FinalMark))
            .order_by(FinalMark.id))
