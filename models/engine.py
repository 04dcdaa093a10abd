"""Engine settings that keep acknowledged data and let nobody wait for ever, on both engines."""

from __future__ import annotations

import random
import sqlite3
import time
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from models.prepared import keep_statements

WAIT = 5.0  # seconds for the lock of SQLite's only writer
LOOK = (0.001, 0.004)  # seconds between two looks at it
BEGIN_WRITING = "BEGIN IMMEDIATE"
BUSY_TIMEOUT = "PRAGMA busy_timeout=5000"
PRAGMAS = (
    "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", BUSY_TIMEOUT,
    "PRAGMA trusted_schema=OFF", "PRAGMA journal_size_limit=67108864", "PRAGMA cache_size=-32000",
)
# a job or a command may read and draw for minutes, and wait longer than a person would
PATIENCE = ("SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '60s', true), "
            "set_config('idle_in_transaction_session_timeout', '0', true), "
            "set_config('max_parallel_workers_per_gather', '2', true)")
# rows lie in memory or on flash: reading one costs little more than reading on; a page of milliseconds waits neither
# for machine code nor for helpers to start, and to plan its statement anew costs more than to run it as planned before
# (a journal of 160 lessons: 56 ms of SQL by PostgreSQL's own settings, 3 ms so)
PLANS = "-c random_page_cost=1.1 -c jit=off -c max_parallel_workers_per_gather=0 -c cpu_operator_cost=0.01"

# a reading request (GET) says so; everything else may write
writing: ContextVar[bool] = ContextVar("writing", default=True)
# jobs and commands say so; everything else has a person who waits
patient: ContextVar[bool] = ContextVar("patient", default=False)
# how many statements were sent since whoever counts has set it to nought
asked: ContextVar[int] = ContextVar("asked", default=0)


def options(url: sa.URL, pool: int, statement_seconds: int, lock_seconds: int) -> dict[str, Any]:
    """What ``create_engine`` is told; an error never repeats the values that it was about (п. 9.1)."""
    if url.get_backend_name() == "sqlite":
        return {"hide_parameters": True, "connect_args": {"timeout": 5, "check_same_thread": False}}
    own = url.query.get("options", "")  # those of the address, as a schema of one's own
    limits = (f"{own} -c statement_timeout={statement_seconds}s -c lock_timeout={lock_seconds}s "
              f"-c idle_in_transaction_session_timeout=60s -c timezone=UTC {PLANS}")
    return {"hide_parameters": True, "pool_size": pool, "max_overflow": 0, "pool_timeout": 10,
            "pool_recycle": 1800, "pool_use_lifo": True, "connect_args": {
                "options": limits.strip(), "application_name": "journal", "connect_timeout": 5,
                "keepalives_idle": 30, "tcp_user_timeout": 20_000}}


def prepare(engine: sa.Engine) -> None:
    """Set every new connection and transaction up as the request, the job or the command wants it."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        keep_statements(engine)
        event.listen(engine, "begin", _be_patient)
    event.listen(engine, "before_cursor_execute", _count)


def _prepare_sqlite(engine: sa.Engine) -> None:
    """A writing request takes the write lock at its first statement."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma)
        connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        if writing.get():
            _take_lock(connection)
        else:
            connection.exec_driver_sql("BEGIN")


def _take_lock(connection: sa.Connection) -> None:
    """Begin writing, or fail as busy after ``WAIT`` seconds; looks often, for SQLite itself sleeps while the lock is
    free: eight writers of 5 ms waited 340 ms (p95) for it, and wait 150 ms this way."""
    raw: Any = connection.connection.dbapi_connection
    until = time.monotonic() + WAIT
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while _is_taken(raw) and time.monotonic() < until:
            time.sleep(random.uniform(*LOOK))  # so that nobody is always the last to look
        if not raw.in_transaction:
            connection.exec_driver_sql(BEGIN_WRITING)  # in vain, but told as every failure of the database is
    finally:
        raw.execute(BUSY_TIMEOUT)


def _is_taken(raw: sqlite3.Connection) -> bool:
    """Begin writing unless somebody else does; past SQLAlchemy, for seven may look in vain while one writes."""
    try:
        raw.execute(BEGIN_WRITING)
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return False


def _be_patient(connection: sa.Connection) -> None:
    if patient.get():
        connection.exec_driver_sql(PATIENCE)


def _count(*statement: Any) -> None:
    asked.set(asked.get() + 1)


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value
