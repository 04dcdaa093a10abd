"""The schema of the models, of the migrations and of a real database is one, on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import ops
from flask import Flask
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from cli.migrations import downgrade, upgrade
from models import AuditRecord, Base, PersonKey, spans, triggers
from models import db as database_of_the_app
from operations import schema_checks
from tests import factories as f
from tests.plugins.databases import Database
from tools import migration

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


def test_a_dropped_and_a_changed_check_are_noticed(db: Session):
    """Alembic alone does not look at CHECK constraints."""
    table = sa.Table("mark", sa.MetaData(), sa.CheckConstraint("value > 0", name="ck_mark_value"))
    changes = ops.ModifyTableOps("mark", [])
    schema_checks.compare_checks(MigrationContext.configure(db.connection()), changes, None, "mark", table, table)
    said = [(type(one).__name__, one.constraint_name) for one in changes.ops]
    assert said[:2] == [("DropConstraintOp", "ck_mark_position"), ("DropConstraintOp", "ck_mark_weight")]
    anew = [("DropConstraintOp", "ck_mark_value"), ("CreateCheckConstraintOp", "ck_mark_value")]
    assert said[2:] == (anew if db.get_bind().dialect.name == "sqlite" else [])


def test_released_migrations_never_change():
    """Bring the file back: git checkout main -- migrations; then make migration writes the step after it."""
    assert migration.changed() == []


def test_the_step_after_the_release_keeps_every_row(schema: Session):
    """Down to the released schema and up again with a row of every entity: nothing that was there then is lost."""
    for model, factory in f.FACTORIES.items():
        factory(**({"entity": "gone"} if model is PersonKey else {}))  # the others' keys are real ones
    by_norm = f.ClosingFactory(closed_by=None).id  # the older schema wants a person: what nobody closed opens there
    schema.commit()
    schema.remove()  # its connection would hold the tables
    full = contents()
    full["closing"] = [row for row in full["closing"] if row["id"] != by_norm]
    downgrade(revision=max(migration.released()))
    released = contents()
    assert released == within(full, released)
    assert sum(map(len, released.values())) > len(released)
    upgrade()
    assert within(contents(), released) == released
    with database_of_the_app.engine.connect() as connection:
        assert differences(connection) == []
        assert guards(connection) == expected_guards(connection)


Rows = dict[str, list[dict[str, object]]]


def contents() -> Rows:
    """Every row of every table, as the driver gives it."""
    with database_of_the_app.engine.connect() as connection:
        tables = [name for name in sa.inspect(connection).get_table_names() if name != "alembic_version"]
        found = {name: connection.execute(sa.text(f'SELECT * FROM "{name}"')).mappings() for name in tables}
        return {name: sorted_rows([dict(row) for row in rows]) for name, rows in found.items()}


def within(rows: Rows, smaller: Rows) -> Rows:
    """The rows with the tables and columns of the smaller schema alone."""
    return {name: sorted_rows([{column: row[column] for column in smaller[name][0]} for row in rows[name]])
            if smaller[name] else [] for name in smaller}


def sorted_rows(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(({key: row[key] for key in sorted(row)} for row in rows), key=repr)


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
