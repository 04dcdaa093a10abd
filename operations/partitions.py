"""The large tables of PostgreSQL by academic years, and years that are taken out of them (docs/scale.md, ADR 6).

The rows of a year lie in a table of their own (``cell_2023``); what has no such table yet lies in ``cell_rest``. The
application sees one table as before: names, keys, indexes and triggers stay. A year taken out is a set of plain tables
beside, which can be dumped, moved away and put back whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from models import triggers

TABLES = ("cell", "mark", "absence", "audit_record")  # what others point to first
REST = "rest"
KEEP_OUT = "SET LOCAL lock_timeout = '10s'; SET LOCAL statement_timeout = 0"
PARTS = """
    SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = to_regclass(:table) ORDER BY child.relname"""


class Refused(Exception):
    """What cannot be done, in words for the administrator."""


@dataclass(frozen=True)
class Shape:
    """SQL that makes the keys, indexes and triggers of a table anew."""

    keys: tuple[str, ...]
    references: tuple[str, ...]
    indexes: tuple[str, ...]
    triggers: tuple[str, ...]


def is_divided(connection: sa.Connection) -> bool:
    """Whether the large tables are by years."""
    return connection.dialect.name == "postgresql" and bool(connection.scalar(
        sa.text("SELECT count(*) FROM pg_partitioned_table WHERE partrelid = to_regclass('cell')")))


def years(connection: sa.Connection) -> list[int]:
    """Years that have tables of their own."""
    names = connection.scalars(sa.text(PARTS), {"table": TABLES[0]})
    return sorted(int(ending) for name in names if (ending := name.rpartition("_")[2]) != REST)


def divide(connection: sa.Connection) -> dict[str, int]:
    """Rows by table once each lies with its year; the tables are closed meanwhile, and nothing is half-done."""
    _require(connection.dialect.name == "postgresql", "По учебным годам таблицы делит только PostgreSQL.")
    _require(not is_divided(connection), "Таблицы уже разделены по учебным годам.")
    connection.exec_driver_sql(KEEP_OUT)
    connection.exec_driver_sql(f"LOCK TABLE {', '.join(TABLES)} IN ACCESS EXCLUSIVE MODE")
    shapes = {table: _shape(connection, table) for table in TABLES}
    counts = {table: _rows(connection, table) for table in TABLES}
    for table in TABLES:
        _divide(connection, table, shapes[table])
    for table in TABLES:
        _require(_rows(connection, table) == counts[table], f"{table}: число строк изменилось, ничего не сделано.")
        for sql in (*shapes[table].references, *shapes[table].triggers):
            connection.exec_driver_sql(sql)
    _guard_parts(connection)
    return counts


def add(connection: sa.Connection, wanted: Iterable[int]) -> list[int]:
    """Make the tables of the years that have none yet; the answer names them."""
    _require(is_divided(connection), "Таблицы не разделены по учебным годам: flask partitions divide.")
    connection.exec_driver_sql(KEEP_OUT)
    missing = sorted(set(wanted) - set(years(connection)))
    for year in missing:
        for table in TABLES:
            waiting = connection.scalar(sa.text(f"SELECT count(*) FROM {table}_{REST} WHERE year = :year"),
                                        {"year": year})
            _require(not waiting, f"В {table}_{REST} уже есть строки {year} года: их место там.")
            connection.exec_driver_sql(f"CREATE TABLE {table}_{year} PARTITION OF {table} FOR VALUES IN ({year})")
    _guard_parts(connection)
    return missing


def detach(connection: sa.Connection, year: int) -> dict[str, int]:
    """Rows by table of the year that is no more part of the journal; only of a year in the archive (п. 7.5)."""
    _require(is_divided(connection) and year in years(connection), f"У {year} года нет своих таблиц.")
    archived = connection.scalar(sa.text(
        "SELECT count(*) FROM academic_year WHERE year = :year AND archived_at IS NOT NULL"), {"year": year})
    _require(bool(archived), f"{year} год не в архиве: сначала flask archive create (п. 7.5).")
    connection.exec_driver_sql(KEEP_OUT)
    counts = {table: _rows(connection, f"{table}_{year}") for table in TABLES}
    for table in reversed(TABLES):
        part = f"{table}_{year}"
        connection.exec_driver_sql(f"ALTER TABLE {table} DETACH PARTITION {part}")
        for name in _names(connection, part, "f"):
            connection.exec_driver_sql(f'ALTER TABLE {part} DROP CONSTRAINT "{name}"')
    connection.exec_driver_sql(f"CREATE TABLE audit_head_{year} AS SELECT * FROM audit_head WHERE year = {year}")
    connection.exec_driver_sql(f"DELETE FROM audit_head WHERE year = {year}")
    _guard(connection, f"audit_record_{year}")  # a table by itself loses its parent's triggers
    return counts


def attach(connection: sa.Connection, year: int) -> dict[str, int]:
    """Rows by table of the year put back; the ends of its chains come back with it."""
    _require(is_divided(connection), "Таблицы не разделены по учебным годам: flask partitions divide.")
    there = sa.inspect(connection).get_table_names()
    missing = [part for table in (*TABLES, "audit_head") if (part := f"{table}_{year}") not in there]
    _require(not missing, f"Нет таблиц {', '.join(missing)}: сначала верните их из копии.")
    _require(year not in years(connection), f"{year} год и так на месте.")
    connection.exec_driver_sql(KEEP_OUT)
    for name in triggers.POSTGRES:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON audit_record_{year}")
    for table in TABLES:
        connection.exec_driver_sql(f"ALTER TABLE {table} ATTACH PARTITION {table}_{year} FOR VALUES IN ({year})")
    connection.exec_driver_sql(f"INSERT INTO audit_head SELECT * FROM audit_head_{year}")
    connection.exec_driver_sql(f"DROP TABLE audit_head_{year}")
    _guard_parts(connection)
    return {table: _rows(connection, f"{table}_{year}") for table in TABLES}


def _divide(connection: sa.Connection, table: str, shape: Shape) -> None:
    """The same table by years in the place of the whole one; references wait until all tables are there."""
    found = list(connection.scalars(sa.text(f"SELECT DISTINCT year FROM {table} ORDER BY year")))
    for other in TABLES:
        for name in _names(connection, other, "f", table):
            connection.exec_driver_sql(f'ALTER TABLE {other} DROP CONSTRAINT "{name}"')
    connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_whole")
    connection.exec_driver_sql(f"CREATE TABLE {table} (LIKE {table}_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS) "
                               "PARTITION BY LIST (year)")
    sequence = connection.scalar(sa.text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": f"{table}_whole"})
    connection.exec_driver_sql(f"ALTER SEQUENCE {sequence} OWNED BY {table}.id")
    for year in found:
        connection.exec_driver_sql(f"CREATE TABLE {table}_{year} PARTITION OF {table} FOR VALUES IN ({year})")
    connection.exec_driver_sql(f"CREATE TABLE {table}_{REST} PARTITION OF {table} DEFAULT")
    connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM {table}_whole ORDER BY id")
    connection.exec_driver_sql(f"DROP TABLE {table}_whole")
    for sql in (*shape.keys, *shape.indexes):
        connection.exec_driver_sql(sql)


def _shape(connection: sa.Connection, table: str) -> Shape:
    """As the catalogue writes it; the key of a divided table has the year in it."""
    keys: list[str] = []
    references: list[str] = []
    for name, kind, definition in connection.execute(sa.text(
            "SELECT conname, contype, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = to_regclass(:table) AND contype IN ('p', 'u', 'f') ORDER BY contype DESC, conname"),
            {"table": table}):
        definition = "PRIMARY KEY (id, year)" if kind == "p" else definition
        sql = f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'
        (references if kind == "f" else keys).append(sql)
    indexes = connection.scalars(sa.text(
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = to_regclass(:table) AND NOT EXISTS ("
        "SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))"), {"table": table})
    made = connection.scalars(sa.text(
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = to_regclass(:table) AND NOT tgisinternal"),
        {"table": table})
    return Shape(tuple(keys), tuple(references), tuple(indexes), tuple(made))


def _names(connection: sa.Connection, table: str, kind: str, target: str | None = None) -> list[str]:
    """Constraints of the kind that the table has of its own, those that point to ``target`` when it is named."""
    return list(connection.scalars(sa.text(
        "SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(:table) AND contype = CAST(:kind AS \"char\") "
        "AND conparentid = 0 AND (CAST(:target AS text) IS NULL OR confrelid = to_regclass(:target))"),
        {"table": table, "kind": kind, "target": target}))


def _guard_parts(connection: sa.Connection) -> None:
    """Emptying one year's table would pass by the trigger of the whole."""
    for part in list(connection.scalars(sa.text(PARTS), {"table": triggers.TABLE})):
        _guard(connection, part)


def _guard(connection: sa.Connection, table: str) -> None:
    present = set(connection.scalars(sa.text(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(:table)"), {"table": table}))
    for name, sql in triggers.POSTGRES.items():
        if name not in present:
            connection.exec_driver_sql(sql.replace(f"ON {triggers.TABLE} ", f"ON {table} "))


def _rows(connection: sa.Connection, table: str) -> int:
    return int(connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) or 0)


def _require(holds: bool, words: str) -> None:
    if not holds:
        raise Refused(words)
