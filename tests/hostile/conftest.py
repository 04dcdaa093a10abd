"""The college of the matrix, as a stage for one module at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from models import db
from models.engine import writing
from tests.access.matrix.stage import Stage
from tests.access.matrix.world import World, build, settled
from tests.plugins.databases import Database


@pytest.fixture(scope="module")
def world(built_app: Flask, database: Database) -> Iterator[World]:
    with settled(built_app, database) as made:
        yield made


@pytest.fixture
def stage(built_app: Flask, world: World, record_property: Callable[[str, Any], None]) -> Iterator[Stage]:
    made = Stage(built_app, world, record_property)
    with built_app.app_context():
        db.session.remove()
    with made.open():
        yield made


@pytest.fixture
def committed(db: Any) -> World:
    """The same, made for one test, whose requests commit for real."""
    token = writing.set(True)
    made = build()
    db.commit()
    writing.reset(token)
    return made
