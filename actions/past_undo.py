"""Taking back marks of a past time: what has been closed since stays (п. 7.2, 7.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

import sqlalchemy as sa

from actions.periods import closed_periods
from models import Cell, Lesson, db
from queries.closed import is_archived
from rules.lessons import closed_period

AT_ONCE = 500


def closed_since(rows: Mapping[str, Collection[int]]) -> Iterator[str]:
    """Why lessons and cells among the rows, by table, may not go: state beats role."""
    dates: set[dt.date] = set()
    for model, query in ((Lesson, sa.select(Lesson.date)),
                         (Cell, sa.select(Lesson.date).join(Cell, Cell.lesson_id == Lesson.id))):
        ids = list(rows.get(model.__tablename__, ()))
        for start in range(0, len(ids), AT_ONCE):
            dates |= set(db.session.scalars(query.where(model.id.in_(ids[start:start + AT_ONCE]))))
    for day in sorted(dates):
        refusal = closed_period(day, closed_periods(day), archived=is_archived(day, day))
        if refusal is not None:
            yield f"{day:%d.%m.%Y}: {refusal}"
