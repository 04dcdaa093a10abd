"""Keys of an order and the rows beyond a row: a page far down costs what the first one costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import RelationshipProperty, aliased

from models.base import Base
from queries.attributes import Attribute


@dataclass(frozen=True)
class Place:
    """Where a row stood when a list was shown: the first of the page ``page``; only its number is in the address."""

    page: int
    id: int

    def __str__(self) -> str:
        return f"{self.page}.{self.id}"


@dataclass(frozen=True)
class Key:
    """One column of an order; empty values stand last on both engines."""

    column: Any
    descending: bool
    nullable: bool

    def of(self, column: Any) -> Key:
        """The same key read from another column."""
        return replace(self, column=column)

    def order(self, back: bool) -> Any:
        made = self.column.desc() if self.descending != back else self.column.asc()
        if not self.nullable:
            return made
        return made.nulls_first() if back else made.nulls_last()

    def equals(self, value: Any) -> sa.ColumnElement[bool]:
        return self.column.is_(None) if value is None else self.column == self._bound(value)

    def beyond(self, value: Any, back: bool) -> sa.ColumnElement[bool]:
        """Values that stand after this one, or before it."""
        if value is None:
            return self.column.is_not(None) if back else sa.false()
        bound = self._bound(value)
        further: sa.ColumnElement[bool] = self.column < bound if self.descending != back else self.column > bound
        return sa.or_(further, self.column.is_(None)) if self.nullable and not back else further

    def since(self, value: Any, back: bool) -> sa.ColumnElement[bool]:
        """The value and those after it, or before it; of a column that is never empty."""
        bound = self._bound(value)
        found: sa.ColumnElement[bool] = self.column <= bound if self.descending != back else self.column >= bound
        return found

    def _bound(self, value: Any) -> sa.BindParameter[Any]:
        return sa.literal(value, self.column.type)


def beyond(keys: Sequence[Key], values: Sequence[Any], back: bool) -> sa.ColumnElement[bool]:
    """Rows from the one with ``values`` on, itself included; or those before it. The last key is unique."""
    last = keys[-1].beyond(values[-1], back) if back else keys[-1].since(values[-1], back)
    if len(keys) == 1:
        return last
    found = []
    for number, (key, value) in enumerate(zip(keys, values, strict=True)):
        same = [before.equals(known) for before, known in zip(keys[:number], values, strict=False)]
        found.append(sa.and_(*same, last if number == len(keys) - 1 else key.beyond(value, back)))
    if keys[0].nullable:
        return sa.or_(*found)
    # said once more about the first column alone, for the sake of its index
    return sa.and_(keys[0].since(values[0], back), sa.or_(*found))


Joined = dict[tuple[str, ...], Any]


def keyed(query: sa.Select[Any], model: type[Base], order: Sequence[tuple[Attribute, bool]],
          joined: Joined | None = None) -> tuple[sa.Select[Any], list[Key]]:
    """The query with the tables of the order ``joined`` once, and the keys: those of the order, then the row's id."""
    joined = {} if joined is None else joined
    keys = []
    for attribute, descending in order:
        query, owner = joined_to(query, model, attribute.relations, joined)
        keys.append(Key(getattr(owner, attribute.name), descending, _may_be_empty(attribute)))
    if not order or order[-1][0].path != "id":
        keys.append(Key(model.id, bool(order) and order[0][1], nullable=False))
    return query, keys


def joined_to(query: sa.Select[Any], model: type[Base], relations: Sequence[RelationshipProperty[Any]], joined: Joined,
              ) -> tuple[sa.Select[Any], Any]:
    """The query with the tables on the way joined, those that are not yet; and the last of them."""
    owner: Any = model
    path: tuple[str, ...] = ()
    for relation in relations:
        path = (*path, relation.key)
        if path not in joined:
            joined[path] = aliased(relation.mapper.class_)
            query = query.join(joined[path], getattr(owner, relation.key).of_type(joined[path]),
                               isouter=_is_optional(relation))
        owner = joined[path]
    return query, owner


def _may_be_empty(attribute: Attribute) -> bool:
    column = attribute.column
    return bool(column is None or column.nullable) or any(map(_is_optional, attribute.relations))


def _is_optional(relation: Any) -> bool:
    return any(column.nullable for column in relation.local_columns)
