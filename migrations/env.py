"""Runs migrations on either engine (ADR 9)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.operations import ops
from flask import current_app

from models import Base, db, spans, triggers
from models.engine import patient
from operations import schema_checks  # noqa: F401 - compared too

target = Base.metadata


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Our own types as plain SQLAlchemy ones, so that a migration depends neither on today's code nor on an engine."""
    if kind == "type":
        if type(item).__name__ == "UtcDateTime":
            return "sa.DateTime(timezone=True)"
        if isinstance(item, sa.Enum):
            return f"sa.String(length={item.length})"
        if isinstance(item, sa.JSON):
            autogen_context.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
            return "sa.JSON().with_variant(JSONB(), 'postgresql')"
    if kind == "server_default" and isinstance(item, sa.DefaultClause) and isinstance(item.arg, (sa.True_, sa.False_)):
        return f"sa.{item.arg}()"
    return False


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """The job queue keeps its own tables in PostgreSQL."""
    return not (kind == "table" and name is not None and name.startswith("huey_"))


def fill_new_columns(steps: list[Any]) -> None:
    """A new column that says by what it is ``filled`` is made empty, filled, and only then must not be empty."""
    for step in [step for step in steps if isinstance(step, ops.ModifyTableOps)]:
        filled = [op for op in step.ops if isinstance(op, ops.AddColumnOp) and "filled" in op.column.info]
        for op in filled:
            op.column = op.column._copy()
            op.column.nullable = True
        if filled:
            values = ", ".join(f"{op.column.name} = {op.column.info['filled']}" for op in filled)
            closed = [ops.AlterColumnOp(step.table_name, op.column.name, existing_type=op.column.type,
                                        existing_nullable=True, modify_nullable=False) for op in filled]
            place = steps.index(step) + 1
            others = [op for op in step.ops if op not in filled]  # indexes are made once, when the values are there
            steps[place:place] = [ops.ExecuteSQLOp(f"UPDATE {step.table_name} SET {values}"),  # noqa: S608
                                  ops.ModifyTableOps(step.table_name, [*closed, *others])]
            step.ops = filled


def leave_what_older_ones_lack(steps: list[Any]) -> None:
    """On the way back a column that may not be empty again loses the rows in which it is."""
    for step in [step for step in steps if isinstance(step, ops.ModifyTableOps)]:
        for op in step.ops:
            if isinstance(op, ops.AlterColumnOp) and op.modify_nullable is False:
                steps.insert(steps.index(step), ops.ExecuteSQLOp(
                    f"DELETE FROM {step.table_name} WHERE {op.column_name} IS NULL"))  # noqa: S608


def mend_steps(context: Any, revision: Any, directives: list[Any]) -> None:
    if directives:
        fill_new_columns(directives[0].upgrade_ops.ops)
        leave_what_older_ones_lack(directives[0].downgrade_ops.ops)


def run() -> None:
    token = patient.set(True)
    try:
        _run()
    finally:
        patient.reset(token)


def _run() -> None:
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        driver: Any = connection.connection.driver_connection
        if sqlite:
            # batch mode rebuilds tables: with keys enforced that would delete the children
            driver.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection, target_metadata=target, render_as_batch=sqlite, compare_type=True,
            compare_server_default=True, render_item=render_item, include_name=include_name, transactional_ddl=True,
            process_revision_directives=mend_steps)
        with context.begin_transaction():
            if not sqlite:
                # whoever waits for a table makes all the others wait behind him: rather give up whole and come again
                seconds = current_app.extensions["settings"].lock_seconds
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{seconds}s'")
            context.run_migrations()
            triggers.ensure(connection)
            spans.ensure(connection)
            if sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"foreign keys broken by the migration: {broken[:5]}")
        if sqlite:
            driver.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    context.configure(url=current_app.config["SQLALCHEMY_DATABASE_URI"], target_metadata=target, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    run()
