"""The application on a fresh database, signed-in clients, clocks, query budgets."""

from __future__ import annotations

import contextvars
import datetime as dt
import gc
import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from factory.base import BaseFactory
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session

import jobs
from cli.migrations import upgrade
from config import DEMO_NOW, Settings
from jobs.queue import STORE
from models import User, UserSession
from models import db as database_of_the_app
from models.engine import patient, writing
from rules.terms import Role
from tests.plugins.databases import Database, one_at_a_time

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(scope="session")
def built_app(database: Database, shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application once per worker and engine, its database migrated by the first worker that comes."""
    from app import create_app

    made = create_app(Settings(
        database_url=database.url, demo=True, now_text=DEMO_NOW, testing=True, password_memory=8, exports_limit=100_000,
        searches_limit=100_000, letters_limit=100_000,
        instance=tmp_path_factory.mktemp("instance")))
    made.test_client_class = Client
    gc.collect()
    gc.freeze()  # what is imported stays: walking through it again and again takes a quarter of a test
    gc.set_threshold(50_000, 20, 50)
    with one_at_a_time(shared_folder):
        if not database.has_template:
            database.create()
            with made.app_context():
                upgrade()
                database_of_the_app.engine.dispose()
            database.save_template()
    database.restore()
    yield made
    with made.app_context():
        database_of_the_app.engine.dispose()


@pytest.fixture
def app(built_app: Flask, database: Database) -> Iterator[Flask]:
    """The application on an empty migrated database; whatever the test commits is gone after it."""
    settings = built_app.extensions["settings"]
    yield built_app
    built_app.extensions["settings"] = settings
    if not database.keeps_connections:
        with built_app.app_context():
            database_of_the_app.engine.dispose()
    database.restore()


@pytest.fixture(autouse=True)
def numbers_from_the_start() -> None:
    """A row's number does not depend on the tests before: codes and indices have two digits."""
    from tests import factories

    for made in vars(factories).values():
        if isinstance(made, type) and issubclass(made, BaseFactory):
            made.reset_sequence(force=True)


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    """The test's own session; clients commit it before they ask, so that pages see what the test made."""
    token, calm = writing.set(False), patient.set(False)  # as a request finds them, whatever a job before has said
    with app.app_context():
        yield database_of_the_app.session  # type: ignore[misc]
        database_of_the_app.session.remove()
    patient.reset(calm)
    writing.reset(token)


class Client(FlaskClient):
    """Asks as a browser would: in a context of its own, with the CSRF token unless ``csrf=False``."""

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> Any:
        if has_app_context():
            database_of_the_app.session.commit()
        if csrf and kwargs.get("method") in UNSAFE:
            kwargs["headers"] = {"X-CSRFToken": self.csrf_token(), **dict(kwargs.get("headers") or {})}
        kwargs.setdefault("buffered", True)
        return contextvars.Context().run(super().open, *args, **kwargs)

    def csrf_token(self) -> str:
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", hashlib.sha256(secrets.token_bytes()).hexdigest())
        signed: str | bytes = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(raw)
        return str(signed)


@pytest.fixture
def client(app: Flask) -> Client:
    """A visitor who has not signed in."""
    return Client(app, app.response_class)


@pytest.fixture
def other(app: Flask) -> Client:
    """A second device."""
    return Client(app, app.response_class)


@pytest.fixture
def login(app: Flask, db: Session) -> Callable[..., Client]:
    """``login(Role.TEACHER)``, ``login("teacher")`` or ``login(user)``: a client of that user, signed in."""
    def sign_in(who: Role | str | User) -> Client:
        made = Client(app, app.response_class)
        made.set_cookie("sid", open_session(who if isinstance(who, User) else user_with(Role(who))))
        return made
    return sign_in


def user_with(*roles: Role) -> User:
    from tests.factories import UserFactory

    made: User = UserFactory(roles=roles)
    return made


def open_session(user: User) -> str:
    """A living session of the user; returns the cookie's value."""
    from actions.signin import token_hash

    token, now = secrets.token_urlsafe(), dt.datetime.now(dt.UTC)
    database_of_the_app.session.add(UserSession(
        token_hash=token_hash(token), user=user, created_at=now, last_seen_at=now, confirmed_at=now))
    database_of_the_app.session.commit()
    return token


def drop_queue(app: Flask) -> None:
    """The next test that asks for a queue gets a new one: its jobs are registered once."""
    for name in (jobs.EXTENSION, STORE):
        queue = app.extensions.pop(name, None)
        if queue is not None:
            queue.storage.close()


@pytest.fixture
def configure(app: Flask) -> Callable[..., None]:
    """``configure(idle_minutes=5)``: other settings for the rest of the test."""
    def change(**values: Any) -> None:
        app.extensions["settings"] = app.extensions["settings"].model_copy(update=values)
    return change


@pytest.fixture
def school_time(configure: Callable[..., None]) -> Callable[[str], None]:
    """``school_time("2023-11-21 09:00")``: the frozen clock of lessons and deadlines, in the college's zone."""
    return lambda text: configure(now_text=dt.datetime.fromisoformat(text).isoformat())


@pytest.fixture
def count_queries(app: Flask) -> Callable[..., Any]:
    """``with count_queries(at_most=6) as statements``: fails with the list when there are more."""
    @contextmanager
    def counting(at_most: int | None = None) -> Iterator[list[str]]:
        if has_app_context():
            database_of_the_app.session.commit()
        statements: list[str] = []

        def remember(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            statements.append(statement)

        with app.app_context():
            engine = database_of_the_app.engine
        sa.event.listen(engine, "before_cursor_execute", remember)
        try:
            yield statements
        finally:
            sa.event.remove(engine, "before_cursor_execute", remember)
        listed = "\n".join(f"{number}. {text}" for number, text in enumerate(statements, 1))
        assert at_most is None or len(statements) <= at_most, f"{len(statements)} queries, not {at_most}:\n{listed}"
    return counting
