"""CHECK constraints among what a migration must change: alembic compares everything else by itself (ADR 20)."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import comparators
from alembic.operations import ops


def stored_checks(connection: sa.Connection, table: str) -> dict[str, str]:
    """Named CHECKs of a table as the database has them."""
    return {str(found["name"]): found["sqltext"] for found in sa.inspect(connection).get_check_constraints(table)
            if found["name"]}


@comparators.dispatch_for("table")  # type: ignore[untyped-decorator]
def compare_checks(context: Any, changes: ops.ModifyTableOps, schema: str | None, name: str, stored: sa.Table | None,
                   wanted: sa.Table | None) -> None:
    """Constraints to drop and to make. PostgreSQL keeps an expression in its own words: there names are compared."""
    if stored is None or wanted is None:
        return
    found = stored_checks(context.connection, name)
    checks = {str(one.name): one for one in wanted.constraints if isinstance(one, sa.CheckConstraint)}
    exact = context.connection.dialect.name == "sqlite"
    for gone in sorted(found.keys() - checks.keys()):
        changes.ops.append(ops.DropConstraintOp(gone, name, type_="check"))
    for key, one in checks.items():
        text = str(one.sqltext)
        if key in found and not (exact and _plain(found[key]) != _plain(text)):
            continue
        if key in found:
            changes.ops.append(ops.DropConstraintOp(key, name, type_="check"))
        changes.ops.append(ops.CreateCheckConstraintOp(key, name, text))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
