"""Runs migrations on either engine (decision 9 of the design)."""

from __future__ import annotations

from alembic import context
from flask import current_app

from models import Base, db, triggers

target = Base.metadata


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Our own types as plain SQLAlchemy ones, so that a migration does not depend on today's code."""
    name = type(item).__name__
    if kind == "type" and name == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    engine = db.engine
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # batch mode rebuilds tables: with keys enforced that would delete the children
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection, target_metadata=target, render_as_batch=sqlite, compare_type=True,
            render_item=render_item, transaction_per_migration=False)
        with context.begin_transaction():
            context.run_migrations()
            triggers.ensure(connection)
            if sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"foreign keys broken by the migration: {broken[:5]}")
        if sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    context.configure(url=current_app.config["SQLALCHEMY_DATABASE_URI"], target_metadata=target, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    run()
