"""Rows of any entity that may leave the journal, by access/: for the export and for the API."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from access.check import field_rows, limited_fields, rows
from access.grants import READ
from access.identity import Identity
from models import db
from models.base import Base
from queries.encoding import encoder

BATCH = 2000
Row = dict[str, Any]


def every_row(user: Identity, model: type[Base], names: Sequence[str], criteria: Sequence[sa.ColumnElement[bool]],
              ) -> Generator[Sequence[Any], None, None]:
    """Values of the columns, row by row in the order of their numbers: a batch in memory, however long the table."""
    query = _select(user, model, names).where(*criteria).execution_options(yield_per=BATCH)
    with db.session.execute(query) as found:
        yield from found


def page(user: Identity, model: type[Base], names: Sequence[str], criteria: Sequence[sa.ColumnElement[bool]],
         *, after: int, limit: int) -> list[Row]:
    """At most ``limit`` rows with greater numbers than ``after``, as JSON holds them."""
    query = _select(user, model, names).where(model.id > after, *criteria).limit(limit)
    return list(encoded(model, names, db.session.execute(query)))


def one_row(user: Identity, model: type[Base], names: Sequence[str], criteria: Sequence[sa.ColumnElement[bool]],
            id: int) -> Row | None:
    """The row as JSON holds it; "not yours" and "not there" look the same."""
    query = _select(user, model, names).where(model.id == id, *criteria)
    return next(encoded(model, names, db.session.execute(query)), None)


def encoded(model: type[Base], names: Sequence[str], found: Iterable[Sequence[Any]]) -> Iterator[Row]:
    """The rows by the names of their columns, as JSON holds them."""
    columns = sa.inspect(model).columns
    encoders = [encoder(columns[name].type) for name in names]
    for row in found:
        yield {name: None if value is None else encode(value)
               for name, encode, value in zip(names, encoders, row, strict=True)}


def _select(user: Identity, model: type[Base], names: Sequence[str]) -> sa.Select[Any]:
    """Columns that some grant hides come empty on the rows where no other grant shows them."""
    limited = limited_fields(user, model)
    attributes = sa.inspect(model).columns
    columns = [_where_seen(user, model, name, attributes[name]) if name in limited else attributes[name]
               for name in names]
    return sa.select(*columns).select_from(model).where(rows(user, READ, model)).order_by(model.id)


def _where_seen(user: Identity, model: type[Base], name: str, column: Any) -> sa.ColumnElement[Any]:
    return sa.type_coerce(sa.case((field_rows(user, model, name), column), else_=None), column.type).label(name)

