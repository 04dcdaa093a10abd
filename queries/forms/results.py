"""Published results of students over the years of study: what certificates and the diploma are made of (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import AcademicYear, CurriculumLine, Debt, DebtAttempt, FinalMark, Journal, Semester, db
from queries.diary_subjects import KEY, SUBJECT
from rules.attestation import is_positive
from rules.diploma import Mark
from rules.spans import Days
from rules.terms import FinalKind, FinalValue, LineKind

POSITIVE = [value for value in FinalValue if is_positive(value)]


@dataclass(frozen=True)
class Result:
    """``mark`` is in force: a passed attempt has replaced what was put first, and ``on`` is its day."""

    key: str
    subject: str
    index: str
    title: str
    line_kind: LineKind
    position: int
    year: int
    semester: int
    hours: int
    mark: Mark
    on: dt.date
    theme: str
    basis: str
    made_up: bool


def results(user: Identity, students: Sequence[int], days: Days | None = None) -> dict[int, list[Result]]:
    """By student, in the order of semesters and of the plan; ``days``: of the semesters that begin in them."""
    passed = sa.and_(DebtAttempt.debt_id == Debt.id, DebtAttempt.value.in_(POSITIVE),
                     rows(user, Action.READ, DebtAttempt))
    query = (
        sa.select(FinalMark.student_id, KEY, SUBJECT, CurriculumLine.index.label("code"), CurriculumLine.title,
                  CurriculumLine.kind.label("line_kind"), CurriculumLine.position, CurriculumLine.semester_number,
                  CurriculumLine.total, AcademicYear.year, Semester.number, FinalMark.kind, FinalMark.value,
                  FinalMark.set_at, FinalMark.theme, FinalMark.basis, DebtAttempt.value.label("passed"),
                  DebtAttempt.date.label("passed_on"))
        .join(Journal, Journal.id == FinalMark.journal_id).join(Semester, Semester.id == Journal.semester_id)
        .join(AcademicYear, AcademicYear.id == Semester.academic_year_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .outerjoin(Debt, sa.and_(Debt.final_mark_id == FinalMark.id, rows(user, Action.READ, Debt)))
        .outerjoin(DebtAttempt, passed)
        .where(FinalMark.student_id.in_(students), FinalMark.published_at.is_not(None),
               rows(user, Action.READ, FinalMark))
        .order_by(AcademicYear.year, Semester.number, CurriculumLine.position, FinalMark.id))
    if days is not None:
        query = query.where(Semester.starts >= days.starts, Semester.starts <= (days.ends or user.today))
    found: dict[int, list[Result]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.student_id].append(_result(row, user))
    return found


def _result(row: Any, user: Identity) -> Result:
    made_up = row.passed is not None
    return Result(
        row.subject_key, row.subject, row.code, row.title, LineKind(row.line_kind), row.position, row.year,
        row.number, row.total,
        Mark(FinalKind(row.kind), FinalValue(row.passed if made_up else row.value), row.semester_number),
        row.passed_on if made_up else row.set_at.astimezone(user.now.tzinfo).date(), row.theme or "",
        row.basis or "", made_up)
