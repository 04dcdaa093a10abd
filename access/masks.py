"""Fields of single rows that a user may not see, where another of their roles shows them on other rows."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from access.check import field_rows, hidden_fields, limited_fields, rows
from access.grants import READ
from access.identity import Identity
from models import db
from models.base import Base


def masks_rows(user: Identity, model: type[Base]) -> bool:
    """Whether some fields are shown on some rows only."""
    return bool(limited_fields(user, model) - hidden_fields(user, model))


def masked(user: Identity, model: type[Base], ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """By row: the fields to hide; one query for the page, none when nothing is limited."""
    if not masks_rows(user, model) or not ids:
        return dict.fromkeys(ids, hidden_fields(user, model))
    found = sight(user, model, ids)
    return {id: found[id][1] if id in found else limited_fields(user, model) for id in ids}


def sight(user: Identity, model: type[Base], ids: Sequence[int]) -> dict[int, tuple[bool, frozenset[str]]]:
    """Of the rows that are there: whether the user reads each, and the fields to hide; one query."""
    closed = hidden_fields(user, model)
    limited = sorted(limited_fields(user, model) - closed)
    seen = [sa.case((rule, 1), else_=0) for rule in (
        rows(user, READ, model), *(field_rows(user, model, field) for field in limited))]
    return {id: (bool(read), closed | {field for field, open_ in zip(limited, fields, strict=True) if not open_})
            for id, read, *fields in db.session.execute(sa.select(model.id, *seen).where(model.id.in_(ids)))}
