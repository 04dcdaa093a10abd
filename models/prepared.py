"""Connections of PostgreSQL that ask no more than is asked: a page that only reads has no BEGIN and no COMMIT, and what
was planned once is not planned for every page.

psycopg opens a transaction before the first statement, which takes a page two trips, and forgets what it has prepared
at a ROLLBACK, by which a page that reads ends. Each SELECT sees what is committed when it begins, inside a transaction
(READ COMMITTED) and outside alike; so one is opened by the first statement that is more than a SELECT.
"""

from __future__ import annotations

import re
import select
from contextlib import suppress
from functools import lru_cache
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.pq import TransactionStatus
from sqlalchemy import event

KEPT = 300  # statements a connection keeps ready: some ten a page
# a SELECT that writes, or whose effect lasts as long as its transaction: rows or a turn held, a setting made
HOLDS = re.compile(r"\b(insert|update|delete|merge|into)\b|\bfor (no key |key )?share\b|set_config|setval|nextval"
                   r"|advisory|pg_notify", re.IGNORECASE)
SNAPSHOTS = (psycopg.IsolationLevel.REPEATABLE_READ, psycopg.IsolationLevel.SERIALIZABLE)


class KeepingConnection(psycopg.Connection[Any]):
    """Between transactions each statement stands alone; ``open_block`` begins one, its end returns to that."""

    def open_block(self) -> None:
        if self.info.transaction_status == TransactionStatus.IDLE:
            self.autocommit = False

    def commit(self) -> None:
        super().commit()
        self._stand_alone()

    def rollback(self) -> None:
        super().rollback()
        self._stand_alone()

    def forget(self) -> None:
        """Prepare anew after an error: a migration may have changed what a statement returns. A ROLLBACK does it, and
        where no transaction was there is none."""
        if self.autocommit and self.info.transaction_status == TransactionStatus.IDLE:
            with suppress(psycopg.Error):  # it is gone: another takes its place, and the first error is told
                self.execute("DEALLOCATE ALL")

    def _stand_alone(self) -> None:
        if self.info.transaction_status == TransactionStatus.IDLE and self.isolation_level not in SNAPSHOTS:
            self.autocommit = True


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
    event.listen(engine, "before_cursor_execute", _open_block)
    event.listen(engine, "handle_error", _forget)
    event.listen(engine, "checkout", _check_open)


def _connect(dialect: sa.Dialect, record: Any, arguments: Any, named: dict[str, Any]) -> KeepingConnection:
    connection = KeepingConnection.connect(*arguments, prepare_threshold=1, autocommit=True, **named)
    connection.prepared_max, connection.cursor_factory = KEPT, BriefCursor
    return connection


def open_block(connection: sa.Connection) -> None:
    """Begin the transaction for what goes past SQLAlchemy, as a COPY does: it would stand alone."""
    raw = connection.connection.driver_connection
    if isinstance(raw, KeepingConnection):
        raw.open_block()


def _open_block(connection: sa.Connection, cursor: psycopg.Cursor[Any], statement: str, values: Any,
                context: sa.engine.ExecutionContext, many: bool) -> None:
    asked = context.invoked_statement
    # a SELECT put together here may begin with WITH; a text that does so may write
    reads = statement.startswith("SELECT") or (
        isinstance(asked, sa.SelectBase) and not isinstance(asked, sa.TextualSelect))
    stands_alone = connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"
    if not stands_alone and (not reads or _holds(statement) or isinstance(cursor, psycopg.ServerCursor)):
        cursor.connection.open_block()  # type: ignore[attr-defined]


def _forget(failed: sa.engine.ExceptionContext) -> None:
    raw = failed.connection.connection.driver_connection if failed.connection is not None else None
    if isinstance(raw, KeepingConnection) and not raw.closed:
        raw.forget()


@lru_cache(KEPT)
def _holds(statement: str) -> bool:
    return HOLDS.search(statement) is not None


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
