"""The college of the matrix, built once for a module, and the stage on which it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from models import db
from tests.access.matrix.stage import Stage
from tests.access.matrix.world import World, settled
from tests.plugins.databases import Database


@pytest.fixture(scope="package")
def world(built_app: Flask, database: Database) -> Iterator[World]:
    with settled(built_app, database) as made:
        yield made


@pytest.fixture
def stage(built_app: Flask, world: World, record_property: Callable[[str, Any], None]) -> Iterator[Stage]:
    made, settings = Stage(built_app, world, record_property), built_app.extensions["settings"]
    # the people of the matrix typed their passwords when it was built: a slow machine needs longer than that lasts
    built_app.extensions["settings"] = settings.model_copy(update={"recent_minutes": 12 * 60})
    with built_app.app_context():
        db.session.remove()
    with made.open():
        yield made
    built_app.extensions["settings"] = settings
