"""Columns of a list read without loading its rows: one statement for all of them, names of related rows once each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from admin.keyset import Joined, joined_to, keyed
from admin.selection import Selection
from admin.values import plain
from models import db
from models.base import Base
from queries.attributes import Attribute, named

AT_ONCE = 5000


def reads(attributes: Sequence[Attribute]) -> bool:
    """Whether every column is one of a table, or the name of a single related row."""
    return all(attribute.column is not None or _key(attribute) is not None for attribute in attributes)


def rows(selection: Selection, attributes: Sequence[Attribute]) -> Iterator[tuple[Any, ...]]:
    """Values of the columns, row by row in the list's order; no more than a part of them is in memory."""
    readers = [Names(attribute.target) if attribute.target is not None else Values() for attribute in attributes]
    # straight from the driver: there are no rows of entities in it
    found = db.session.connection().execute(_query(selection, attributes).execution_options(yield_per=AT_ONCE))
    for part in found.partitions():
        columns = [reader(column) for reader, column in zip(readers, zip(*part, strict=True), strict=True)]
        yield from zip(*columns, strict=True)


def _query(selection: Selection, attributes: Sequence[Attribute]) -> sa.Select[Any]:
    model = selection.model
    known: Joined = {}
    query, keys = keyed(sa.select().select_from(model).where(*selection.criteria), model, selection.order, known)
    for attribute in attributes:
        query, owner = joined_to(query, model, attribute.relations, known)
        query = query.add_columns(getattr(owner, _key(attribute) or attribute.name))
    return query.order_by(*(key.order(back=False) for key in keys))


def _key(attribute: Attribute) -> str | None:
    """The owner's column that holds the id of the related row."""
    if attribute.target is None or attribute.mapped.uselist or len(attribute.mapped.local_columns) != 1:
        return None
    return str(sa.inspect(attribute.owner).get_property_by_column(next(iter(attribute.mapped.local_columns))).key)


class Values:
    """Values as a spreadsheet has them; each different one is put so once."""

    def __init__(self, put: Callable[[Any], Any] = plain) -> None:
        self.put = put
        self.known: dict[Any, Any] = {}

    def __call__(self, column: Sequence[Any]) -> list[Any]:
        known = self.known
        known |= {value: self.put(value) for value in {*column} - known.keys()}
        return [known[value] for value in column]


class Names:
    """What related rows are called, by their ids; those not met before are read together."""

    def __init__(self, model: type[Base]) -> None:
        self.model = model
        self.known: dict[int | None, Any] = {None: None}

    def __call__(self, column: Sequence[Any]) -> list[Any]:
        new = {*column} - self.known.keys()
        if new:
            related = sa.select(self.model).where(self.model.id.in_(new)).options(*named(self.model))
            self.known |= {row.id: plain(row) for row in db.session.scalars(related)}
        return [self.known[id] for id in column]
