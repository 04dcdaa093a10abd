"""What was turned and by whom, and papers whose term of keeping has passed (п. 7.5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import AcademicYear, Journal, Movement, RetentionTerm, Semester, YearOperation, db
from queries.rollover import my_parts
from rules.leavers import LEFT
from rules.retention_terms import YEARLY, Kept, PaperKind, terms_of
from rules.rollover import YearPart

SHOWN = 20


@dataclass(frozen=True)
class OperationLine:
    """An applied turning; may_undo: the user may write everything it has written."""

    id: int
    title: str
    who: str
    at: dt.datetime
    parts: tuple[str, ...]
    report: tuple[tuple[str, int], ...]
    undone_at: dt.datetime | None
    may_undo: bool


@dataclass(frozen=True)
class Passed:
    """Papers of a year whose term is over: nothing is deleted by itself."""

    kind: str
    what: str
    until: dt.date


def operations(user: Identity) -> list[OperationLine]:
    mine, zone = my_parts(user), user.now.tzinfo
    return [OperationLine(
        row.id, str(row), row.user.short_name, row.at.astimezone(zone),
        tuple(YearPart(part).title for part in row.parts), tuple((title, number) for title, number in row.report),
        row.undone_at.astimezone(zone) if row.undone_at else None,
        row.undone_at is None and set(row.parts) <= mine)
        for row in db.session.scalars(
            sa.select(YearOperation).where(rows(user, READ, YearOperation)).options(joinedload(YearOperation.user))
            .order_by(YearOperation.id.desc()).limit(SHOWN))]


def retention() -> tuple[Kept, ...]:
    """The college's terms of keeping."""
    return terms_of({PaperKind(row.kind): (row.years, row.basis) for row in db.session.scalars(
        sa.select(RetentionTerm))})


def passed(user: Identity) -> list[Passed]:
    """By kind: years of journals and years of leaving whose papers need not be kept any longer."""
    years = list(db.session.execute(
        sa.select(AcademicYear.year, AcademicYear.ends).order_by(AcademicYear.year).where(
            sa.exists().where(Semester.academic_year_id == AcademicYear.id, Journal.semester_id == Semester.id))))
    leaving = sa.extract("year", Movement.effective_on)
    left = [int(year) for year in db.session.scalars(
        sa.select(leaving).where(Movement.kind.in_(LEFT), Movement.effective_on <= user.today).distinct())]
    found = []
    for kept in retention():
        ends = ([(f"{year}-{year + 1} учебный год", day) for year, day in years] if kept.kind in YEARLY
                else [(f"выбывшие в {year} году", dt.date(year, 12, 31)) for year in sorted(left)])
        found += [Passed(kept.kind.title, what, until) for what, day in ends
                  if kept.has_passed(day, user.today) and (until := kept.until(day))]
    return found
