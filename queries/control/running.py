"""The checks run: a span of days asked of them, rows made into sentences; a constant number of statements each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from access.identity import Identity
from models import CheckSetting, Semester, db
from queries.closed import is_archived
from queries.control.frame import Asked, Check
from queries.surroundings import surroundings

LONGEST = 480
Settings = dict[str, tuple[bool, Decimal | None]]


@dataclass(frozen=True)
class Found:
    """A fault as it will be written down."""

    fingerprint: str
    day: dt.date
    text: str
    journal_id: int | None
    lesson_id: int | None
    student_id: int | None
    group_id: int | None
    responsible_id: int | None
    explained: str | None = None


@dataclass(frozen=True)
class Looked:
    """What a check has found; ``found`` is None when the college has switched it off.

    first, last: days its findings may carry, so that those not found any more are known to be mended.
    """

    check: Check
    first: dt.date
    last: dt.date
    found: tuple[Found, ...] | None


def look(user: Identity, checks: Iterable[Check], first: dt.date, last: dt.date,
         journal: int | None = None) -> Iterator[Looked]:
    """Ask every check about the days from ``first`` to ``last``; nothing is written. An archived year is at rest."""
    if is_archived(first, last):
        return
    asked = Asked(first, last, user.now, surroundings(user, min(last, user.today)), journal=journal)
    settings, semesters = check_settings(), _semesters(first, last)
    for check in checks:
        enabled, threshold = settings.get(check.name, (True, None))
        span = semesters if check.by_semester else (first, last)
        question = asked.of(check.threshold if threshold is None else threshold)
        yield Looked(check, *span, tuple(_found(check, question)) if enabled else None)


def check_settings() -> Settings:
    """Which checks the college has switched off, and its thresholds."""
    rows = db.session.execute(sa.select(CheckSetting.code, CheckSetting.enabled, CheckSetting.threshold))
    return {row.code: (row.enabled, row.threshold) for row in rows}


def _found(check: Check, asked: Asked) -> Iterator[Found]:
    """A fault said twice is one fault."""
    known: set[str] = set()
    for row in db.session.execute(check.select(asked)):
        text, fingerprint = check.say(row, asked), check.fingerprint(row)
        if text is not None and fingerprint not in known:
            known.add(fingerprint)
            yield Found(fingerprint, row.day, text[:LONGEST], row.journal_id, row.lesson_id, row.student_id,
                        row.group_id, row.responsible_id, row.explained)


def _semesters(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """First days of the semesters that the span meets."""
    begun = sa.select(sa.func.min(Semester.starts), sa.func.max(Semester.starts)).where(
        Semester.starts <= last, Semester.ends >= first)
    earliest, latest = db.session.execute(begun).one()
    return (first, last) if earliest is None else (earliest, latest)
