"""A migrated database per worker, as it was before every test: JOURNAL_TEST_ENGINE=sqlite|postgresql|both.

Code under test commits for real. Afterwards SQLite gets a fresh copy of the template's file and PostgreSQL
has the rows of touched tables deleted: 2–10 ms either way. PostgreSQL's connections stay: a new one learns the
tables anew, which takes the server 16 ms.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from tools import testpg

ENGINES = {"sqlite": ("sqlite",), "postgresql": ("postgresql",), "both": ("sqlite", "postgresql")}[
    os.environ.get("JOURNAL_TEST_ENGINE", "sqlite")]
ADDRESS = "JOURNAL_TEST_PG_URL"
# a statement to each of a hundred tables takes 11 ms of planning, to those that have a page 2 ms
CLEAN = """
DO $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '10s';
  FOR name IN SELECT oid::regclass FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0 LOOP
    EXECUTE 'DELETE FROM ' || name;
  END LOOP;
  PERFORM setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
RUNNING = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """One server for all workers, started by the process that starts them."""
    if "postgresql" in ENGINES and ADDRESS not in os.environ and not hasattr(config, "workerinput"):
        os.environ[ADDRESS] = RUNNING.enter_context(testpg.server())
    os.environ["PATH"] = f"{testpg.programs()}{os.pathsep}{os.environ['PATH']}"  # an older pg_dump refuses


def pytest_unconfigure(config: pytest.Config) -> None:
    RUNNING.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The browser meets pages, not databases: its tests, and those marked so, run on the first engine only."""
    first = ENGINES[0]

    def again(item: pytest.Item) -> bool:
        engine = item.callspec.params.get("database", first) if hasattr(item, "callspec") else first
        once = "open_browser" in item.fixturenames  # type: ignore[attr-defined]
        return engine != first and (once or item.get_closest_marker("one_engine") is not None)

    kept = [item for item in items if not again(item)]
    config.hook.pytest_deselected(items=[item for item in items if again(item)])
    items[:] = kept


class SqliteDatabase:
    keeps_connections = False  # the file is replaced

    def __init__(self, shared: Path, worker: str) -> None:
        self.file, self.template = shared / f"journal-{worker}.db", shared / "template.db"
        self.url = f"sqlite:///{self.file}"

    @property
    def has_template(self) -> bool:
        return self.template.exists()

    def create(self) -> None:
        pass

    def save_template(self) -> None:
        shutil.copyfile(self.file, self.template)

    def restore(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)

    def rebuild(self) -> None:
        self.restore()

    def drop(self) -> None:
        pass


class PostgresDatabase:
    keeps_connections = True  # the rows are deleted

    def __init__(self, shared: Path, worker: str) -> None:
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
        self.name, self.template = f"journal_{run}_{worker}", f"journal_{run}_template"
        server = sa.make_url(os.environ[ADDRESS]).set(drivername="postgresql+psycopg")
        self.admin = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        self.own = sa.create_engine(server.set(database=self.name), isolation_level="AUTOCOMMIT", pool_size=1)
        self.url = server.set(database=self.name).render_as_string(hide_password=False)
        self.ready = False

    @property
    def has_template(self) -> bool:
        with self.admin.connect() as connection:
            return bool(connection.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"),
                                          {"name": self.template}))

    def create(self, template: str = "template0") -> None:
        self._execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"')

    def save_template(self) -> None:
        self._execute(f'CREATE DATABASE "{self.template}" TEMPLATE "{self.name}"')
        self.ready = True

    def restore(self) -> None:
        if not self.ready:
            self.create(self.template)
            self.ready = True
        with self.own.connect() as connection:
            connection.exec_driver_sql(CLEAN)

    def rebuild(self) -> None:
        """The template again, after a test that changed the schema itself."""
        self.drop()
        self.ready = False
        self.restore()

    def drop(self) -> None:
        self.own.dispose()
        self._execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _execute(self, sql: str) -> None:
        with self.admin.connect() as connection:
            connection.exec_driver_sql(sql)


Database = SqliteDatabase | PostgresDatabase


@pytest.fixture(scope="session", params=ENGINES)
def database(request: pytest.FixtureRequest, shared_folder: Path, worker_id: str) -> Iterator[Database]:
    """The worker's own database, not yet migrated: see ``built_app``."""
    made = (SqliteDatabase if request.param == "sqlite" else PostgresDatabase)(shared_folder, worker_id)
    yield made
    made.drop()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One folder for all workers of the run."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
