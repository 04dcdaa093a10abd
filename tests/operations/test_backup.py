"""A copy of a filled database is restored, moved to the other engine and compared table by table (п. 7.1, 9.6)."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask

from models import Mark, Outbox, UserSession
from operations import backup, exchange
from operations.container import Damaged, WrongPassword
from operations.databases import Failed, facts_of, is_empty, scratch_database
from operations.rows import lines, tables
from rules.terms import DeliveryState, Role
from tests import factories as f
from tests.plugins.web import open_session

NOW = dt.datetime(2023, 11, 20, 8, 0, tzinfo=dt.UTC)
HEAD = ScriptDirectory("migrations").get_current_head()
PASSWORD = "надёжный пароль копий"


@pytest.fixture
def engine(app: Flask, db) -> sa.Engine:
    """A small college: every column type, Cyrillic, bytes, an account with a session, a letter that waits."""
    journal, student = f.JournalFactory(), f.StudentFactory(last_name="Ёлкин")
    f.MembershipFactory(student=student, group=journal.group)
    f.MarkFactory(cell=f.CellFactory(lesson=f.LessonFactory(journal=journal), student=student))
    f.FileContentFactory()
    f.BellSlotFactory()
    f.NormValueFactory()
    f.OutboxFactory(state=DeliveryState.WAITING)
    open_session(f.UserFactory(roles=(Role.TEACHER,)))
    db.commit()
    return db.get_bind()


def stored(connection: sa.Connection) -> dict[str, list[bytes]]:
    return {table.name: list(lines(connection, table)) for table in tables()}


@contextmanager
def empty(engine: sa.Engine, tmp_path) -> Iterator[sa.Engine]:
    with scratch_database(engine, tmp_path) as made:
        assert is_empty(made)
        yield made


@pytest.mark.parametrize("password", [None, PASSWORD])
def test_a_restored_database_is_equal_table_by_table(engine, tmp_path, password):
    made = backup.create(engine, tmp_path, NOW, password)
    assert made.path.name == "journal-20231120-080000.ejb"
    assert made.facts["counts"]["mark"] == 1
    assert made.path.stat().st_mode & 0o077 == 0
    with empty(engine, tmp_path) as target:
        backup.restore(target, made.path, password)
        with target.connect() as there, engine.connect() as here:
            assert stored(there) == stored(here)
        with pytest.raises(backup.NotEmpty, match="не пуста"):
            backup.restore(target, made.path, password)
    assert sorted(path.name for path in tmp_path.iterdir()) == [made.path.name]


def test_a_damaged_copy_leaves_the_place_as_it_was(engine, tmp_path):
    made = backup.create(engine, tmp_path / "copy.ejb", NOW)
    whole = made.path.read_bytes()
    spot = len(whole) // 2
    made.path.write_bytes(whole[:spot] + bytes([whole[spot] ^ 1]) + whole[spot + 1:])
    with empty(engine, tmp_path) as target:
        with pytest.raises(Damaged, match=r"Блок \d+, байты с \d+"):
            backup.restore(target, made.path)
        assert is_empty(target)
    with pytest.raises(Damaged):
        backup.drill(engine, made.path)


def test_a_copy_with_another_password_is_refused(engine, tmp_path):
    made = backup.create(engine, tmp_path, NOW, PASSWORD)
    with empty(engine, tmp_path) as target, pytest.raises(WrongPassword):
        backup.restore(target, made.path, "совсем другой пароль")


def test_a_drill_notices_a_row_too_few(engine, tmp_path, monkeypatch):
    made = backup.create(engine, tmp_path, NOW)
    assert backup.drill(engine, made.path)["counts"]["mark"] == 1
    counted = {**made.facts, "counts": {**made.facts["counts"], "mark": 2}}
    monkeypatch.setattr(backup.container, "read_header", lambda path: counted)
    with pytest.raises(Failed, match="не сходится: mark"):
        backup.drill(engine, made.path)


def test_a_broken_database_makes_no_copy(tmp_path):
    """Structure and references are checked beside the writing: what they find undoes it."""
    living = sa.create_engine(f"sqlite:///{tmp_path}/journal.db")
    with living.begin() as connection:
        for table in ("alembic_version (version_num)", "audit_head (year, chain, seq, hash)", "mother (id PRIMARY KEY)",
                      "child (mother_id REFERENCES mother)"):
            connection.exec_driver_sql(f"CREATE TABLE {table}")
        connection.exec_driver_sql("INSERT INTO child VALUES (7)")
    with pytest.raises(Failed, match=r"целостности.*child"):
        backup.create(living, tmp_path / "copy.ejb", NOW)
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == []


def test_copies_are_turned_over(engine, tmp_path):
    for day in range(10):
        backup.create(engine, tmp_path, NOW + dt.timedelta(days=day))
    (tmp_path / "journal-20231121-080000.ejb").write_bytes(b"broken")
    gone = backup.turn_over(tmp_path)
    left = {copy.made.day for copy in backup.copies(tmp_path)}
    assert {22, 23, 24, 25, 26, 27, 28, 29} & left == {23, 24, 25, 26, 27, 28, 29} | ({22} & left)
    assert all(not path.exists() for path in gone)
    assert (tmp_path / "journal-20231121-080000.ejb").exists(), "what cannot be read is for a person to look at"


def test_the_exchange_carries_everything_and_refuses_a_changed_line(engine, tmp_path, database):
    folder = tmp_path / "exchange"
    with engine.connect() as connection:
        parts = exchange.give(connection, folder, NOW.isoformat())
        before = stored(connection)
        assert {part.table: (part.rows, part.sha256) for part in parts} == {
            name: (len(rows), hashlib.sha256(b"".join(row + b"\n" for row in rows)).hexdigest())
            for name, rows in before.items()}
        with pytest.raises(exchange.Refused, match="База не пуста"):
            exchange.take(connection, folder)
    file = folder / "student.jsonl"
    text = file.read_text()
    file.write_text(text.replace("Ёлкин", "Елкин"))
    with pytest.raises(exchange.Refused, match=r"student\.jsonl изменён"), other_engine(tmp_path) as target:
        exchange.take(target, folder)
    file.write_text(text.replace('"id"', '"number"', 1))
    with pytest.raises(exchange.Refused, match=r"student\.jsonl, строка 1: столбцы не те"), \
            other_engine(tmp_path) as target:
        exchange.take(target, folder)
    file.write_text(text)
    with other_engine(tmp_path) as target:
        exchange.take(target, folder)
        assert stored(target) == before


@contextmanager
def other_engine(tmp_path) -> Iterator[sa.Connection]:
    """A migrated SQLite file without rows, whatever the engine under test."""
    made = sa.create_engine("sqlite://")
    with made.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        for table in tables():
            table.create(connection)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{HEAD}')")
        yield connection
        connection.rollback()
    made.dispose()


# the commands

def test_commands_make_verify_and_restore(app, engine, db, tmp_path, monkeypatch):
    run = app.test_cli_runner().invoke
    assert run(args=["backup", "create", str(tmp_path)]).exit_code == 0
    file = next(tmp_path.glob("*.ejb"))
    assert "Копия цела" in run(args=["backup", "verify", str(file)]).output
    again = run(args=["backup", "create", str(file)])
    assert (again.exit_code, "уже есть" in again.output) == (2, True)
    refused = run(args=["backup", "restore", str(file)])
    assert (refused.exit_code, "не пуста" in refused.output) == (2, True)
    data = bytearray(file.read_bytes())
    data[-40] ^= 8
    file.write_bytes(data)
    broken = run(args=["backup", "verify", str(file)])
    assert broken.exit_code == 2
    assert re.search(r"Блок \d+, байты с \d+", broken.output)


def test_after_a_restore_nobody_is_signed_in_and_nothing_is_sent_twice(app, engine, db, tmp_path):
    from actions.housekeeping import after_restore

    assert after_restore() == 1
    db.commit()
    assert db.scalar(sa.select(sa.func.count()).select_from(UserSession)) == 0
    assert db.scalars(sa.select(Outbox.state)).all() == [DeliveryState.UNCLEAR]
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1


def test_facts_name_the_ends_of_the_audit(engine):
    with engine.connect() as connection:
        facts = facts_of(connection, ["audit_record"])
    assert facts["revision"] == HEAD
    assert sum(seq for _, _, seq, _ in facts["heads"]) == facts["counts"]["audit_record"] > 0
