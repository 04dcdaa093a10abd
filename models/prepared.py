"""Connections of PostgreSQL that keep their prepared statements: what was planned once is not planned for every page.

psycopg forgets all of them at a ROLLBACK, for a table may have been made and taken back; a page that only reads ends by
one. Nothing is taken back where nothing was written, so it ends by a COMMIT here.
"""

from __future__ import annotations

import select
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.pq import TransactionStatus
from sqlalchemy import event

KEPT = 300  # statements a connection keeps ready: some ten a page


class KeepingConnection(psycopg.Connection[Any]):
    """``has_written``: a statement of the transaction was something else than a SELECT."""

    has_written = False

    def rollback(self) -> None:
        if self.has_written or self.info.transaction_status != TransactionStatus.INTRANS:
            self.has_written = False
            super().rollback()
        else:
            super().commit()

    def commit(self) -> None:
        self.has_written = False
        super().commit()


class BriefCursor(psycopg.Cursor[Any]):
    """Tells its columns as SQLAlchemy reads them, by name and type: psycopg makes an object of each every time."""

    @property
    def description(self) -> Any:
        found: Any = self.pgresult
        if found is None or not found.nfields:
            return None
        return [(found.fname(place).decode(), found.ftype(place)) for place in range(found.nfields)]


def keep_statements(engine: sa.Engine) -> None:
    """Have the engine's connections made and watched so."""
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "before_cursor_execute", _note)
    event.listen(engine, "checkout", _check_open)


def _connect(dialect: sa.Dialect, record: Any, arguments: Any, named: dict[str, Any]) -> KeepingConnection:
    connection = KeepingConnection.connect(*arguments, prepare_threshold=1, **named)
    connection.prepared_max, connection.cursor_factory = KEPT, BriefCursor
    return connection


def _note(connection: sa.Connection, cursor: psycopg.Cursor[Any], statement: str, values: Any,
          context: sa.engine.ExecutionContext, many: bool) -> None:
    # a SELECT put together here may begin with WITH; a text that does so may write
    if not (statement.startswith("SELECT") or isinstance(context.invoked_statement, sa.SelectBase)):
        cursor.connection.has_written = True  # type: ignore[attr-defined]


def _check_open(connection: psycopg.Connection[Any], record: Any, proxy: Any) -> None:
    """Refuse a connection that is closed, or that the server has ended: it has something to say before it is asked. The
    pool opens another then. To ask each one whether it lives, as the pool itself would, takes a page three trips.
    """
    if connection.closed or _speaks(connection):
        raise sa.exc.DisconnectionError


def _speaks(connection: psycopg.Connection[Any]) -> bool:
    heard = select.poll()
    heard.register(connection.fileno(), select.POLLIN)
    return bool(heard.poll(0))
