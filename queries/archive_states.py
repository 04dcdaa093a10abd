"""Academic years and their archives: which may be made, which was made, whether it is whole (п. 7.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import AcademicYear, Closing, db
from rules.archives import check_archive
from rules.spans import Days
from rules.terms import ClosingScope
from rules.violation import Violation


@dataclass(frozen=True)
class YearLine:
    """``refusal``: why no archive may be made; ``manifest``: the hash of the archive that was; moments: local."""

    id: int
    title: str
    days: Days
    refusal: str | None
    archived_at: dt.datetime | None
    archived_by: str
    manifest: str | None
    checked_at: dt.datetime | None
    damage: str | None


def years(user: Identity) -> list[YearLine]:
    """All academic years, the latest first."""
    closed = _closed_days()
    query = sa.select(AcademicYear).where(rows(user, READ, AcademicYear)).options(
        selectinload(AcademicYear.semesters), joinedload(AcademicYear.archived_by)).order_by(AcademicYear.year.desc())
    return [_line(user, year, closed) for year in db.session.scalars(query)]


def year_of(number: int) -> AcademicYear | None:
    """The academic year that begins in the calendar year."""
    return db.session.scalar(sa.select(AcademicYear).where(AcademicYear.year == number))


def year_of_archive(manifest: str) -> AcademicYear | None:
    """The year whose archive has this hash of the list of files."""
    return db.session.scalar(sa.select(AcademicYear).where(AcademicYear.archive_sha256 == manifest))


def refusal_of(user: Identity, year: AcademicYear) -> Violation | None:
    """Why the year may not be archived."""
    return _refusal(user, year, _closed_days())


def _refusal(user: Identity, year: AcademicYear, closed: Collection[Days]) -> Violation | None:
    semesters = {semester.number: Days(semester.starts, semester.ends) for semester in year.semesters}
    return check_archive(user.today, year.ends, semesters, closed)


def _closed_days() -> list[Days]:
    """Days of the semesters and years that a deputy has closed."""
    found = db.session.execute(sa.select(Closing.starts, Closing.ends).where(
        Closing.scope.in_((ClosingScope.SEMESTER, ClosingScope.YEAR))))
    return [Days(row.starts, row.ends) for row in found]


def _line(user: Identity, year: AcademicYear, closed: Collection[Days]) -> YearLine:
    refusal = _refusal(user, year, closed)
    return YearLine(
        year.id, str(year), Days(year.starts, year.ends), str(refusal) if refusal else None,
        _local(user, year.archived_at), year.archived_by.short_name if year.archived_by else "", year.archive_sha256,
        _local(user, year.archive_checked_at), year.archive_damage)


def _local(user: Identity, moment: dt.datetime | None) -> dt.datetime | None:
    return moment.astimezone(user.now.tzinfo) if moment else None
