"""`make run` from nothing to a page, and Ctrl+C from the page to nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tools.ports import free_port

ROOT = Path(__file__).resolve().parent.parent


def page(port: int, process: subprocess.Popen[str], patience: float = 90) -> str:
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.2)
    process.kill()  # a living one would never end what it says
    raise AssertionError(process.communicate()[0])


@pytest.fixture
def start(tmp_path):
    """Starts the server in a folder of its own; everything is stopped afterwards."""
    started: list[subprocess.Popen[str]] = []

    def run(port: int) -> subprocess.Popen[str]:
        unset = ("JOURNAL_NOW", "JOURNAL_BASE_URL", "SECRET_KEY")
        environment = {name: value for name, value in os.environ.items() if name not in unset} | {
            "PORT": str(port), "JOURNAL_INSTANCE": str(tmp_path), "JOURNAL_DEMO": "1",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'journal.db'}"}
        started.append(subprocess.Popen([sys.executable, "-m", "tools.serve"], cwd=ROOT, env=environment, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_first_run_seeds_and_the_second_does_not(start):
    port = free_port()
    first = start(port)
    assert 'name="login"' in page(port, first)
    rival = start(port)
    assert rival.wait(60) == 1
    assert f"Порт {port} занят" in rival.communicate()[0]
    first.send_signal(signal.SIGINT)
    assert first.wait(20) == 0
    said = first.communicate()[0]
    assert f"http://127.0.0.1:{port}" in said
    assert "admin director upr" in said
    assert "novoaltaysk-2023" in said
    assert "Создаю демонстрационный колледж" in said

    again = start(port)
    assert 'name="login"' in page(port, again)
    again.send_signal(signal.SIGTERM)
    assert again.wait(20) == 0
    assert "Создаю" not in again.communicate()[0]
