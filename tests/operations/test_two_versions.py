"""Between the migration and the last restart the released code runs on the newer schema (docs/operations.md)."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from cli.migrations import downgrade, upgrade
from models import db as database_of_the_app
from tests import factories as f
from tools import migration

# 0002: a cell's marks and absences name its journal and student; code of 0001 cannot write them, so that step is made
# with the services stopped (docs/operations.md)
STOPPED_FOR = {(table, column) for table in ("mark", "absence") for column in ("journal_id", "student_id")}

Columns = dict[tuple[str, str], dict[str, Any]]


def columns() -> Columns:
    with database_of_the_app.engine.connect() as connection:
        found = sa.inspect(connection)
        return {(table, one["name"]): {"type": str(one["type"]), "required": not one["nullable"],
                                       "filled": one["default"] is not None or bool(one.get("autoincrement") is True)}
                for table in found.get_table_names() for one in found.get_columns(table)}


@pytest.fixture
def both(app, database):
    """The columns of the released schema and of today's."""
    with app.app_context():
        database_of_the_app.session.remove()
        downgrade(revision=max(migration.released()))
        released = columns()
        upgrade()
        yield released, columns()
        database_of_the_app.engine.dispose()
    database.rebuild()


def test_what_the_released_code_reads_and_writes_is_still_there(both):
    """Expand: a step only adds. What nobody uses any more goes one release later."""
    released, today = both
    tables = {table for table, _ in released}
    assert set(released) - set(today) == set(), "gone while the released code still reads it"
    assert {place for place in released if today[place]["type"] != released[place]["type"]} == set()
    unfilled = {place for place, column in today.items() if place[0] in tables and column["required"]
                and not column["filled"] and not released.get(place, {"required": False})["required"]}
    assert unfilled == STOPPED_FOR, "the released code does not fill it: make it nullable, or give it a default"


def test_a_migration_gives_up_rather_than_make_everybody_wait(app, database, configure):
    """A long reader of one table; behind a waiting ALTER TABLE all others would queue."""
    if app.extensions["settings"].is_sqlite:
        return  # one writer: the migration is one itself
    configure(lock_seconds=1)
    with app.app_context():
        f.StudentFactory()
        database_of_the_app.session.commit()
        database_of_the_app.session.remove()
        engine = database_of_the_app.engine
        downgrade(revision=max(migration.released()))
        before = columns()
        with engine.connect() as reader:
            for table in sa.inspect(reader).get_table_names():
                reader.exec_driver_sql(f'SELECT 1 FROM "{table}" LIMIT 1')
            with pytest.raises(sa.exc.OperationalError, match="lock timeout"):
                upgrade()
        assert columns() == before, "given up whole"
        upgrade()
        assert set(before) < set(columns())
        engine.dispose()
    database.rebuild()
