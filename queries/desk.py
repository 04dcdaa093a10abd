"""How much of each duty waits, and the figures a role answers for (п. 5.2–5.7, 7.1–7.4, 8.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ, UPDATE
from access.identity import Identity
from access.scopes import covers
from models import (
    Absence,
    AbsenceKind,
    Cell,
    ChangeRequest,
    Consent,
    Curatorship,
    Debt,
    Finding,
    Group,
    Inspection,
    JobRun,
    Journal,
    Lesson,
    Membership,
    Outbox,
    PlanEvent,
    ReopeningRequest,
    Semester,
    SupportRequest,
    Syllabus,
    TimetableSlot,
    User,
    db,
)
from queries.college import norms_on
from queries.curator_absences import unresolved
from queries.indicators_basis import Asked, basis
from queries.indicators_figures import Figures, whole
from queries.indicators_scope import college
from queries.sending import stuck
from rules.calendar import month_of
from rules.duties import Duty, duties_of
from rules.findings import AWAITED
from rules.inspections import is_due
from rules.norms import Norms
from rules.terms import (
    OPEN_REQUESTS,
    ConsentKind,
    DebtState,
    FindingState,
    PlanState,
    Severity,
    SyllabusState,
)

Criteria = tuple[Any, ...]  # conditions that all hold


@dataclass(frozen=True)
class Waiting:
    """A duty with something to do in it."""

    duty: Duty
    count: int


def waiting(user: Identity, wall: dt.datetime) -> list[Waiting]:
    """What the user's roles have to do now, the most urgent first; two statements, whatever there is."""
    asked = duties_of(user.roles)
    if not asked:
        return []
    norms = norms_on(user.today)
    counted = db.session.execute(
        sa.select(*(_counted(user, wall, norms, duty).label(duty.name) for duty in asked))).one()._asdict()
    if Duty.INSPECTION in asked:
        counted[Duty.INSPECTION.name] = int(is_due(counted[Duty.INSPECTION.name], user.today, norms))
    return [Waiting(duty, counted[duty.name]) for duty in asked if counted[duty.name]]


def figures(user: Identity) -> tuple[dt.date, Figures]:
    """The sheet of п. 5.7 for the college, the month of today, and the month's first day."""
    first, last = month_of(user.today)
    return first, whole(basis(user, Asked(college(user), first, last)))


def _counted(user: Identity, wall: dt.datetime, norms: Norms, duty: Duty) -> sa.ScalarSelect[Any]:
    if duty is Duty.INSPECTION:
        return sa.select(sa.func.max(Inspection.date)).where(rows(user, READ, Inspection)).scalar_subquery()
    if duty is Duty.ABSENCES:
        model, criteria = _absences(user, norms)
    else:
        model, criteria = _COUNTS[duty](user, wall)
    return sa.select(sa.func.count()).select_from(model).where(*criteria).scalar_subquery()


def _findings(user: Identity, *states: FindingState) -> Criteria:
    return rows(user, READ, Finding), Finding.state.in_(states)


def _groups(user: Identity, wall: dt.datetime) -> tuple[Any, Criteria]:
    curated = sa.exists().where(Curatorship.group_id == Group.id,
                                covers(Curatorship.starts, Curatorship.ends, user.today))
    studying = sa.exists().where(Membership.group_id == Group.id,
                                 covers(Membership.starts, Membership.ends, user.today))
    return Group, (rows(user, READ, Group), sa.or_(Group.closed_on.is_(None), Group.closed_on > user.today), ~curated,
                   studying)


def _absences(user: Identity, norms: Norms) -> tuple[Any, Criteria]:
    hung = sa.join(Absence, Cell, Cell.id == Absence.cell_id).join(Lesson, Lesson.id == Cell.lesson_id).join(
        AbsenceKind, AbsenceKind.id == Absence.kind_id)
    return hung, (rows(user, READ, Absence), unresolved(),
                  Lesson.date < user.today - dt.timedelta(days=norms.absences_resolved_days))


def _journals(user: Identity, lacking: sa.ColumnElement[bool]) -> tuple[Any, Criteria]:
    now = sa.select(Semester.id).where(Semester.starts <= user.today, Semester.ends >= user.today)
    return Journal, (rows(user, READ, Journal), Journal.semester_id.in_(now), lacking)


def _people(user: Identity, wall: dt.datetime) -> tuple[Any, Criteria]:
    given = sa.exists().where(Consent.student_id == Membership.student_id, Consent.kind == ConsentKind.PROCESSING,
                              Consent.revoked_on.is_(None))
    return Membership, (rows(user, READ, Membership), covers(Membership.starts, Membership.ends, user.today), ~given)


_COUNTS: dict[Duty, Callable[[Identity, dt.datetime], tuple[Any, Criteria]]] = {
    Duty.BROKEN_JOBS: lambda user, wall: (JobRun, (rows(user, READ, JobRun), JobRun.ok.is_(False))),
    Duty.UNSENT: lambda user, wall: (Outbox, (rows(user, READ, Outbox), stuck())),
    Duty.QUESTIONS: lambda user, wall: (SupportRequest, (
        rows(user, UPDATE, SupportRequest), SupportRequest.state.in_(OPEN_REQUESTS))),
    Duty.EXPIRED: lambda user, wall: (User, (
        rows(user, READ, User), User.must_change_password, User.blocked_at.is_(None),
        User.password_expires_at < wall)),
    Duty.REOPENINGS: lambda user, wall: (ReopeningRequest, (
        rows(user, READ, ReopeningRequest), ReopeningRequest.state.in_(OPEN_REQUESTS))),
    Duty.EXPLAINED: lambda user, wall: (Finding, _findings(user, FindingState.EXPLAINED)),
    Duty.VIOLATIONS: lambda user, wall: (Finding, (
        *_findings(user, *AWAITED), Finding.severity == Severity.VIOLATION)),
    Duty.PLAN: lambda user, wall: (PlanEvent, (
        rows(user, READ, PlanEvent), PlanEvent.state != PlanState.DONE, PlanEvent.due_on < user.today)),
    Duty.NO_CURATOR: _groups,
    Duty.DEBTS: lambda user, wall: (Debt, (rows(user, READ, Debt), Debt.state == DebtState.EXPIRED)),
    Duty.PLANS: lambda user, wall: (Syllabus, (rows(user, READ, Syllabus), Syllabus.state == SyllabusState.SUBMITTED)),
    Duty.NO_TIMETABLE: lambda user, wall: _journals(
        user, ~sa.exists().where(TimetableSlot.journal_id == Journal.id)),
    Duty.NO_SYLLABUS: lambda user, wall: _journals(user, Journal.syllabus_id.is_(None)),
    Duty.CHANGES: lambda user, wall: (ChangeRequest, (
        rows(user, READ, ChangeRequest), ChangeRequest.state.in_(OPEN_REQUESTS))),
    Duty.NO_CONSENT: _people,
}
