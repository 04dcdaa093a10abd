"""Marks and absences by what their lessons are: looked for from the side where there is less to look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import RelationshipProperty

from models import Absence, Journal, Lesson, Mark, db
from queries.attributes import through, through_each

FEW = 3000  # lessons: what hangs on fewer is gathered sooner than met


def by_lesson(relations: Sequence[RelationshipProperty[Any]], fit: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Rows whose lessons fit: gathered from few lessons, of many asked of each row in turn; either way no further than
    the rows of journals with such lessons lie.

    Left to itself SQLite gathers always (0.9 s for all but the last days of a million marks), PostgreSQL walks all that
    was entered after an old day (1.6 s).
    """
    model = relations[0].parent.class_
    few, first, last = db.session.execute(_extent(model, fit)).one()
    if last is None:
        return sa.false()
    way = through if few else through_each
    return sa.and_(model.id.between(first, last), way(relations, fit))


def _extent(model: type[Mark | Absence], fit: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Whether the lessons are few; the first and the last id of a row in a journal that has one of them."""
    some = sa.select(Lesson.id).where(fit).limit(FEW + 1).subquery()
    few = sa.select(sa.func.count() <= FEW).select_from(some).scalar_subquery()
    ends = [end(sa.select(end(model.id)).where(model.journal_id == Journal.id).scalar_subquery())
            for end in (sa.func.min, sa.func.max)]
    has = sa.exists().where(Lesson.journal_id == Journal.id, fit)
    return sa.select(few, *ends).select_from(Journal).where(has)
