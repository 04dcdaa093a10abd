"""How many rows stand under each row of a page: one query for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from models import db


def counts(column: Any, ids: Sequence[int], *criteria: sa.ColumnElement[bool]) -> dict[int, int]:
    """By the id that ``column`` refers to: the number of rows."""
    found = db.session.execute(sa.select(column, sa.func.count()).where(column.in_(ids), *criteria).group_by(column))
    return {row[0]: row[1] for row in found}


def sums(column: Any, amount: Any, ids: Sequence[int]) -> dict[int, int]:
    """By the id that ``column`` refers to: the sum of ``amount``."""
    found = db.session.execute(sa.select(column, sa.func.sum(amount)).where(column.in_(ids)).group_by(column))
    return {row[0]: int(row[1]) for row in found}
