"""A PostgreSQL that is killed and started again; it syncs what it acknowledges, unlike the server of the tests."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from tools import testpg

PATIENCE, PAUSE = 60.0, 0.01


class Postgres:
    """Its processes are children of ours: a killed one is seen to end."""

    def __init__(self, data: Path, account: str | None) -> None:
        self.data, self.account = data, account
        self.address = f"postgresql://postgres:@/postgres?host={data}"
        self._main: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Answers when it takes connections: after recovery."""
        account: dict[str, Any] = {"user": self.account, "group": self.account, "extra_groups": []}
        with (self.data.parent / "log").open("ab") as log:
            self._main = subprocess.Popen(
                [testpg.programs() / "postgres", "-D", self.data, "-k", self.data, "-h", ""], cwd="/", stdout=log,
                stderr=log,
                **(account if self.account else {}))
        until = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.address).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > until or self._main.poll() is not None:
                    raise
                time.sleep(PAUSE)

    def kill(self) -> None:
        """SIGKILL to the postmaster and every child at once; answers when none of them lives."""
        assert self._main is not None
        self._main.send_signal(signal.SIGSTOP)  # it must not make another child meanwhile
        children = Path(f"/proc/{self._main.pid}/task/{self._main.pid}/children").read_text().split()
        for pid in (self._main.pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._main.wait()
        while any(map(_lives, children)):
            time.sleep(PAUSE)

    def stop(self) -> None:
        """At once, as a machine that goes down: whoever is in a transaction is cut off."""
        if self._main is not None and self._main.poll() is None:
            self._main.send_signal(signal.SIGQUIT)
            self._main.wait()


def _lives(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server of one's own, running and empty; nothing of it is left afterwards."""
    with testpg.cluster() as made:
        made._cleanup()  # stopped: from here on it is started by us
        server = Postgres(made.pgdata, made.system_user)
        server.start()
        try:
            yield server
        finally:
            server.stop()
