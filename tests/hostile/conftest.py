"""The college of the matrix, as a stage for one module at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from models import db
from tests.access.matrix.stage import Stage
from tests.access.matrix.world import World, settled
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
