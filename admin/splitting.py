"""A list narrowed to some journals or students, newest first (PostgreSQL): of a few of them the first rows of each are
merged, of many the table is walked from its end.

Its planner would walk always, hoping to meet them soon: those of an old discipline it meets late. And it would look for
the journal and the discipline of each row that it meets, though whose rows are wanted can be known beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.sql import operators

from admin.keyset import Key
from models import db
from models.base import Base

FEW = 200  # values: of more of them rows are met soon enough by walking


@dataclass(frozen=True)
class Split:
    """column: of the list's rows; values: which it may have; others: what else is asked of a row."""

    model: type[Base]
    column: Any
    values: sa.Select[Any]
    others: Sequence[sa.ColumnElement[bool]]

    def ids(self, key: Key, back: bool, beyond: Sequence[sa.ColumnElement[bool]], most: int) -> sa.Select[Any]:
        """The first ``most`` ids of each value."""
        values = self.values.distinct().subquery()
        each = sa.select(self.model.id.label("id")).where(
            self.column == values.c[0], *self.others, *beyond).order_by(key.order(back)).limit(most).lateral()
        return sa.select(each.c.id).select_from(values.join(each, sa.true()))


def split(model: type[Base], criteria: Sequence[sa.ColumnElement[bool]]) -> Split | None:
    """How the list falls into parts, if few enough for it."""
    if db.session.get_bind().dialect.name != "postgresql":
        return None
    for place, criterion in enumerate(criteria):
        values = _values(model, criterion)
        if values is not None and _are_few(values):
            return Split(model, criterion.left, values, [*criteria[:place], *criteria[place + 1:]])  # type: ignore[attr-defined]
    return None


def walked(model: type[Base], criteria: Sequence[sa.ColumnElement[bool]]) -> list[sa.ColumnElement[bool]]:
    """The same criteria, for rows met in the list's order: what they may have is gathered once and asked of each."""
    if db.session.get_bind().dialect.name != "postgresql":
        return [*criteria]
    # of «IN … IS TRUE» it makes no join: a discipline's marks took 9 ms, they take 1
    return [criterion.is_(True) if _values(model, criterion) is not None else criterion for criterion in criteria]


def _values(model: type[Base], criterion: Any) -> sa.Select[Any] | None:
    """Of «column IN (sub-select)», where the column has an index together with the id."""
    if not _is_in(criterion):
        return None
    values = getattr(criterion.right, "element", criterion.right)
    table = cast(sa.Table, model.__table__)
    indexed = {index.columns[0] for index in table.indexes if [column.name for column in index.columns][1:] == ["id"]}
    known = {criterion.left, *getattr(criterion.left, "proxy_set", ())}
    return values if isinstance(values, sa.Select) and indexed & known else None


def parts(criteria: Sequence[sa.ColumnElement[bool]]) -> list[list[Any]]:
    """The criteria of each part of a list that is a union: a teacher's own journals or lessons given for another.

    Asked with OR no index helps, and ten thousand rows are counted by reading the table.
    """
    for place, criterion in enumerate(criteria):
        clauses = getattr(criterion, "clauses", ())
        if getattr(criterion, "operator", None) is operators.or_ and len(clauses) > 1 and all(map(_is_in, clauses)):
            return [[*criteria[:place], clause, *criteria[place + 1:]] for clause in clauses]
    return [list(criteria)]


def _is_in(criterion: Any) -> bool:
    return isinstance(criterion, sa.BinaryExpression) and criterion.operator is operators.in_op


def _are_few(values: sa.Select[Any]) -> bool:
    some = values.limit(FEW + 1).subquery()
    return (db.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0) <= FEW
