"""A table's rows as canonical lines of JSON: the same on both engines, so that tables are compared by them."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from models.base import Base, UtcDateTime
from queries.encoding import Encode, encoder

BATCH = 2000


def tables() -> list[sa.Table]:
    """Every table, parents before children."""
    return list(Base.metadata.sorted_tables)


def lines(connection: sa.Connection, table: sa.Table) -> Iterator[bytes]:
    """The rows in the order of their key, a line each, without the line's end."""
    columns = list(table.columns)
    encoders = [encoder(column.type) for column in columns]
    names = [column.name for column in columns]
    query = sa.select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    for row in connection.execute(query):
        values = {name: None if value is None else encode(value)
                  for name, encode, value in zip(names, encoders, row, strict=True)}
        yield json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def decode(table: sa.Table, line: bytes) -> dict[str, Any]:
    """A row out of its line; raises ValueError when it is not a row of this table."""
    values = json.loads(line)
    if not isinstance(values, dict) or values.keys() != {column.name for column in table.columns}:
        raise ValueError("столбцы не те")
    return {column.name: None if values[column.name] is None else _decoder(column.type)(values[column.name])
            for column in table.columns}


def _same(value: Any) -> Any:
    return value


def _decoder(kind: sa.types.TypeEngine[Any]) -> Encode:
    if isinstance(kind, UtcDateTime):
        return dt.datetime.fromisoformat
    if isinstance(kind, sa.Date):
        return dt.date.fromisoformat
    if isinstance(kind, sa.Time):
        return dt.time.fromisoformat
    if isinstance(kind, sa.LargeBinary):
        return base64.b64decode
    if isinstance(kind, sa.Numeric) and not isinstance(kind, sa.Float):
        return Decimal
    return _same
