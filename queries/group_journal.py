"""The journal of a group for a year: every discipline, practice, substitutions, remarks, results (п. 4.1, 7.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from access.check import get_or_none, rows
from access.grants import READ
from access.identity import Identity
from models import (
    CurriculumLine,
    Group,
    Inspection,
    Journal,
    Lesson,
    Membership,
    Movement,
    Remark,
    Semester,
    Student,
    db,
)
from queries.forms.asked import GROUPS, Asked, number
from queries.journal_sheet import journal_sheet
from queries.reports.ask import study_years
from queries.reports.missed import Missed, by_student
from queries.reports.people import GroupFace, group_face
from queries.sheets import JournalSheet
from rules.names import full_name
from rules.report_periods import Period, PeriodKind, read_period
from rules.terms import LineKind, MovementKind

Order = tuple[MovementKind, str, dt.date]


@dataclass(frozen=True)
class Member:
    """A student of the year; ``came`` and ``left``: the days of the stay and the orders, as far as there are any."""

    id: int
    name: str
    starts: dt.date
    ends: dt.date | None
    came: Order | None
    left: Order | None


@dataclass(frozen=True)
class Substitution:
    date: dt.date
    pair: int | None
    hours: int
    subject: str
    instead_of: str
    teacher: str
    reason: str


@dataclass(frozen=True)
class Noticed:
    """A remark of an inspection."""

    date: dt.date
    act: str
    subject: str
    text: str
    fixed_on: dt.date | None


@dataclass(frozen=True)
class GroupJournal:
    """``books``: journals of disciplines, then of practices, in the order of the curriculum."""

    face: GroupFace
    period: Period
    members: tuple[Member, ...]
    books: tuple[JournalSheet, ...]
    practices: tuple[JournalSheet, ...]
    substitutions: tuple[Substitution, ...]
    remarks: tuple[Noticed, ...]
    missed: Mapping[int, Missed]


def group_journal(user: Identity, group: Group, period: Period) -> GroupJournal:
    """What the reader reads of the group's year; another's journals are not in it."""
    day = period.counted_on(user.today)
    journals = list(db.session.scalars(_journals(user, group, period)))
    books = [journal for journal in journals if LineKind(journal.line.kind) is not LineKind.PRACTICE]
    practices = [journal for journal in journals if journal not in books]
    return GroupJournal(
        group_face(user, group.id, day), period, _members(user, group, period),
        tuple(journal_sheet(user, one) for one in books), tuple(journal_sheet(user, one) for one in practices),
        _substitutions(user, journals), _remarks(user, journals), by_student(user, group.id, period.first, day))


def _journals(user: Identity, group: Group, period: Period) -> sa.Select[Any]:
    return (sa.select(Journal).join(Semester, Semester.id == Journal.semester_id)
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .options(joinedload(Journal.line), joinedload(Journal.teacher), joinedload(Journal.subgroup),
                     joinedload(Journal.semester).joinedload(Semester.academic_year))
            .where(Journal.group_id == group.id, Semester.starts >= period.first, Semester.ends <= period.last,
                   rows(user, READ, Journal))
            .order_by(CurriculumLine.position, Semester.number, Journal.subgroup_id, Journal.id))


def _members(user: Identity, group: Group, period: Period) -> tuple[Member, ...]:
    came, left = aliased(Movement), aliased(Movement)
    found = db.session.execute(
        sa.select(Student.id, Student.last_name, Student.first_name, Student.patronymic, Membership.starts,
                  Membership.ends, came.kind.label("in_kind"), came.order_number.label("in_number"),
                  came.order_date.label("in_date"), left.kind.label("out_kind"), left.order_number.label("out_number"),
                  left.order_date.label("out_date"))
        .join(Membership, Membership.student_id == Student.id)
        .join(came, came.id == Membership.entered_by_id, isouter=True)
        .join(left, left.id == Membership.left_by_id, isouter=True)
        .where(Membership.group_id == group.id, Membership.starts <= period.last,
               sa.or_(Membership.ends.is_(None), Membership.ends >= period.first),
               rows(user, READ, Student), rows(user, READ, Membership))
        .order_by(Student.sort_key, Student.id, Membership.starts))
    return tuple(Member(row.id, full_name(row.last_name, row.first_name, row.patronymic), row.starts, row.ends,
                        _order(row.in_kind, row.in_number, row.in_date),
                        _order(row.out_kind, row.out_number, row.out_date)) for row in found)


def _order(kind: MovementKind | None, number: str | None, date: dt.date | None) -> Order | None:
    return (MovementKind(kind), number, date) if kind and number and date else None


def _substitutions(user: Identity, journals: list[Journal]) -> tuple[Substitution, ...]:
    known = {journal.id: journal for journal in journals}
    found = db.session.scalars(
        sa.select(Lesson).options(joinedload(Lesson.teacher), joinedload(Lesson.substituted))
        .where(Lesson.journal_id.in_(known), Lesson.substituted_id.is_not(None), rows(user, READ, Lesson))
        .order_by(Lesson.date, Lesson.pair, Lesson.id))
    return tuple(Substitution(
        one.date, one.pair, one.hours, known[one.journal_id].line.title,
        one.substituted.short_name if one.substituted else "", one.teacher.short_name, one.substitution_reason or "")
        for one in found)


def _remarks(user: Identity, journals: list[Journal]) -> tuple[Noticed, ...]:
    known = {journal.id: journal for journal in journals}
    found = db.session.execute(
        sa.select(Inspection.date, Inspection.number, Remark.journal_id, Remark.text, Remark.fixed_on)
        .join(Inspection, Inspection.id == Remark.inspection_id)
        .where(Remark.journal_id.in_(known), Remark.text.is_not(None), rows(user, READ, Remark))
        .order_by(Inspection.date, Remark.id))
    return tuple(Noticed(row.date, row.number, known[row.journal_id].line.title, row.text, row.fixed_on)
                 for row in found)


def journal_of_year(user: Identity, asked: Asked) -> GroupJournal | None:
    """As a document: of a group that the reader reads, for a year that is in the calendar."""
    reader = user.acting_as(*GROUPS)
    group = get_or_none(reader, READ, Group, number(asked, "group"))
    period = read_period(str(asked.get("period", "")), study_years())
    if group is None or period is None or period.kind is not PeriodKind.YEAR:
        return None
    return group_journal(reader, group, period)


def groups_of_year(user: Identity, period: Period, course: int | None) -> list[Group]:
    """Groups that had journals in the year, of one course or of all."""
    taught = sa.select(Journal.group_id).join(Semester, Semester.id == Journal.semester_id).where(
        Semester.starts >= period.first, Semester.ends <= period.last)
    found = db.session.scalars(sa.select(Group).where(Group.id.in_(taught), rows(user, READ, Group))
                               .order_by(Group.search_key, Group.admission_year))
    return [group for group in found if course in (None, group.course_in(period.first.year))]
