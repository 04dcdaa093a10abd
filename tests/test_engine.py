"""How long a page, a job and a command may hold the database, and what of it can be set (п. 7.1)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from psycopg.pq import TransactionStatus

from models import Group, Throttle
from models import db as database_of_the_app
from models.engine import options, patient
from models.prepared import open_block
from tests import factories as f

MOMENT = dt.datetime(2023, 11, 20, tzinfo=dt.UTC)
LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def limits(session) -> tuple[str, ...]:
    found = tuple(session.scalar(sa.text(f"SHOW {name}")) for name in LIMITS)
    session.rollback()
    return found


@pytest.mark.parametrize(("who_waits", "wanted"), [
    (False, ("15s", "5s", "1min")),  # a person
    (True, ("0", "1min", "0")),  # a job or a command
])
def test_a_page_may_take_less_than_a_job(db, who_waits, wanted):
    if db.get_bind().dialect.name == "sqlite":
        return  # its one limit, busy_timeout, is looked at in test_smoke
    db.rollback()
    patient.set(who_waits)
    assert limits(db) == wanted
    patient.set(False)
    assert limits(db) == ("15s", "5s", "1min"), "patience ends with the transaction"


def test_a_job_is_patient_and_a_request_is_not(app, db, client):
    import jobs

    seen = []
    jobs._run(app, lambda: seen.append(patient.get()))
    patient.set(False)
    client.get("/login")
    assert (seen, patient.get()) == ([True], False)


def test_what_is_set_reaches_the_server(app):
    made = options(sa.make_url("postgresql+psycopg://host/journal?options=-csearch_path%3Dcollege_7"), 3, 20, 2)
    assert (made["pool_size"], made["max_overflow"]) == (3, 0), "connections never exceed what was counted on"
    said = made["connect_args"]["options"]
    for part in ("-csearch_path=college_7", "statement_timeout=20s", "lock_timeout=2s", "timezone=UTC"):
        assert part in said
    with app.app_context():
        assert database_of_the_app.engine.hide_parameters


PREPARED = sa.text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%group_title_of_the_test'")
TEXT = sa.text("SELECT name FROM (SELECT name FROM \"group\") AS group_title_of_the_test")
BEHIND_WITH = sa.select(sa.select(Group.name).cte("group_title_of_the_test"))


def read_twice(session, reading=TEXT) -> None:
    for _ in range(2):
        session.execute(reading).all()
        session.rollback()


@pytest.mark.parametrize("spoil", [
    lambda session: session.execute(sa.text("UPDATE \"group\" SET name = 'ZZ-1'")),
    lambda session: session.execute(sa.text("WITH gone AS (SELECT 1) UPDATE \"group\" SET name = 'ZZ-2'")),
    lambda session: session.begin_nested() and session.execute(sa.text("UPDATE \"group\" SET name = 'ZZ-3'")),
], ids=["an update", "behind a WITH", "in a savepoint"])
def test_what_was_written_is_taken_back_though_reading_has_no_transaction(db, spoil):
    name = f.GroupFactory().name
    db.commit()
    read_twice(db)
    spoil(db)
    db.rollback()
    assert db.scalars(sa.text('SELECT name FROM "group"')).all() == [name]
    db.rollback()


@pytest.mark.parametrize("reading", [TEXT, BEHIND_WITH], ids=["a text", "behind a WITH"])
def test_statements_of_pages_that_only_read_stay_prepared(db, reading):
    if db.get_bind().dialect.name == "sqlite":
        return  # there is nothing to keep: it prepares in the process
    db.rollback()
    db.connection().exec_driver_sql("DEALLOCATE ALL")
    db.rollback()
    read_twice(db, reading)
    read_twice(db, reading)
    assert db.scalar(PREPARED) > 0


HELD = {
    "rows": sa.select(Group.id).with_for_update(),
    "rows a little": sa.select(Group.id).with_for_update(read=True, key_share=True),
    "rows by a text": sa.text('SELECT id FROM "group" for no key update'),
    "a turn": sa.select(sa.func.pg_advisory_xact_lock(1, 2)),
    "a setting": sa.text("SELECT set_config('lock_timeout', '1s', true)"),
    "a number": sa.text("SELECT nextval('group_id_seq')"),
    "page by page": sa.select(Group.id).execution_options(yield_per=1),
    "written in a reading": sa.select(sa.update(Group).values(name="ZZ-4").returning(Group.id).cte("written")),
    "a text with columns": sa.text("with w as (select 1 as n) select n from w").columns(sa.column("n")),
    "a word that may be anything": sa.text("VALUES (1)"),
}


def state_of(session) -> TransactionStatus:
    raw = session.connection().connection.dbapi_connection
    return raw.info.transaction_status


@pytest.mark.parametrize("how", HELD)
def test_what_holds_until_the_end_is_in_a_transaction(db, how):
    """``pg_advisory_xact_lock`` outside of one would let go at once, and two would take the same turn."""
    if db.get_bind().dialect.name == "sqlite":
        return  # begins by itself
    f.GroupFactory()
    db.commit()
    db.execute(HELD[how]).all()
    assert state_of(db) is TransactionStatus.INTRANS
    db.rollback()
    db.execute(TEXT).all()
    assert state_of(db) is TransactionStatus.IDLE  # a page that reads sends neither BEGIN nor COMMIT
    db.rollback()


def test_a_snapshot_is_kept_from_its_first_reading(db):
    """The exchange with other programs reads pages of one moment (jobs/exchange.py)."""
    if db.get_bind().dialect.name == "sqlite":
        return
    db.rollback()
    db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    db.execute(TEXT).all()
    assert state_of(db) is TransactionStatus.INTRANS
    assert db.scalar(sa.text("SHOW transaction_isolation")) == "repeatable read"
    db.rollback()
    with db.get_bind().connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        for _ in range(2):  # the second transaction of a connection has its snapshot too
            with connection.begin():
                connection.execute(TEXT).all()
                raw = connection.connection.dbapi_connection
                assert raw.info.transaction_status is TransactionStatus.INTRANS
    read_twice(db)
    assert db.scalar(sa.text("SHOW transaction_isolation")) == "read committed"
    db.rollback()


def test_what_goes_past_sqlalchemy_begins_by_word(db):
    """A COPY of the seed: taken back with the rest when it fails in the middle."""
    if db.get_bind().dialect.name == "sqlite":
        return
    db.rollback()
    open_block(db.connection())
    raw = db.connection().connection.dbapi_connection
    with raw.cursor().copy("COPY throttle (key, failures, window_started_at) FROM STDIN") as copy:
        copy.write_row(("copied", 1, MOMENT))
    assert state_of(db) is TransactionStatus.INTRANS
    db.rollback()
    assert db.scalar(sa.select(sa.func.count()).select_from(Throttle)) == 0


def test_a_statement_that_a_migration_has_changed_fails_once(db):
    """Without a transaction there is no ROLLBACK after which psycopg would prepare it anew (ADR 37)."""
    if db.get_bind().dialect.name == "sqlite":
        return
    db.rollback()
    with db.get_bind().connect() as other:
        def change(what: str) -> None:
            other.exec_driver_sql(what)
            other.commit()

        change("CREATE TABLE of_the_test (name varchar(16))")
        try:
            asked = sa.text("SELECT name FROM of_the_test")
            read_twice(db, asked)
            read_twice(db, asked)
            change("ALTER TABLE of_the_test ALTER name TYPE varchar(64)")
            with pytest.raises(sa.exc.DBAPIError, match="cached plan"):
                db.execute(asked)
            db.rollback()
            read_twice(db, asked)
        finally:
            change("DROP TABLE of_the_test")


def test_who_asks_for_no_transaction_has_none(db):
    """VACUUM and an index made beside those who write cannot be in one."""
    if db.get_bind().dialect.name == "sqlite":
        return
    with db.get_bind().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM throttle")
    read_twice(db)
