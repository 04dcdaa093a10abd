"""Findings as lists and their own pages show them, within the reader's rows (п. 5.7, 7.2–7.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from access.check import rows, writable_on
from access.grants import Action
from access.identity import Identity
from access.kept import kept, rows_of
from access.scopes import is_me
from models import Acknowledgement, CurriculumLine, Finding, Group, Journal, Lesson, Student, User, db
from queries.control import BY_NAME, CHECKS
from rules.findings import AWAITED
from rules.names import short_name
from rules.terms import AcknowledgementKind, FindingState, Severity

PAGE = 50
_RANK = sa.case({Severity.VIOLATION: 0, Severity.WARNING: 1}, value=Finding.severity, else_=2)
_SEMESTER_WIDE = tuple(check.name for check in CHECKS if check.by_semester)
_HALF_YEAR = dt.timedelta(days=184)
_Teacher = aliased(User)


@dataclass(frozen=True)
class Wanted:
    """What the reader asks for; None is everything. ``what`` is a check's name or a point of the regulation."""

    states: tuple[FindingState, ...] = AWAITED
    what: str = ""
    severity: Severity | None = None
    group: int | None = None
    teacher: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True)
class FindingLine:
    """A finding in words; moments in the college's zone; ``mine``: the reader answers for it.

    giver: who gave the lesson; seen: the reader has noted that it is known.
    """

    id: int
    page: str
    title: str
    advice: str
    point: str
    severity: Severity
    text: str
    day: dt.date
    journal_id: int | None
    journal: str
    group: str
    lesson_id: int | None
    lesson_on: dt.date | None
    giver: int | None
    student_id: int | None
    student: str
    responsible: str
    since: dt.datetime
    state: FindingState
    explanation: str
    accepted: str
    fixed: dt.datetime | None
    version: int
    mine: bool
    seen: bool

    @property
    def is_awaited(self) -> bool:
        return self.state in AWAITED


@dataclass(frozen=True)
class Choice:
    """What the filters offer: only what the reader's findings have."""

    groups: tuple[tuple[int, str], ...]
    teachers: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class FindingsPage:
    lines: tuple[FindingLine, ...]
    total: int
    choice: Choice


def findings_page(user: Identity, wanted: Wanted, page: int = 0) -> FindingsPage:
    """The heaviest first, then the oldest; the same four statements whatever their number."""
    which = sa.and_(rows(user, Action.READ, Finding), *_criteria(wanted))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Finding).where(which)) or 0
    query = _query(user, which).order_by(_RANK, Finding.day, Finding.id).limit(PAGE).offset(page * PAGE)
    return FindingsPage(tuple(_line(user, row) for row in db.session.execute(query)), total, _choice(user))


def heaviest(user: Identity, wanted: Wanted, limit: int) -> tuple[tuple[FindingLine, ...], int]:
    """The first of the list and how many there are: what stands beside another page."""
    which = sa.and_(rows(user, Action.READ, Finding), *_criteria(wanted))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Finding).where(which)) or 0
    query = _query(user, which).order_by(_RANK, Finding.day, Finding.id).limit(limit)
    return tuple(_line(user, row) for row in db.session.execute(query)), total


def awaited_in(user: Identity, spans: Sequence[tuple[dt.date, dt.date]]) -> Sequence[int]:
    """How many are neither mended nor accepted between the first and last day of each span (п. 7.2, 7.3)."""
    if not spans:
        return ()
    numbers = [sa.func.count(sa.case((_in_span(first, last), 1))) for first, last in spans]
    return db.session.execute(sa.select(*numbers).where(
        rows(user, Action.READ, Finding), Finding.state.in_(AWAITED))).one()


def one_finding(user: Identity, finding_id: int) -> FindingLine:
    """A finding the user may read."""
    return _line(user, db.session.execute(_query(user, Finding.id == finding_id)).one())


def open_count(user: Identity) -> int:
    """Open findings the user answers for."""
    ((number,),) = rows_of(_open_count(user))
    return int(number)


@kept
def _open_count(user: Identity) -> sa.SelectBase:
    return sa.select(sa.func.count()).select_from(Finding).where(
        is_me(Finding.responsible_id, user), Finding.state == FindingState.OPEN)


def may_write(user: Identity, finding: Finding) -> Collection[str]:
    """What the user may say of this very finding: an explanation, an acceptance, nothing."""
    fields = writable_on(user, Action.UPDATE, finding)
    return ("explanation", "accepted_reason") if fields is None else fields


def _criteria(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [Finding.state.in_(wanted.states)]
    if wanted.what:
        found.append(Finding.rule == wanted.what if wanted.what in BY_NAME else Finding.point == wanted.what)
    if wanted.severity is not None:
        found.append(Finding.severity == wanted.severity)
    if wanted.group is not None:
        found.append(Finding.group_id == wanted.group)
    if wanted.teacher is not None:
        found.append(Finding.responsible_id == wanted.teacher)
    if wanted.first is not None and wanted.last is not None:
        found.append(_in_span(wanted.first, wanted.last))
    return found


def _in_span(first: dt.date, last: dt.date) -> sa.ColumnElement[bool]:
    """Of these days; what a semester lacks carries its first day and is asked about all through it."""
    wide = sa.and_(Finding.rule.in_(_SEMESTER_WIDE), Finding.day.between(first - _HALF_YEAR, last))
    return sa.or_(Finding.day.between(first, last), wide)


def _query(user: Identity, which: sa.ColumnElement[bool]) -> Any:
    seen = sa.exists().where(Acknowledgement.kind == AcknowledgementKind.FINDING,
                             Acknowledgement.subject_id == Finding.id, Acknowledgement.at >= Finding.found_at,
                             is_me(Acknowledgement.user_id, user))
    return (
        sa.select(Finding, CurriculumLine.title.label("journal"), Group.name.label("group"),
                  Lesson.date.label("lesson_on"), Lesson.teacher_id.label("giver"), Student, _Teacher,
                  seen.label("seen"))
        .outerjoin(Journal, Journal.id == Finding.journal_id)
        .outerjoin(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .outerjoin(Group, Group.id == Finding.group_id).outerjoin(Lesson, Lesson.id == Finding.lesson_id)
        .outerjoin(Student, Student.id == Finding.student_id)
        .outerjoin(_Teacher, _Teacher.id == Finding.responsible_id).where(which))


def _line(user: Identity, row: Any) -> FindingLine:
    finding, student, teacher = row.Finding, row.Student, row[6]
    check, zone = BY_NAME.get(finding.rule), user.now.tzinfo
    return FindingLine(
        finding.id, check.page if check else "", check.title if check else finding.text, check.advice if check else "",
        finding.point, Severity(finding.severity), finding.text, finding.day, finding.journal_id, row.journal or "",
        row.group or "", finding.lesson_id, row.lesson_on, row.giver, finding.student_id,
        f"{student.last_name} {student.first_name}" if student else "", teacher.short_name if teacher else "",
        finding.found_at.astimezone(zone), FindingState(finding.state), finding.explanation or "",
        finding.accepted_reason or "", finding.fixed_at.astimezone(zone) if finding.fixed_at else None,
        finding.row_version, finding.responsible_id is not None and finding.responsible_id == user.id, row.seen)


def _choice(user: Identity) -> Choice:
    mine = rows(user, Action.READ, Finding)
    groups = db.session.execute(sa.select(Group.id, Group.name).where(
        Group.id.in_(sa.select(Finding.group_id).where(mine))).order_by(Group.name))
    teachers = db.session.execute(
        sa.select(User.id, User.last_name, User.first_name, User.patronymic).where(
            User.id.in_(sa.select(Finding.responsible_id).where(mine))).order_by(User.sort_key))
    return Choice(tuple((row.id, row.name) for row in groups),
                  tuple((row.id, short_name(row.last_name, row.first_name, row.patronymic)) for row in teachers))
