"""The web server as it runs in a college: a gunicorn master with its workers, killed and started many times a minute.

A warm process has the modules in memory and makes the application; it never opens the database. Each start forks the
master from it, the master forks the workers: every process that holds a connection belongs to the killed group.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import Application

from config import ROOT
from tools.ports import free_port

WORKERS = 2
PATIENCE = 60
SET_DEATH_SIGNAL, SET_SUBREAPER = 1, 36  # of prctl(2)
FORKED = multiprocessing.get_context("forkserver")


class Web:
    """One server at a fixed address; ``kill`` is SIGKILL to all of its processes at once."""

    def __init__(self, orders: Connection, port: int) -> None:
        self._orders, self.port = orders, port

    def start(self) -> None:
        """Answers when the workers accept connections."""
        self._order("start")

    def kill(self) -> None:
        """Nobody is asked to finish; answers when no process of the group is left."""
        self._order("kill")

    def stop(self) -> None:
        """As a restart by the administrator: requests in hand are finished."""
        self._order("stop")

    def workers(self) -> list[int]:
        """The processes that serve, by number."""
        found: list[int] = self._order("workers")
        return found

    def _order(self, order: str) -> Any:
        self._orders.send(order)
        if not self._orders.poll(PATIENCE):
            raise TimeoutError(f"the server does not answer «{order}»")
        return self._orders.recv()


@contextmanager
def web(log: Path, workers: int = WORKERS, **settings: Any) -> Iterator[Web]:
    """A server with these settings, not started yet; nothing of it is left afterwards."""
    FORKED.set_forkserver_preload(["app", "tools.soak.web"])
    ours, theirs = FORKED.Pipe()
    port = free_port()
    options = {"bind": f"127.0.0.1:{port}", "workers": workers}
    keeper = FORKED.Process(target=_keep, args=(theirs, log, options, settings))
    keeper.start()
    theirs.close()
    try:
        if not ours.poll(PATIENCE):
            raise TimeoutError(f"the application was not made, see {log}")
        ours.recv()
        yield Web(ours, port)
    finally:
        ours.close()
        keeper.join(PATIENCE)
        keeper.close()


def _keep(orders: Connection, log: Path, options: dict[str, Any], settings: dict[str, Any]) -> None:
    """The warm process: carries out orders until nobody is there to give them."""
    from app import create_app
    from config import Settings
    from views.warming import warm

    _write_to(log)
    os.environ |= {"JOURNAL_INSTANCE": str(settings["instance"]),
                   "PROMETHEUS_MULTIPROC_DIR": str(Path(settings["instance"]) / "metrics")}
    ctypes.CDLL(None).prctl(SET_SUBREAPER, 1)  # workers of a killed master become ours, so that we see them end
    app = create_app(Settings(**settings))
    warm(app)  # each start does once more: what is made already takes it little
    gc.collect()
    gc.freeze()  # each start collects once more: it need not walk through what all of them share
    orders.send("warm")
    group, group_id = Group(app, options), 0
    with suppress(EOFError):
        while True:
            order = orders.recv()
            if order == "start":
                group_id = _start(group)
            elif order in ("kill", "stop"):
                _end(group_id, signal.SIGKILL if order == "kill" else signal.SIGTERM)
            orders.send(_children(group_id) if order == "workers" else group_id)
    _end(group_id, signal.SIGKILL)


def _write_to(log: Path) -> None:
    with log.open("ab") as handle:
        os.dup2(handle.fileno(), 1)
        os.dup2(handle.fileno(), 2)


def _start(group: Group) -> int:
    listening, told = os.pipe()
    master = os.fork()
    if not master:
        os.close(listening)
        os.setsid()
        ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGTERM)
        try:
            group.tell_when_ready(told)
            group.run()
        finally:
            os._exit(1)
    os.close(told)
    os.read(listening, 1)  # ends when the master closes its side: it listens, or it is no more
    os.close(listening)
    return master


def _end(group_id: int, number: int) -> None:
    if not group_id:
        return
    with suppress(ProcessLookupError):
        os.killpg(group_id, number) if number == signal.SIGKILL else os.kill(group_id, number)
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-group_id, 0)


def _children(master: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


class Group(Application):
    """gunicorn with the settings of deploy/ around an application that is made already."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self.options, self.made = options, app
        super().__init__()

    def load_config(self) -> None:
        self.load_config_from_file(str(ROOT / "deploy" / "gunicorn.conf.py"))
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def tell_when_ready(self, told: int) -> None:
        """Close the file when the workers' socket listens."""
        usual = self.cfg.when_ready

        def ready(arbiter: Any) -> None:
            usual(arbiter)
            os.close(told)

        self.cfg.set("when_ready", ready)

    def load(self) -> Flask:
        return self.made
