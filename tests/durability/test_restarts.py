"""Restarts under load by deploy/gunicorn.conf.py, as systemd and an administrator do them: none fails (п. 7.1)."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from config import ROOT
from tests import factories as f
from tools.ports import free_port
from tools.soak.killing import Shift
from tools.soak.person import LOST, Person
from tools.soak.proof import judge

GUNICORN = (str(Path(sys.executable).with_name("gunicorn")), "-c", "deploy/gunicorn.conf.py", "app:create_app()")
HELD = 3  # systemd holds the port as this number and says so to the process that it starts
TOLD = ("/bin/sh", "-c", 'export LISTEN_PID=$$ LISTEN_FDS=1; exec "$@"', "sh")
BETWEEN, PATIENCE = 10, 180.0
PAUSE = threading.Event()


class Passed(Person):
    """Through nginx as configured in deploy/nginx.conf: a connection to the application per request."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.broken: list[Exception] = []

    def ask(self, *request: Any, **more: Any) -> Any:
        self._connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        try:
            answer = super().ask(*request, **more)
        except LOST as fault:
            self.broken.append(fault)
            raise
        self.close()
        PAUSE.wait(0.15)  # people look at what they type; the cores are the starting server's, too
        return answer


class Server:
    """The real command, on a port of its own or on one that is held for it as deploy/systemd/journal.socket does."""

    def __init__(self, folder: Path, url: str, *, held: bool) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=2048) if held else None
        self.port = self.socket.getsockname()[1] if self.socket else free_port()
        self.pidfile, self.log, self.masters = folder / "pid", folder / "gunicorn.log", []
        self.env = {**os.environ, "DATABASE_URL": url, "JOURNAL_INSTANCE": str(folder), "JOURNAL_DEMO": "1",
                    "JOURNAL_PASSWORD_MEMORY_KIB": "8", "JOURNAL_WORKERS": "2", "SECRET_KEY": "k" * 32,
                    "JOURNAL_BIND": f"127.0.0.1:{self.port}"}
        self.begin()

    def begin(self) -> None:
        number = self.socket.fileno() if self.socket else None
        command = [*(TOLD if self.socket else ()), *GUNICORN, "--pid", str(self.pidfile)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.env, pass_fds=[HELD] if number else [], stdout=log, stderr=log,
                preexec_fn=(lambda: os.dup2(number, HELD)) if number else None)
        self.masters.append(self.process.pid)
        wait_until(lambda: workers_of(self.process.pid))

    def reload(self) -> None:
        """systemctl reload: workers anew."""
        before = workers_of(self.process.pid)
        self.process.send_signal(signal.SIGHUP)
        wait_until(lambda: before.isdisjoint(workers_of(self.process.pid)) and workers_of(self.process.pid))

    def restart(self) -> None:
        """systemctl restart: the old one ends before the new one begins."""
        self.end()
        self.begin()

    def take_over(self) -> None:
        """USR2: the new code begins beside the old one, which ends when the new one serves."""
        self.process.send_signal(signal.SIGUSR2)
        second = Path(f"{self.pidfile}.2")
        wait_until(lambda: second.exists() and workers_of(int(second.read_text() or 0)))
        self.masters.append(int(second.read_text()))
        self.end()

    def end(self) -> None:
        self.process.terminate()
        assert self.process.wait(PATIENCE) == 0, self.log.read_text()

    def close(self) -> None:
        for master in self.masters:
            if Path(f"/proc/{master}").exists() and GUNICORN[1] in Path(f"/proc/{master}/cmdline").read_text():
                os.kill(master, signal.SIGTERM)
                wait_until(lambda master=master: not workers_of(master))
        self.process.wait(PATIENCE)
        if self.socket:
            self.socket.close()


def workers_of(master: int) -> set[int]:
    try:
        return set(map(int, Path(f"/proc/{master}/task/{master}/children").read_text().split()))
    except FileNotFoundError:
        return set()


def wait_until(true: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until
        PAUSE.wait(0.05)


@pytest.mark.parametrize(("held", "acts"), [
    (True, (Server.reload, Server.restart)),
    (False, (Server.take_over,)),  # with a held port gunicorn loses its number: systemd restarts
])
def test_teachers_who_save_notice_nothing(app, db, database, college, tmp_path, held, acts):
    if not app.extensions["settings"].is_sqlite:
        return  # the server is restarted, not the database: one engine tells
    with closing(Server(tmp_path, database.url, held=held)) as server:
        people = [(Passed(server.port).sign_in(login, f.PASSWORD), paths) for login, paths in college.desks]
        shift = Shift()
        with ThreadPoolExecutor(len(people)) as pool:
            working = [pool.submit(shift.work, person, paths) for person, paths in people]
            for act in acts:
                shift.wait_for(BETWEEN)
                act(server)
            shift.wait_for(BETWEEN)
            shift.end()
        for one in working:
            one.result()
    db.rollback()
    assert "not-warmed" not in server.log.read_text()
    assert judge(db(), shift.saves).faults == ()
    assert [person.broken for person, _ in people] == [[]] * len(people), "refused or cut off"
    assert len(shift.saves) >= (len(acts) + 1) * BETWEEN
