"""Selects of unlike things, one under another: what surrounds a page comes in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa


class Parts:
    """The columns that parts share; each part fills some of them, ``part`` is its name and ``rank`` its order.

    A first select without rows says the types for all: said in each, they made statements longer than psycopg keeps
    ready (4,096 signs).
    """

    def __init__(self, **columns: sa.types.TypeEngine[Any]) -> None:
        self.columns: dict[str, sa.types.TypeEngine[Any]] = {"part": sa.String(), "rank": sa.BigInteger(), **columns}

    def part(self, name: str, **columns: Any) -> sa.Select[Any]:
        """A select of one kind of things; ``name`` is a word of the program's own."""
        values = {"part": sa.literal_column(f"'{name}'"), "rank": sa.literal_column("0"), **columns}
        return sa.select(*(values.get(column, sa.literal_column("NULL")) for column in self.columns)
                         ).set_label_style(sa.LABEL_STYLE_NONE)

    def together(self, *parts: sa.Select[Any]) -> sa.CompoundSelect[Any]:
        types = (sa.cast(sa.null(), kind).label(column) for column, kind in self.columns.items())
        return sa.union_all(sa.select(*types).where(sa.false()), *parts)


def by_part(found: Iterable[Any]) -> dict[str, list[Any]]:
    """Rows by the name of their part, in the order of their rank."""
    rows: dict[str, list[Any]] = {}
    for row in sorted(found, key=lambda row: row.rank):
        rows.setdefault(row.part, []).append(row)
    return rows
