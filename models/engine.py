"""Engine settings that keep acknowledged data: WAL, full sync, immediate writes, Cyrillic lower()."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

PRAGMAS = (
    "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA busy_timeout=5000",
    "PRAGMA trusted_schema=OFF", "PRAGMA journal_size_limit=67108864", "PRAGMA cache_size=-32000",
)


# a reading request (GET) says so; everything else may write
writing: ContextVar[bool] = ContextVar("writing", default=True)


def prepare_sqlite(engine: sa.Engine) -> None:
    """Set every new connection up; a writing request takes the write lock at its first statement."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma)
        connection.create_function("lower", 1, _lower, deterministic=True)
        connection.create_function("translate", 3, _translate, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _translate(value: Any, before: str, after: str) -> Any:
    """PostgreSQL's translate(): folds Cyrillic the same way on both engines."""
    return value.translate(_table(before, after)) if isinstance(value, str) else value


@cache
def _table(before: str, after: str) -> dict[int, int]:
    return str.maketrans(before, after)
