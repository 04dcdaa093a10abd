"""The schema of the models, of the migrations and of a real database is one, on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from models import AuditRecord, Base, spans, triggers
from models import db as database_of_the_app
from tests import factories as f
from tests.plugins.databases import Database

LONGEST_NAME = 63  # PostgreSQL cuts longer ones
# who wrote a row: accounts with rows are blocked, never deleted, and nobody lists rows by it
UNINDEXED = {"absence.confirmed_by_id", "cell.updated_by_id", "excuse_note.entered_by_id", "final_mark.set_by_id",
             "lesson.entered_by_id"}


@pytest.fixture
def schema(app: Flask, database: Database) -> Iterator[Session]:
    """A session for tests that take the schema apart."""
    with app.app_context():
        yield database_of_the_app.session  # type: ignore[misc]
        database_of_the_app.session.remove()
        database_of_the_app.engine.dispose()
    database.rebuild()


def differences(connection: sa.Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={
        "compare_type": True, "compare_server_default": True,
        "include_name": lambda name, kind, parents: not (kind == "table" and str(name).startswith("huey_"))})
    return list(compare_metadata(context, Base.metadata))


def guards(connection: sa.Connection) -> set[str]:
    found = triggers.present(connection)
    return found if connection.dialect.name == "sqlite" else found | spans.present(connection)


def expected_guards(connection: sa.Connection) -> set[str]:
    wanted = set(triggers.expected(connection))
    return wanted if connection.dialect.name == "sqlite" else wanted | set(spans.EXCLUSIONS)


def test_migrations_equal_models(db: Session):
    assert differences(db.connection()) == []
    assert guards(db.connection()) == expected_guards(db.connection())


def test_there_and_back(schema: Session):
    downgrade(revision="base")
    with database_of_the_app.engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
    upgrade()
    with database_of_the_app.engine.connect() as connection:
        assert differences(connection) == []
        assert guards(connection) == expected_guards(connection)


def test_names_fit_both_engines():
    tables = Base.metadata.sorted_tables
    parts = [part for table in tables for part in (table, *table.columns, *table.constraints, *table.indexes)]
    nameless = [part for part in parts if not part.name]
    too_long = [part.name for part in parts if part.name and len(str(part.name)) > LONGEST_NAME]
    assert not nameless
    assert not too_long


def test_foreign_keys_are_indexed():
    """Deleting a parent and joining to it must not read the whole child table."""
    bare = {f"{table.name}.{key.column_keys[0]}" for table in Base.metadata.sorted_tables
            for key in table.foreign_key_constraints if not indexed(table, key)}
    assert bare == UNINDEXED


def indexed(table: sa.Table, key: sa.ForeignKeyConstraint) -> bool:
    sought = [*table.indexes, *(one for one in table.constraints
                                if isinstance(one, (sa.UniqueConstraint, sa.PrimaryKeyConstraint)))]
    return any({column.name for column in list(one.columns)[:len(key.columns)]} == set(key.column_keys)
               for one in sought)


@pytest.mark.parametrize("statement", [
    sa.update(AuditRecord).values(reason="задним числом"),
    sa.delete(AuditRecord),
])
def test_audit_refuses_changes(db: Session, statement: sa.UpdateBase):
    f.StudentFactory()
    db.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        db.execute(statement)


def test_audit_refuses_truncation(db: Session):
    knows = db.get_bind().dialect.name == "postgresql"
    with pytest.raises(DatabaseError, match="append-only" if knows else "syntax error"):
        db.execute(sa.text("TRUNCATE audit_record"))


SPANS = {  # first span, second span → they overlap
    "same day shared": (("2023-09-01", "2023-10-31"), ("2023-10-31", None), True),
    "inside": (("2023-09-01", None), ("2023-10-01", "2023-10-02"), True),
    "next day": (("2023-09-01", "2023-10-31"), ("2023-11-01", None), False),
    "before": (("2023-09-01", None), ("2022-09-01", "2023-08-31"), False),
}


def span(starts: str, ends: str | None) -> dict[str, dt.date | None]:
    return {"starts": dt.date.fromisoformat(starts), "ends": dt.date.fromisoformat(ends) if ends else None}


@pytest.mark.parametrize(("first", "second", "overlap"), SPANS.values(), ids=SPANS)
@pytest.mark.parametrize(("factory", "owner"), [
    (f.MembershipFactory, ("student",)),
    (f.SubgroupMembershipFactory, ("subgroup", "student")),
    (f.CuratorshipFactory, ("group", "user")),
])
def test_postgres_keeps_spans_apart(db: Session, factory, owner, first, second, overlap):
    """On SQLite only the actions hold it."""
    one = factory(**span(*first))
    same = {name: getattr(one, name) for name in owner}
    refused = overlap and db.get_bind().dialect.name == "postgresql"
    with pytest.raises(IntegrityError, match="_span") if refused else nullcontext():
        factory(**same, **span(*second))
