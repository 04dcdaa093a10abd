"""What several tests of pages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

import jobs
from jobs.notices import tell


@pytest.fixture
def run(app: Flask, db: Any) -> Callable[[], None]:
    """The job of notices as the queue runs it, on what is committed."""
    def running() -> None:
        db.commit()
        jobs._run(app, tell)
        db.expire_all()
    return running
