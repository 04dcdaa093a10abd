"""A worker of jobs that dies at a chosen moment: a process of its own, killed by the kernel's own signal."""

from __future__ import annotations

import importlib
import itertools
import os
import signal
from collections.abc import Callable
from functools import reduce
from typing import Any

from config import Settings
from tools.soak.web import FORKED


def run_until_death(settings: Settings, job: Callable[[], Any], place: str, call: int = 1) -> int:
    """Run the job as the queue does; at the call of ``place`` («module:name») SIGKILL. The exit code."""
    process = FORKED.Process(target=_run, args=(settings.model_dump(), job, place, call))
    process.start()
    process.join(60)
    code = process.exitcode
    process.close()
    return -1 if code is None else code


def _run(settings: dict[str, Any], job: Callable[[], Any], place: str, call: int) -> None:
    import jobs
    from app import create_app

    app = create_app(Settings(**settings))
    module, _, path = place.partition(":")
    *owners, name = path.split(".")
    owner = reduce(getattr, owners, importlib.import_module(module))
    whole, calls = getattr(owner, name), itertools.count(1)

    def deadly(*args: Any, **kwargs: Any) -> Any:
        if next(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(*args, **kwargs)

    setattr(owner, name, deadly)
    jobs._run(app, job)
