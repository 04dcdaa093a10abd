"""Triggers that keep the audit journal append-only, for both engines; made again after each migration."""

from __future__ import annotations

import sqlalchemy as sa

TABLE = "audit_record"

SQLITE = {
    f"{TABLE}_no_update": f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} "
                          "BEGIN SELECT RAISE(ABORT, 'audit_record is append-only'); END",
    f"{TABLE}_no_delete": f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} "
                          "BEGIN SELECT RAISE(ABORT, 'audit_record is append-only'); END",
}
POSTGRES_FUNCTION = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit_record is append-only'; END $$"
)
POSTGRES = {
    f"{TABLE}_no_change": f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
                          "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    f"{TABLE}_no_truncate": f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
                            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
}


def present(connection: sa.Connection) -> set[str]:
    """Names of the triggers the database has now."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = to_regclass('audit_record')"
    return set(connection.exec_driver_sql(query).scalars())


def expected(connection: sa.Connection) -> dict[str, str]:
    return SQLITE if connection.dialect.name == "sqlite" else POSTGRES


def ensure(connection: sa.Connection) -> None:
    """Make the triggers that are missing (a table rebuilt by SQLite's batch mode loses them)."""
    if not sa.inspect(connection).has_table(TABLE):
        return
    missing = {name: sql for name, sql in expected(connection).items() if name not in present(connection)}
    if missing and connection.dialect.name == "postgresql":
        connection.exec_driver_sql(POSTGRES_FUNCTION)
    for sql in missing.values():
        connection.exec_driver_sql(sql)
