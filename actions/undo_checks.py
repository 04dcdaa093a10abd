"""What forbids to take back rows of journals: whose they are, what is closed, what is over (п. 6.1, 7.2, 7.5, 9.4)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from access.paths import ids, within
from access.scopes import signs_for
from actions.archived import FROZEN
from actions.periods import closed_periods, reopened
from models import AcademicYear, Cell, Journal, Lesson, Semester, TimetableChange, db
from queries.closed import is_archived
from queries.college import norms_on, work_calendar
from rules.deadlines import check_lesson_entry
from rules.lessons import archived_year, closed_period
from rules.violation import Violation

AT_ONCE = 500
Rows = Mapping[str, Collection[int]]  # numbers by table
Gone = Mapping[str, Iterable[Mapping[str, Any]]]  # values by table


def forbidden(user: Identity, rows: Rows, gone: Gone, reason: str) -> Iterator[str]:
    """Why made or changed ``rows`` and those that are gone may not go back; ``reason`` explains what is late."""
    if any(_of_archive(rows, gone)):
        yield str(archived_year())
    for journal, dates in _days(rows).items():
        if not signs_for(user, journal):
            yield f"{journal}: отметки убирает только преподаватель журнала (п. 9.4)"
            continue
        for day in sorted(dates):
            open_again = reopened(user, journal, day)
            refusal = closed_period(day, closed_periods(day), open_again, is_archived(day, day)) or _late(
                user, day, reason, open_again)
            if refusal is not None:
                yield f"{day:%d.%m.%Y}: {refusal}"


def _late(user: Identity, day: dt.date, reason: str, open_again: bool) -> Violation | None:
    norms = norms_on(day)
    refusal = check_lesson_entry(user.now, day, work_calendar(user, norms), norms, reason)
    return None if refusal and refusal.is_lifted_by_reopening and open_again else refusal


def _of_archive(rows: Rows, gone: Gone) -> Iterator[bool]:
    """Whether something hangs on a journal of an archived year."""
    journals = ids(Journal.id).join(Semester).join(AcademicYear).where(AcademicYear.archived_at.is_not(None))
    for model in FROZEN:
        criterion = _changes(journals) if model is TimetableChange else within(model, Journal, journals)
        for some in _parts(rows.get(model.__tablename__, ())):
            yield db.session.scalar(sa.select(model.id).where(model.id.in_(some), criterion).limit(1)) is not None
        named = {row[name] for row in gone.get(model.__tablename__, ()) for name in ("journal_id", "new_journal_id")
                 if row.get(name)}
        for some in _parts(named):
            yield db.session.scalar(journals.where(Journal.id.in_(some)).limit(1)) is not None


def _changes(journals: Any) -> sa.ColumnElement[bool]:
    return sa.or_(TimetableChange.journal_id.in_(journals), TimetableChange.new_journal_id.in_(journals))


def _days(rows: Rows) -> dict[Journal, set[dt.date]]:
    """Days of the lessons and cells among the rows, by journal."""
    found: dict[Journal, set[dt.date]] = defaultdict(set)
    pairs: set[tuple[int, dt.date]] = set()
    lessons = sa.select(Lesson.journal_id, Lesson.date)
    for model, query in ((Lesson, lessons), (Cell, lessons.join(Cell, Cell.lesson_id == Lesson.id))):
        for some in _parts(rows.get(model.__tablename__, ())):
            pairs |= {(row[0], row[1]) for row in db.session.execute(query.where(model.id.in_(some)))}
    for journal, day in pairs:
        found[db.session.get_one(Journal, journal)].add(day)
    return found


def _parts(numbers: Collection[int]) -> Iterator[list[int]]:
    known = list(numbers)
    for start in range(0, len(known), AT_ONCE):
        yield known[start:start + AT_ONCE]
