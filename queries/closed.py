"""Days that nobody writes about any more, as one criterion (п. 7.2, 7.5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from access.scopes import covers
from models import AcademicYear, Closing, db


def is_closed(day: Any, year: Any) -> sa.ColumnElement[bool]:
    """The day stands in a period that a deputy has closed, or the year is archived; leave to reopen is not asked."""
    archived = sa.select(AcademicYear.year).where(AcademicYear.archived_at.is_not(None))
    return sa.or_(sa.exists().where(covers(Closing.starts, Closing.ends, day)), year.in_(archived))


def is_open() -> sa.ColumnElement[bool]:
    """The academic year is not archived: in the others nothing waits any more."""
    return AcademicYear.archived_at.is_(None)


def archived_years() -> frozenset[int]:
    return frozenset(db.session.scalars(sa.select(AcademicYear.year).where(AcademicYear.archived_at.is_not(None))))


def is_archived(first: dt.date, last: dt.date) -> bool:
    """Whether all the days lie in one archived year (п. 7.5)."""
    return db.session.scalar(sa.select(AcademicYear.id).where(
        AcademicYear.starts <= first, AcademicYear.ends >= last, AcademicYear.archived_at.is_not(None))) is not None
