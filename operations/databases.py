"""A consistent copy of the living database, and a database out of a copy, for both engines (п. 7.1).

SQLite copies itself into a fresh file while others write; PostgreSQL's own pg_dump reads one snapshot. A copy being
made is checked page by page; that indexes agree with their tables is checked when a copy is restored or tried out.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

import sqlalchemy as sa

from operations.container import PIECE
from operations.rows import tables

DUMP = ("--format=custom", "--compress=0", "--no-owner", "--no-privileges", "--no-comments", "--exclude-table=huey_*")
SHARED = "public"  # where the only college of a database lives
RESTORE = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")


class Failed(Exception):
    """The engine's own tool refused; the words are for the administrator."""


@dataclass(frozen=True)
class Snapshot:
    """facts: engine, schema's revision, counts of rows by table, ends of the audit's chains; pieces: the bytes."""

    facts: dict[str, Any]
    pieces: Iterator[bytes]


@contextmanager
def snapshot(engine: sa.Engine, scratch: Path) -> Iterator[Snapshot]:
    """The database as it is now; ``scratch`` has room for a copy of it. What is wrong is told at the end: Failed."""
    copy = _sqlite_snapshot if engine.dialect.name == "sqlite" else _postgres_snapshot
    with copy(engine, scratch) as made:
        yield made


def is_empty(engine: sa.Engine) -> bool:
    """Whether nobody has an account yet: only then may a copy be put in its place."""
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
        return True
    with engine.connect() as connection:
        return not sa.inspect(connection).has_table("user") or not connection.scalar(
            sa.text('SELECT count(*) FROM "user"'))


def fill(engine: sa.Engine, pieces: Iterator[bytes]) -> None:
    """Put the copy in the place of an empty database; whatever ``pieces`` raises leaves the place as it was."""
    if engine.dialect.name == "sqlite":
        _fill_sqlite(engine, pieces)
    else:
        _fill_postgres(engine, pieces)


def table_names(connection: sa.Connection) -> list[str]:
    """The tables that are there: before an upgrade they are not yet those of the code."""
    return sorted(name for name in sa.inspect(connection).get_table_names() if not name.startswith("huey_"))


def facts_of(connection: sa.Connection, names: Iterable[str]) -> dict[str, Any]:
    """What must be equal after a restore: of the tables named, an older copy has others than today's code."""
    revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    heads = connection.execute(sa.text("SELECT year, chain, seq, hash FROM audit_head ORDER BY year, chain"))
    return {"engine": connection.dialect.name, "revision": revision,
            "counts": {name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name)))
                       for name in names},
            "heads": [list(row) for row in heads]}


@contextmanager
def scratch_database(engine: sa.Engine, folder: Path) -> Iterator[sa.Engine]:
    """An empty database of the same engine that is gone afterwards."""
    if engine.dialect.name == "sqlite":
        with tempfile.TemporaryDirectory(dir=folder, prefix="drill-") as place:
            yield sa.create_engine(f"sqlite:///{place}/journal.db", poolclass=sa.NullPool)
        return
    name = f"journal_drill_{os.getpid()}"
    admin = sa.create_engine(engine.url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield sa.create_engine(engine.url.set(database=name), poolclass=sa.NullPool)
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


# SQLite

@contextmanager
def _sqlite_snapshot(engine: sa.Engine, scratch: Path) -> Iterator[Snapshot]:
    with tempfile.TemporaryDirectory(dir=scratch, prefix="copy-") as folder:
        file = Path(folder) / "journal.db"
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("VACUUM INTO ?", (str(file),))
        finally:
            connection.close()
        made = sa.create_engine(f"sqlite:///{file}", poolclass=sa.NullPool)
        with made.connect() as opened:
            facts = facts_of(opened, table_names(opened))
        with file.open("rb") as source, ThreadPoolExecutor(1) as beside:
            checked = beside.submit(check_file, file, "quick_check")  # another core reads while this one deflates
            yield Snapshot(facts, _pieces(source))
            checked.result()


def check_file(file: Path, check: Literal["quick_check", "integrity_check"] = "integrity_check") -> None:
    """SQLite's own check of a file's structure and of every reference; raises Failed."""
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute(f"PRAGMA {check}(3)").fetchall()
        broken = connection.execute("PRAGMA foreign_key_check").fetchmany(3)
    if found != [("ok",)] or broken:
        raise Failed(f"Проверка целостности не пройдена: {found + broken}")


def _fill_sqlite(engine: sa.Engine, pieces: Iterator[bytes]) -> None:
    target = Path(str(engine.url.database)).resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    coming = target.with_name(f"{target.name}.restoring")
    try:
        with coming.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        check_file(coming)
        engine.dispose()
        for stale in ("-wal", "-shm"):
            Path(f"{target}{stale}").unlink(missing_ok=True)
        coming.replace(target)
        sync_folder(target.parent)
    finally:
        coming.unlink(missing_ok=True)


# PostgreSQL

def own_schema(connection: sa.Connection) -> str:
    """The schema of this college: the first of the search path that DATABASE_URL gives (ADR 6)."""
    path = str(connection.exec_driver_sql("SHOW search_path").scalar())
    return SHARED if path.startswith('"$user"') else path.split(",")[0].strip().strip('"')


@contextmanager
def _postgres_snapshot(engine: sa.Engine, scratch: Path) -> Iterator[Snapshot]:
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        name = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
        facts = facts_of(connection, table_names(connection))
        schema = own_schema(connection)
        alone = () if schema == SHARED else (f"--schema={schema}",)  # colleges beside it stay out of its copy
        with _tool("pg_dump", engine.url, f"--snapshot={name}", *DUMP, *alone, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            yield Snapshot(facts, _pieces(process.stdout))
            _finish("pg_dump", process)


def _fill_postgres(engine: sa.Engine, pieces: Iterator[bytes]) -> None:
    with tempfile.TemporaryFile() as whole:  # nothing is written before the last block has been checked
        for piece in pieces:
            whole.write(piece)
        whole.seek(0)
        with engine.begin() as connection:
            for table in reversed(tables()):
                connection.execute(sa.text(f'DROP TABLE IF EXISTS "{table.name}" CASCADE'))
            connection.execute(sa.text("DROP TABLE IF EXISTS alembic_version"))
            connection.execute(sa.text("DROP FUNCTION IF EXISTS refuse_change() CASCADE"))
            schema = own_schema(connection)
            if schema != SHARED:  # a copy of one schema makes the schema, but not what the schema needs of the database
                connection.execute(sa.text(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'))
                connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public"))
        engine.dispose()
        with _tool("pg_restore", engine.url, *RESTORE, stdin=whole) as process:
            _finish("pg_restore", process)


@contextmanager
def _tool(name: str, url: sa.URL, *options: str, **streams: Any) -> Iterator[subprocess.Popen[bytes]]:
    program = shutil.which(name)
    if program is None:
        raise Failed(f"Нет программы {name}: установите клиент PostgreSQL (postgresql-client)")
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    secret = {"PGPASSWORD": url.password} if url.password else {}
    with tempfile.TemporaryFile() as errors, subprocess.Popen(  # noqa: S603 - the program is found, not typed
            [program, *options, f"--dbname={address}"], env={**os.environ, **secret}, stderr=errors,
            **streams) as process:
        process.errors = errors  # type: ignore[attr-defined]
        yield process


def _finish(name: str, process: subprocess.Popen[bytes]) -> None:
    if process.wait() == 0:
        return
    errors: IO[bytes] = process.errors  # type: ignore[attr-defined]
    errors.seek(0)
    raise Failed(f"{name}: {errors.read().decode(errors='replace').strip()[-500:]}")


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece


def sync_folder(folder: Path) -> None:
    """A new name survives a power cut only when its folder is written too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
