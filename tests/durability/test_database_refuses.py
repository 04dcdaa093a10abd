"""A full disk, a read-only or busy database: 503 in Russian, nothing half-written, and it goes on alone (п. 7.1)."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from models import AuditRecord, Cell, Group, IdempotencyKey, Mark, Student, User, UserSession
from models import db as database_of_the_app
from tests import factories as f

WRITTEN = (AuditRecord, Cell, IdempotencyKey, Mark, UserSession)
TABLES = ("mark", "user_session")
# a row too much: SQLite may not take another page for it; PostgreSQL says what it says when it cannot, SQLSTATE and all
NO_PLACE = {
    "sqlite": ("CREATE TABLE filler (content)", *(
        f"CREATE TRIGGER no_place_for_{name} AFTER INSERT ON {name} BEGIN "
        "INSERT INTO filler VALUES (zeroblob(1000000)); END" for name in TABLES)),
    "postgresql": ("CREATE FUNCTION no_place() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
                   "'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$", *(
        f"CREATE TRIGGER no_place BEFORE INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION no_place()"
        for name in TABLES)),
}
PLACE_AGAIN = {"sqlite": tuple(f"DROP TRIGGER no_place_for_{name}" for name in TABLES),
               "postgresql": ("DROP FUNCTION no_place CASCADE",)}


@contextmanager
def on_checkout(engine, say, unsay=None):
    """Every connection is told so when it leaves the pool, and the contrary when it comes back."""
    def tell(connection, record, proxy):
        connection.execute(say)

    def untell(connection, record):
        if connection is not None and unsay:
            connection.execute(unsay)

    event.listen(engine, "checkout", tell)
    event.listen(engine, "checkin", untell)
    try:
        yield
    finally:
        event.remove(engine, "checkout", tell)
        event.remove(engine, "checkin", untell)


@contextmanager
def full(engine):
    with ExitStack() as until_the_end:
        _execute(engine, NO_PLACE)
        until_the_end.callback(_execute, engine, PLACE_AGAIN)
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            until_the_end.enter_context(on_checkout(engine, f"PRAGMA max_page_count={pages}",
                                                    "PRAGMA max_page_count=4294967294"))
        yield


def _execute(engine, statements):
    with engine.begin() as connection:
        for statement in statements[engine.dialect.name]:
            connection.exec_driver_sql(statement)


@contextmanager
def read_only(engine):
    say = (("PRAGMA query_only=ON", "PRAGMA query_only=OFF") if engine.dialect.name == "sqlite" else
           ("SET default_transaction_read_only=on", "SET default_transaction_read_only=off"))
    with on_checkout(engine, *say):
        yield


@contextmanager
def busy(engine):
    """Somebody holds what is wanted for longer than one waits."""
    with engine.connect() as other, ExitStack() as until_the_end:
        until_the_end.callback(other.rollback)
        if engine.dialect.name == "sqlite":
            other.exec_driver_sql("DELETE FROM throttle")  # whoever writes begins with the lock
            until_the_end.enter_context(patch("models.engine.WAIT", 0.02))
        else:
            other.exec_driver_sql("LOCK TABLE cell, user_session IN SHARE MODE")
            until_the_end.enter_context(on_checkout(engine, "SET LOCAL lock_timeout='20ms'"))
        yield


TROUBLES = [full, read_only, busy]


@pytest.fixture
def engine(app):
    with app.app_context():
        return database_of_the_app.engine


@pytest.fixture
def teacher(db, login, college):
    return login(db.scalar(sa.select(User).where(User.login == college.desks[0][0])))


def counts(db):
    db.rollback()
    found = {model: db.scalar(sa.select(sa.func.count()).select_from(model)) for model in WRITTEN}
    db.rollback()
    return found


def save(client, path):
    return client.put(path, json={"value": "5", "version": 0, "key": "the same"})


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.__name__)
def test_a_save_is_refused_whole_and_taken_when_the_trouble_is_over(db, engine, teacher, college, trouble):
    path, before = college.desks[0][1][0], counts(db)
    with trouble(engine):
        refused = save(teacher, path)
        assert refused.status_code == 503
        assert "временно недоступен" in refused.json["message"]
        assert int(refused.headers["Retry-After"]) > 0
    assert counts(db) == before
    taken = save(teacher, path)
    assert (taken.status_code, taken.json["version"]) == (200, 1), "the same workers, the same key"
    assert save(teacher, path).json == taken.json


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.__name__)
def test_a_form_is_answered_by_a_page_that_needs_no_database(db, client, engine, college, trouble):
    before, form = counts(db), {"login": college.desks[0][0], "password": f.PASSWORD}
    with trouble(engine):
        refused = client.post("/login", data=form)
        assert refused.status_code == 503
        assert refused.content_type.startswith("text/html")
        assert "Журнал временно недоступен" in refused.text
        assert "вернитесь на прежнюю страницу" in refused.text
        assert not any(word in refused.text for word in ("Traceback", "sqlite", "psycopg", "SELECT", form["login"]))
    assert counts(db) == before
    assert client.post("/login", data=form).status_code == 302


@pytest.mark.parametrize("trouble", [full, read_only], ids=lambda trouble: trouble.__name__)
def test_reading_goes_on_while_nothing_can_be_written(db, engine, teacher, college, trouble):
    """The visit of the minute cannot be noted: nobody is shown an error for that."""
    db.execute(sa.update(UserSession).values(last_seen_at=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)))
    db.commit()
    with trouble(engine):
        assert teacher.get("/journal/").status_code == 200
    assert teacher.get("/journal/").status_code == 200


def test_a_card_is_not_shown_when_the_look_cannot_be_noted(db, engine, login, college):
    """п. 9.2: nobody looks at personal data without a trace."""
    curator = f.CuratorshipFactory(group=db.scalar(sa.select(Group).order_by(Group.id))).user
    student = db.scalar(sa.select(Student).order_by(Student.id))
    client, page = login(curator), f"/curator/contacts/{student.id}"
    with read_only(engine):
        refused = client.get(page)
    assert refused.status_code == 503
    assert student.phone not in refused.text
    assert client.get(page).status_code == 200
