"""Colleges side by side on one server know nothing of each other: a schema each, or a file each (ADR 6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from cli.migrations import upgrade
from config import DEMO_NOW, Settings
from models import User, db, spans, triggers
from operations import backup
from operations.databases import scratch_database
from tests import factories as f
from tests.plugins.databases import Database

NOW = dt.datetime(2023, 11, 20, 8, 0, tzinfo=dt.UTC)
NAMES = ("college_a", "college_b")


@pytest.fixture
def colleges(app: Flask, database: Database, tmp_path) -> Iterator[list[Flask]]:
    """Two migrated colleges, with one account each."""
    made = []
    for name in NAMES:
        url = address(database, name, tmp_path)
        made.append(create_app(Settings(database_url=url, demo=True, now_text=DEMO_NOW, testing=True,
                                        password_memory=8, instance=tmp_path / name)))
        with made[-1].app_context():
            upgrade()
            f.UserFactory(login=name)
            db.session.commit()
            db.session.remove()
    yield made
    for one in made:
        with one.app_context():
            db.engine.dispose()
    if not database.url.startswith("sqlite"):
        with database.own.connect() as connection:
            for name in NAMES:
                connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")


def address(database: Database, name: str, folder) -> str:
    if database.url.startswith("sqlite"):
        return f"sqlite:///{folder / name}.db"
    with database.own.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    return sa.make_url(database.url).update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(
        hide_password=False)


def logins(connection: sa.Connection) -> list[str]:
    return list(connection.scalars(sa.select(User.login)))


def test_each_has_its_own_people_guards_and_copy(colleges, tmp_path):
    for college, name in zip(colleges, NAMES, strict=True):
        with college.app_context():
            engine = db.engine
            with engine.connect() as connection:
                assert logins(connection) == [name]
                assert triggers.present(connection) >= triggers.expected(connection).keys()
                if engine.dialect.name == "postgresql":
                    assert spans.present(connection) == spans.EXCLUSIONS.keys()
            copy = backup.create(engine, tmp_path, NOW)
            with scratch_database(engine, tmp_path) as place:
                backup.restore(place, copy.path)
                with place.connect() as connection:
                    assert logins(connection) == [name], "a copy holds one college"
            copy.path.unlink()
