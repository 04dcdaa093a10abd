"""Spans of days that must not overlap (PostgreSQL's exclusion constraints, asked for on every engine)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from models import db
from models.base import Base
from models.spans import EXCLUSIONS

FOREVER = dt.date(9999, 12, 31)


def overlapped(row: Base) -> str | None:
    """The name of the exclusion that the flushed ``row`` breaks."""
    model = type(row)
    for name, (table, owners) in EXCLUSIONS.items():
        if table != model.__tablename__:
            continue
        columns = sa.inspect(model).columns
        starts, ends = getattr(row, "starts"), getattr(row, "ends") or FOREVER  # noqa: B009
        same = [columns[owner] == getattr(row, owner) for owner in owners]
        clash = sa.select(model.id).where(
            *same, model.id != row.id, columns["starts"] <= ends, sa.func.coalesce(columns["ends"], FOREVER) >= starts)
        if db.session.scalar(clash.limit(1)) is not None:
            return name
    return None
