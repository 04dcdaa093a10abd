"""Everybody behind the same gunicorn with the product's own settings (deploy/gunicorn.conf.py), two workers each."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import ROOT
from tools.ports import free_port

WORKERS = 2
# rich comes with a tool of development and structlog loads it where it is; a college has none
START = "import sys; sys.modules['rich'] = None; from gunicorn.app.wsgiapp import run; run()"
SECRET = "only-for-a-run-of-measurements"  # the product asks for one


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    pid: int

    @property
    def memory(self) -> tuple[float, float]:
        """Megabytes that the workers hold, shared pages by their part (PSS): the workers', and with their master."""
        workers = [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]
        together = sum(map(_pss, workers))
        return together, together + _pss(self.pid)


@contextmanager
def served(name: str, module: str, folder: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    """``module`` ("app:create_app()") while the block lasts; its log is in ``folder``."""
    port = free_port()
    log = folder / f"{name}.log"
    own = {"JOURNAL_INSTANCE": str(folder / name), "JOURNAL_BASE_URL": f"http://127.0.0.1:{port}"}
    command = [sys.executable, "-c", START, "--config", "deploy/gunicorn.conf.py", "--workers", str(WORKERS),
               "--bind", f"127.0.0.1:{port}", "--timeout", "120", "--log-level", "warning", module]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment, **own}, stdout=out, stderr=out)
    try:
        _wait(port, process, log)
        yield Server(name, port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(log.read_text())


def _pss(pid: int) -> float:
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0
