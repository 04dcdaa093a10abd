"""Fields of single rows that a user may not see, where another of their roles shows them on other rows."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from access.check import field_rows, hidden_fields, limited_fields
from access.identity import Identity
from models import db
from models.base import Base


def masks_rows(user: Identity, model: type[Base]) -> bool:
    """Whether some fields are shown on some rows only."""
    return bool(limited_fields(user, model) - hidden_fields(user, model))


def masked(user: Identity, model: type[Base], ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """By row: the fields to hide; one query for the page, none when nothing is limited."""
    closed = hidden_fields(user, model)
    limited = sorted(limited_fields(user, model) - closed)
    if not limited or not ids:
        return dict.fromkeys(ids, closed)
    seen = [sa.case((field_rows(user, model, field), 1), else_=0) for field in limited]
    found = db.session.execute(sa.select(model.id, *seen).where(model.id.in_(ids)))
    masks = {row[0]: closed | {field for field, open_ in zip(limited, row[1:], strict=True) if not open_}
             for row in found}
    return {id: masks.get(id, closed | frozenset(limited)) for id in ids}
