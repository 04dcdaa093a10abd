"""Topics of the plans behind a sheet of п. 5.7: which were given in full, how long each takes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa

from models import Journal, Lesson, SyllabusTopic, db
from queries.indicators_books import AT_ONCE, Book


@dataclass(frozen=True)
class Topics:
    """given: how many were given in full, by journal; hours: of each topic of a plan, in its order."""

    given: dict[int, int]
    hours: dict[int, list[int]]


def topics(found: dict[int, Book], first: dt.date, last: dt.date) -> Topics:
    """Of the journals that count, given from ``first`` to ``last``."""
    planned = [book for book in found.values() if book.syllabus and book.counts]
    return Topics(_given([book.id for book in planned], first, last), _hours({book.syllabus for book in planned}))


def _given(ids: list[int], first: dt.date, last: dt.date) -> dict[int, int]:
    spent = sa.select(Lesson.journal_id, Lesson.syllabus_topic_id, sa.func.sum(Lesson.hours).label("hours")).where(
        Lesson.journal_id.in_(ids), Lesson.date.between(first, last)).group_by(
            Lesson.journal_id, Lesson.syllabus_topic_id).subquery()
    query = (
        sa.select(Journal.id, sa.func.count())
        .join(spent, spent.c.journal_id == Journal.id)
        .join(SyllabusTopic, SyllabusTopic.id == spent.c.syllabus_topic_id)
        .where(SyllabusTopic.syllabus_id == Journal.syllabus_id, spent.c.hours >= SyllabusTopic.hours)
        .group_by(Journal.id))
    return {row[0]: row[1] for row in db.session.connection().execute(query)}


def _hours(plans: set[int | None]) -> dict[int, list[int]]:
    hours = defaultdict(list)
    query = sa.select(SyllabusTopic.syllabus_id, SyllabusTopic.hours).where(
        SyllabusTopic.syllabus_id.in_(plans)).order_by(SyllabusTopic.syllabus_id, SyllabusTopic.position)
    for plan, needed in db.session.connection().execute(query.execution_options(yield_per=AT_ONCE)):
        hours[plan].append(needed)
    return dict(hours)
