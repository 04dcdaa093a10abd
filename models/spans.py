"""Spans that must not overlap, as PostgreSQL's exclusion constraints; actions refuse them on SQLite too."""

from __future__ import annotations

import sqlalchemy as sa

# constraint → (table, columns that together own the span)
EXCLUSIONS = {
    "ex_membership_span": ("membership", ("student_id",)),
    "ex_subgroup_membership_span": ("subgroup_membership", ("subgroup_id", "student_id")),
    "ex_curatorship_span": ("curatorship", ("group_id", "user_id")),
}
SPAN = "daterange(starts, coalesce(ends, 'infinity'), '[]') WITH &&"


def present(connection: sa.Connection) -> set[str]:
    """Names of the exclusion constraints the college's schema has now."""
    return set(connection.exec_driver_sql(
        "SELECT conname FROM pg_constraint WHERE contype = 'x' AND connamespace = current_schema()::regnamespace"
    ).scalars())


def ensure(connection: sa.Connection) -> None:
    """Make the constraints that are missing."""
    if connection.dialect.name != "postgresql":
        return
    tables = set(sa.inspect(connection).get_table_names())
    missing = {name: span for name, span in EXCLUSIONS.items() if span[0] in tables and name not in present(connection)}
    if missing:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public")
    for name, (table, columns) in missing.items():
        owner = ", ".join(f"{column} WITH =" for column in columns)
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist ({owner}, {SPAN})")
