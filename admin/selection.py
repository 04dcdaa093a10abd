"""Which rows a list shows: one criterion for counting and fetching, a page by ids and then its rows whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from models import db
from models.base import Base
from queries.attributes import Attribute

CAP = 10_000  # counting further would cost more than the number is worth
DEEPEST = 1_000_000  # pages: past any table, within any integer


class Count(int):
    """A number of rows; beyond the cap it is read as «10 000+»."""

    @property
    def is_capped(self) -> bool:
        return False

    def __str__(self) -> str:
        return f"{int(self):,}".replace(",", "\N{NO-BREAK SPACE}")


class CappedCount(Count):
    @property
    def is_capped(self) -> bool:
        return True

    def __str__(self) -> str:
        return super().__str__() + "+"


@dataclass(frozen=True)
class Selection:
    """Which rows of ``model``, in which order."""

    model: type[Base]
    criteria: Sequence[sa.ColumnElement[bool]] = ()
    order: Sequence[tuple[Attribute, bool]] = field(default=())

    def count(self) -> Count:
        """A real count(*); of a narrowed list no further than the cap."""
        if all(map(is_everything, self.criteria)):
            return Count(db.session.scalar(sa.select(sa.func.count()).select_from(self.model)) or 0)
        some = sa.select(sa.literal(1)).select_from(self.model).where(*self.criteria).limit(CAP + 1).subquery()
        found = db.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0
        return CappedCount(CAP) if found > CAP else Count(found)

    def ids(self) -> sa.Select[int]:
        """Ids in order: the sorted columns of related rows are joined once."""
        query = sa.select(self.model.id).where(*self.criteria)
        known: dict[tuple[str, ...], Any] = {}
        for attribute, descending in self.order:
            query, column = _sorted(query, self.model, attribute, known)
            query = query.order_by(column.desc() if descending else column.asc())
        if self.order and self.order[-1][0].path == "id":
            return query
        return query.order_by(self.model.id.desc() if self._newest_first else self.model.id)

    @property
    def _newest_first(self) -> bool:
        return bool(self.order) and self.order[0][1]

    def page(self, number: int, size: int, options: Sequence[Any]) -> list[Any]:
        """One page: its ids first, so that nothing is joined to rows that are not shown."""
        return fetch(self.model, list(db.session.scalars(self.ids().limit(size).offset(number * size))), options)


def fetch(model: type[Base], ids: Sequence[int], options: Sequence[Any]) -> list[Any]:
    """The rows with ``ids``, in that order."""
    if not ids:
        return []
    query = sa.select(model).where(model.id.in_(ids)).options(*options)
    found = {row.id: row for row in db.session.scalars(query)}
    return [found[id] for id in ids if id in found]


def is_everything(criterion: Any) -> bool:
    """Whether a criterion is just «true», alone or the only member of an OR."""
    return isinstance(getattr(criterion, "element", criterion), type(sa.true()))


def _sorted(query: sa.Select[Any], model: type[Base], attribute: Attribute, known: dict[tuple[str, ...], Any],
            ) -> tuple[sa.Select[Any], Any]:
    owner: Any = model
    path: tuple[str, ...] = ()
    for relation in attribute.relations:
        path = (*path, relation.key)
        if path not in known:
            known[path] = aliased(relation.mapper.class_)
            query = query.outerjoin(known[path], getattr(owner, relation.key).of_type(known[path]))
        owner = known[path]
    return query, getattr(owner, attribute.name)
