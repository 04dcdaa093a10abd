"""The one SELECT behind a cell's save: a row per place, the rest packed into its columns."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from access.check import rows, would
from access.grants import CREATE, DELETE, READ, UPDATE, Action
from access.identity import Identity
from access.scopes import covers, is_me
from models import (
    Absence,
    AbsenceKind,
    AcademicYear,
    AuditHead,
    Cell,
    Closing,
    CurriculumLine,
    Discipline,
    ExcuseNote,
    Group,
    Holiday,
    IdempotencyKey,
    Journal,
    Lesson,
    Mark,
    Membership,
    Movement,
    NormValue,
    ReopeningGrant,
    Semester,
    Student,
    SubgroupMembership,
    User,
    Work,
)
from models.base import Base
from queries.packed import packed

Right = tuple[type[Base], Action]
RIGHTS: tuple[Right, ...] = tuple((model, action) for model in (Mark, Absence) for action in (CREATE, UPDATE, DELETE))
STUDENT = sa.bindparam("student", type_=sa.Integer)


class Question(NamedTuple):
    """The query, and which of its columns answers to each right."""

    statement: sa.Select[Any]
    rights: dict[Right, str]


@lru_cache(maxsize=256)
def place_query(user: Identity) -> Question:
    """What stands at ``:journal``, ``:lesson``, ``:student``, who may change it, what was answered to ``:key``.

    Rights depend on who asks and on the day: the query is built once for both, so ``user`` comes without the hour.
    """
    return _query(user, Student.id == STUDENT, Lesson.id == sa.bindparam("lesson"))


@lru_cache(maxsize=256)
def places_query(user: Identity) -> Question:
    """The same of every one of ``:students`` at every one of ``:lessons``, a row each."""
    return _query(user, Student.id.in_(sa.bindparam("students", expanding=True)),
                  Lesson.id.in_(sa.bindparam("lessons", expanding=True)))


def _query(user: Identity, students: sa.ColumnElement[bool], lessons: sa.ColumnElement[bool]) -> Question:
    rights, names = _rights(user)
    columns = (*_lesson(), *_student(), *_papers(), *_cell(), *_period(user), *_college(), *rights)
    query = sa.select(*columns, IdempotencyKey.body_hash, IdempotencyKey.answer, AuditHead.seq, AuditHead.hash)
    return Question(_joined(query, user, students).where(
        lessons, Journal.id == sa.bindparam("journal"), rows(user, READ, Journal), rows(user, READ, Lesson)), names)


def _joined(query: sa.Select[Any], user: Identity, students: sa.ColumnElement[bool]) -> sa.Select[Any]:
    chain = "journal:" + sa.cast(Journal.id, sa.String)
    return (
        query.select_from(Lesson).join(Journal, Journal.id == Lesson.journal_id)
        .join(Semester, Semester.id == Journal.semester_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .outerjoin(Discipline, Discipline.id == CurriculumLine.discipline_id)
        .join(Student, students)
        .outerjoin(Cell, sa.and_(Cell.year == Lesson.year, Cell.lesson_id == Lesson.id, Cell.student_id == Student.id))
        .outerjoin(Absence, sa.and_(Absence.year == Cell.year, Absence.cell_id == Cell.id))
        .outerjoin(User, User.id == Cell.updated_by_id)
        .outerjoin(IdempotencyKey, sa.and_(is_me(IdempotencyKey.user_id, user),
                                           IdempotencyKey.key == sa.bindparam("key", type_=sa.String)))
        .outerjoin(AuditHead, sa.and_(AuditHead.year == Lesson.year, AuditHead.chain == chain)))


Columns = tuple[Any, ...]


def _lesson() -> Columns:
    works = sa.select(Work.id, Work.kind, Work.held_on).where(Work.lesson_id == Lesson.id)
    return (Lesson.id, Lesson.year, Lesson.date, Lesson.hours, Lesson.teacher_id, Journal.id.label("journal_id"),
            Journal.group_id, Journal.teacher_id.label("owner_id"), packed(works).label("works"))


def _student() -> Columns:
    """Days in the journal's group and subgroup during its semester, with the orders; whether theory is asked."""
    entered, left = aliased(Movement), aliased(Movement)
    stays = (
        sa.select(Membership.starts, Membership.ends, entered.kind, entered.order_number, left.kind, left.order_number,
                  SubgroupMembership.starts, SubgroupMembership.ends)
        .select_from(Membership)
        .outerjoin(entered, entered.id == Membership.entered_by_id)
        .outerjoin(left, left.id == Membership.left_by_id)
        .outerjoin(SubgroupMembership, sa.and_(SubgroupMembership.student_id == Membership.student_id,
                                               SubgroupMembership.subgroup_id == Journal.subgroup_id))
        .where(Membership.student_id == Student.id, Membership.group_id == Journal.group_id,
               Membership.starts <= Semester.ends,
               sa.or_(Membership.ends.is_(None), Membership.ends >= Semester.starts),
               sa.or_(Journal.subgroup_id.is_(None), SubgroupMembership.id.is_not(None)))
        .correlate(Student, Journal, Semester))
    return Student.id.label("student_id"), Student.medical_group, Discipline.physical_education, packed(stays).label(
        "stays")


def _papers() -> Columns:
    """The papers that excuse the student's day: a teacher sees the letter, never the paper (п. 5.3)."""
    papers = sa.select(ExcuseNote.id, ExcuseNote.kind_id).join(AbsenceKind, AbsenceKind.id == ExcuseNote.kind_id).where(
        ExcuseNote.student_id == Student.id, covers(ExcuseNote.starts, ExcuseNote.ends, Lesson.date),
        AbsenceKind.excused.is_(True), AbsenceKind.is_late.is_(False))
    return (packed(papers).label("papers"),)


def _cell() -> Columns:
    marks = sa.select(Mark.position, Mark.id, Mark.value, Mark.kind, Mark.weight, Mark.comment, Mark.work_id).where(
        Mark.year == Cell.year, Mark.cell_id == Cell.id)
    return (Cell.id.label("cell_id"), Cell.version, Cell.updated_at, User.last_name, User.first_name, User.patronymic,
            packed(marks).label("marks"), Absence.id.label("absence_id"), Absence.kind_id,
            Absence.hours.label("missed"), Absence.minutes_late, Absence.excuse_note_id,
            Absence.confirmed_by_id)


def _period(user: Identity) -> Columns:
    """What closes the lesson's day to everybody, and until when somebody has opened it to the user."""
    closings = sa.select(Closing.id, Closing.scope, Closing.starts, Closing.ends).where(
        covers(Closing.starts, Closing.ends, Lesson.date))
    reopened_until = sa.select(sa.func.max(ReopeningGrant.expires_at)).where(
        covers(ReopeningGrant.starts, ReopeningGrant.ends, Lesson.date),
        sa.or_(ReopeningGrant.journal_id.is_(None), ReopeningGrant.journal_id == Journal.id),
        sa.or_(ReopeningGrant.user_id.is_(None), is_me(ReopeningGrant.user_id, user)))
    archived = sa.exists().where(covers(AcademicYear.starts, AcademicYear.ends, Lesson.date),
                                 AcademicYear.archived_at.is_not(None))
    return (packed(closings).label("closings"), reopened_until.scalar_subquery().label("reopened_until"),
            archived.label("archived"))


def _college() -> Columns:
    """The dictionary of absences, the norms set so far, the days off that may move a deadline."""
    kinds = sa.select(AbsenceKind.id, AbsenceKind.letter, AbsenceKind.title, AbsenceKind.excused,
                      AbsenceKind.counts_hours, AbsenceKind.is_late)
    norms = sa.select(NormValue.code, NormValue.value, NormValue.valid_from).where(NormValue.valid_from <= Lesson.date)
    holidays = sa.select(Holiday.id, Holiday.starts, Holiday.ends, Holiday.kind).where(Holiday.ends >= Lesson.date)
    return packed(kinds).label("letters"), packed(norms).label("norms"), packed(holidays).label("holidays")


def _rights(user: Identity) -> tuple[Columns, dict[Right, str]]:
    """Asked of the place: there may be no mark and no absence yet. A column per criterion: those of a teacher are one,
    and PostgreSQL spends most of a save on planning this query."""
    at = {Lesson: Lesson.id, Journal: Journal.id, Group: Journal.group_id, Student: Student.id}
    criteria = would(user, RIGHTS, at)
    columns = {criterion: f"may_{number}" for number, criterion in enumerate(dict.fromkeys(criteria.values()))}
    return (tuple(criterion.label(name) for criterion, name in columns.items()),
            {right: columns[criterion] for right, criterion in criteria.items()})
