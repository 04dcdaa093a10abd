"""What tests write lies in memory: a commit waits for a disk, and no test asks anything of one.

A kill -9 loses nothing that was written to either, so that the tests of durability see the same.
"""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
ENOUGH = 512 * 1024 * 1024  # a container has 64 MiB by itself, and the browser wants them
PREFIX = "jt-"  # short: the path of a socket has 107 signs
ROOT = "PYTEST_DEBUG_TEMPROOT"  # where pytest makes the folders of tests
RUNNING = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """One folder for all workers, made by the process that starts them; another one that was named is kept."""
    named = hasattr(config, "workerinput") or config.option.basetemp or ROOT in os.environ
    if not named and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH:
        _sweep()
        folder = MEMORY / f"{PREFIX}{os.getpid()}"
        folder.mkdir(mode=0o700)
        RUNNING.callback(shutil.rmtree, folder, ignore_errors=True)
        os.environ[ROOT] = str(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    RUNNING.close()


def _sweep() -> None:
    """Take away what tests that were killed have left: it holds memory."""
    for folder in MEMORY.glob(f"{PREFIX}*"):
        number = folder.name.removeprefix(PREFIX)
        if number == str(os.getpid()) or not Path("/proc", number).exists():
            shutil.rmtree(folder, ignore_errors=True)
