"""Many rows fast, the same on both engines: ids given here, COPY on PostgreSQL, executemany on SQLite.

Past the session on purpose: the audit listener sees none of these rows, make_demo() tells it the totals.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from models import Base
from models.prepared import open_block

ROWS_AT_ONCE = 30_000


class Sheet:
    """Rows of one table that wait to be written."""

    def __init__(self, connection: sa.Connection, table: sa.Table) -> None:
        self.table = table
        self.blank = {column.name: _default(column) for column in table.columns}
        self.first = self.next = (connection.scalar(sa.select(sa.func.max(table.c.id))) or 0) + 1
        self.rows: list[list[Any]] = []
        prepare = connection.dialect.identifier_preparer
        self.name = prepare.format_table(table)
        self.columns = ", ".join(prepare.format_column(column) for column in table.columns)
        self.binders = [(place, binder) for place, column in enumerate(table.columns)
                        if (binder := _binder(column, connection.dialect)) is not None]

    def add(self, values: dict[str, Any]) -> int:
        row = {**self.blank, **values, "id": self.next}
        if len(row) != len(self.blank):
            raise KeyError(f"{self.name}: {sorted(values.keys() - self.blank.keys())}")
        self.rows.append(list(row.values()))
        self.next += 1
        return self.next - 1

    def taken(self) -> list[list[Any]]:
        """The waiting rows as the driver wants them; none wait afterwards."""
        rows, self.rows = self.rows, []
        for place, bind in self.binders:
            for row in rows:
                row[place] = bind(row[place])
        return rows


class Bulk:
    """Collects rows of any tables and writes them parents first."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.sheets: dict[type[Base], Sheet] = {}
        self.waiting = 0

    def add(self, model: type[Base], **values: Any) -> int:
        """Queue a row; the answer is its id."""
        sheet = self.sheets.get(model)
        if sheet is None:
            sheet = self.sheets[model] = Sheet(self.connection, Base.metadata.tables[model.__tablename__])
        self.waiting += 1
        if self.waiting > ROWS_AT_ONCE:
            self.flush()
        return sheet.add(values)

    def link(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        """Write the rows of a table without an id, after their parents."""
        self.flush()
        if rows:
            self.connection.execute(table.insert(), rows)

    def flush(self) -> None:
        self.waiting = 0
        by_table = {sheet.table: sheet for sheet in self.sheets.values()}
        for table in Base.metadata.sorted_tables:
            if table in by_table and by_table[table].rows:
                self._write(by_table[table])

    def finish(self) -> dict[type[Base], int]:
        """Write what is left, move PostgreSQL's sequences; rows written by model."""
        self.flush()
        if self.connection.dialect.name == "postgresql":
            for sheet in self.sheets.values():
                self.connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{sheet.name}', 'id'), {sheet.next - 1})")
        return {model: sheet.next - sheet.first for model, sheet in self.sheets.items()}

    def _write(self, sheet: Sheet) -> None:
        open_block(self.connection)
        cursor = self.connection.connection.cursor()
        try:
            if self.connection.dialect.name == "postgresql":
                with cursor.copy(f"COPY {sheet.name} ({sheet.columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
                    for row in sheet.taken():
                        copy.write_row(row)
            else:
                marks = ", ".join("?" * len(sheet.blank))
                cursor.executemany(f"INSERT INTO {sheet.name} ({sheet.columns}) VALUES ({marks})",  # noqa: S608
                                   sheet.taken())
        finally:
            cursor.close()


def _default(column: sa.Column[Any]) -> Any:
    default = column.default
    return default.arg if isinstance(default, sa.ColumnDefault) and default.is_scalar else None


def _binder(column: sa.Column[Any], dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    """What turns a Python value into the driver's; remembered, since dates and words repeat."""
    bind = column.type.dialect_impl(dialect).bind_processor(dialect)
    if bind is None:
        return None
    return bind if isinstance(column.type, sa.JSON) else lru_cache(maxsize=65536)(bind)
