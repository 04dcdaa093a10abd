"""A durable PostgreSQL with the measured college; made once, each run works on a fresh copy."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import sqlalchemy as sa
from flask import Flask

from actions import audit
from app import create_app
from bench.data import fill
from bench.many import orphans
from bench.report import spaced
from bench.servers import SECRET
from cli.console import operator
from cli.migrations import upgrade
from config import ROOT, Settings
from jobs.control import check_journals
from models import db
from models.engine import patient
from tools import testpg

KEPT = ROOT / "instance" / "bench"
MADE_BY = ("bench/data.py", "bench/many.py", "seed/*.py", "models/*.py", "migrations/versions/*.py")
# what a college's server has: an answered save survives a power cut
DURABLE = ("fsync = on", "synchronous_commit = on", "full_page_writes = on")
FAST = tuple(setting.replace("= on", "= off") for setting in DURABLE)
# what the journal asks of its own connections, everybody is given
PLANS = ("random_page_cost = 1.1", "jit = off", "max_parallel_workers_per_gather = 0", "cpu_operator_cost = 0.01")


@contextmanager
def server() -> Iterator[str]:
    """The address of the server; its data are kept for the next run while what makes them stays the same."""
    folder = KEPT / f"pg-{_fingerprint()}"
    for old in KEPT.glob("pg-*"):
        if old != folder:
            shutil.rmtree(old)
    folder.mkdir(parents=True, exist_ok=True)
    with testpg.cluster(folder) as started:
        yield started.get_uri()


def college(address: str, marks: int, copy: str = "") -> str:
    """The address of a fresh copy, by its own name or the usual one, of the college with so many marks."""
    original, copy = f"college_{marks}", copy or f"bench_{marks}"
    with psycopg.connect(address, autocommit=True) as connection:
        _set(connection, FAST)
        known = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if original not in known:
            _make(connection, address, original, marks)
        connection.execute(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {copy} TEMPLATE {original} STRATEGY file_copy")
        connection.execute("CHECKPOINT")
        _set(connection, DURABLE + PLANS)
    return named(address, copy)


def named(address: str, name: str) -> str:
    return sa.make_url(address).set(database=name).render_as_string(hide_password=False)


def create(address: str, name: str) -> None:
    """An empty database in the place of whatever had the name."""
    drop(address, name)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")


def size_of(address: str, *tables: str) -> str:
    """Rows of the tables and the whole: «1 000 000 marks, 2 000 students, 719 MB»."""
    with psycopg.connect(address) as connection:
        counts = ", ".join(f'(SELECT count(*) FROM "{table}")' for table in tables)
        row = connection.execute(f"SELECT {counts}, pg_database_size(current_database()) / 1000000").fetchone()
    assert row is not None
    told = [f"{spaced(count)} {table}s" for count, table in zip(row, tables, strict=False)]
    return ", ".join([*told, f"{spaced(row[-1])} MB"])


def drop(address: str, name: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def application(address: str, instance: Path) -> Flask:
    """The journal on that database, for what is asked past HTTP."""
    return create_app(Settings(database_url=address, instance=instance, demo=True, testing=True,
                               secret_key=SECRET))


def _make(connection: psycopg.Connection, address: str, name: str, marks: int) -> None:
    """Filled under another name: what was interrupted is not taken for the whole."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    unfinished = f"{name}_unfinished"
    connection.execute(f"DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")
    connection.execute(f"CREATE DATABASE {unfinished}")
    app = application(named(address, unfinished), KEPT)
    with app.app_context(), _patience():
        upgrade()
        audit.describe(db.session, operator())
        # rows whose makers are tested with the constraints on need not be looked up a million times
        db.session.execute(sa.text("SET LOCAL session_replication_role = replica"))
        fill(db.session, marks, say=print)
        db.session.commit()
        with psycopg.connect(named(address, unfinished), autocommit=True) as own:
            own.execute("VACUUM ANALYZE")
        if broken := orphans(db.session.connection()):
            raise RuntimeError(f"{name}: {broken}")
        audit.describe(db.session, operator())
        check_journals()
        db.session.commit()
        db.engine.dispose()
    connection.execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")


@contextmanager
def _patience() -> Iterator[None]:
    """Rows are made and looked through for minutes: the limits are those of a job."""
    token = patient.set(True)
    try:
        yield
    finally:
        patient.reset(token)


def _set(connection: psycopg.Connection, settings: tuple[str, ...]) -> None:
    for setting in settings:
        connection.execute(f"ALTER SYSTEM SET {setting}")
    connection.execute("SELECT pg_reload_conf()")


def _fingerprint() -> str:
    files = sorted(path for pattern in MADE_BY for path in ROOT.glob(pattern))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
