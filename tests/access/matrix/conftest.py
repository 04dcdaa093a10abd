"""The college of the matrix, built once for a module, and the stage on which it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from models import db
from models.engine import writing
from tests.access.matrix.stage import Stage
from tests.access.matrix.world import World, build
from tests.plugins.databases import Database


@pytest.fixture(scope="package")
def world(built_app: Flask, database: Database) -> Iterator[World]:
    """The college, built once and committed; what tests write is never committed."""
    token = writing.set(True)
    with built_app.app_context():
        made = build()
        db.session.remove()
    yield made
    with built_app.app_context():
        db.engine.dispose()
    database.restore()
    writing.reset(token)


@pytest.fixture
def stage(built_app: Flask, world: World, record_property: Callable[[str, Any], None]) -> Iterator[Stage]:
    made = Stage(built_app, world, record_property)
    with built_app.app_context():
        db.session.remove()
    with made.open():
        yield made
