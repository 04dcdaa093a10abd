"""Where a row is used: what keeps it from being deleted."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa

from models import db
from models.base import Base

GOES_ALONG = ("CASCADE", "SET NULL")


@cache
def referring(model: type[Base]) -> tuple[tuple[type[Base], Any], ...]:
    """Columns of other entities that point to ``model`` and do not go along with a deleted row."""
    found: list[tuple[type[Base], Any]] = []
    for mapper in Base.registry.mappers:
        for column in mapper.local_table.columns:
            for key in column.foreign_keys:
                if key.column.table is model.__table__ and (key.ondelete or "") not in GOES_ALONG:
                    found.append((mapper.class_, column))
    return tuple(sorted(found, key=lambda pair: (pair[0].__tablename__, pair[1].key)))


def used_in(row: Base) -> list[str]:
    """Names of the sections whose rows refer to ``row``; asked in one query."""
    places = referring(type(row))
    if not places:
        return []
    checks = [sa.exists().where(column == row.id).correlate(None) for _, column in places]
    answers = db.session.execute(sa.select(*(sa.case((check, 1), else_=0) for check in checks))).one()
    return list(dict.fromkeys(model.__labels__ for (model, _), found in zip(places, answers, strict=True) if found))
