"""What several tests of pages share."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
import time_machine
from flask import Flask

import jobs
from jobs.notices import tell


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """The present moment, which stands still until the test moves it."""
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as travelling:
        yield travelling


@pytest.fixture
def run(app: Flask, db: Any) -> Callable[[], None]:
    """The job of notices as the queue runs it, on what is committed."""
    def running() -> None:
        db.commit()
        jobs._run(app, tell)
        db.expire_all()
    return running


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What is written into the log from now on, warnings and worse."""
    kept, buffer = structlog.get_config(), io.StringIO()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
                        logger_factory=structlog.PrintLoggerFactory(buffer))
    yield lambda: [json.loads(line) for line in buffer.getvalue().splitlines()]
    structlog.configure(**kept)
