"""A college larger than the seed's timetable can be: its people, groups and journals once more for each building.

The buildings share years, curricula, disciplines and the office; what belongs to groups and people is each one's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from actions import audit
from models import Base
from rules.terms import Role

COPIED = frozenset((
    "user", "user_role", "student", "guardian", "guardianship", "consent", "excuse_note",
    "group", "curatorship", "movement", "membership", "subgroup", "subgroup_membership",
    "journal", "syllabus", "syllabus_topic", "timetable_slot", "timetable_change",
    "lesson", "lesson_task", "work", "homework", "cell", "mark", "absence", "final_mark", "debt", "debt_attempt",
    "practice_programme", "programme_section", "placement", "attestation_sheet", "sheet_row", "day_log"))
# what may not repeat in the college gets the number of the building
NUMBERED = frozenset((("user", "login"), ("student", "file_number"), ("group", "name"), ("group", "search_key")))
# a college has one office: what its people are in the copies has no role
TAUGHT = (Role.TEACHER, Role.CURATOR, Role.STUDENT, Role.PARENT)


def multiply(session: Any, times: int) -> None:
    """Write all rows ``times - 1`` times more, building by building, parents first; never commits."""
    connection = session.connection()
    tables = [table for table in Base.metadata.sorted_tables if table.name in COPIED]
    last = {table.name: connection.scalar(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0))) for table in tables}
    written = Counter[str]()
    for number in range(1, times):
        for table in tables:
            written[table.name] += connection.execute(_once_more(table, number, last)).rowcount
    for table in tables:
        _follow(connection, table)
    for mapper in Base.registry.mappers:
        if count := written[mapper.class_.__tablename__]:
            audit.bulk(session, mapper.class_, count)


def _once_more(table: sa.Table, number: int, last: Mapping[str, int]) -> sa.Insert:
    values = [_value(column, number, last) for column in table.columns]
    rows = sa.select(*values).where(table.c.id <= last[table.name]).order_by(table.c.id)
    if table.name == "user_role":
        rows = rows.where(table.c.role.in_(TAUGHT))
    return sa.insert(table).from_select([column.name for column in table.columns], rows, include_defaults=False)


def _value(column: sa.Column[Any], number: int, last: Mapping[str, int]) -> sa.ColumnElement[Any]:
    """The column in that building: keys move by as much as what they point to has moved."""
    if (column.table.name, column.name) in NUMBERED:
        return column + f"-{number + 1}"
    moved = number * last.get(_pointed(column), 0)
    return column + moved if moved else column


def _pointed(column: sa.Column[Any]) -> str:
    """The table whose ``id`` the column holds; a year that goes with an id stays as it is."""
    if column.primary_key:
        return str(column.table.name)
    return next((str(key.column.table.name) for key in column.foreign_keys if key.column.name == "id"), "")


def _follow(connection: sa.Connection, table: sa.Table) -> None:
    """The next row made by the journal comes after the last one; SQLite knows it by itself."""
    if connection.dialect.name != "postgresql":
        return
    name = connection.dialect.identifier_preparer.format_table(table)
    next_id = sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(name, "id"), sa.func.max(table.c.id)))
    connection.execute(next_id)


def orphans(connection: sa.Connection) -> dict[str, int]:
    """Foreign keys that do not hold, by how many rows: what is written with the triggers off is looked at once."""
    counted = {str(key.name): int(connection.scalar(_pointing_nowhere(key)) or 0) for key in _keys()}
    return {name: count for name, count in counted.items() if count}


def _keys() -> Iterator[sa.ForeignKeyConstraint]:
    for table in Base.metadata.sorted_tables:
        yield from table.foreign_key_constraints


def _pointing_nowhere(key: sa.ForeignKeyConstraint) -> sa.Select[Any]:
    target = key.referred_table.alias("pointed")
    met = sa.and_(*(element.parent == target.c[element.column.name] for element in key.elements))
    filled = [element.parent.is_not(None) for element in key.elements]
    return sa.select(sa.func.count()).select_from(key.table).where(*filled, ~sa.exists().where(met))
