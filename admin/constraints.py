"""A refusal of the database turned into a phrase under a field; SQL never reaches the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from admin.constraint_words import CHECKS, UNIQUE
from models.base import Base

SQLITE = re.compile(r"^(UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: (.+))?$")
POSTGRES = {"23505": "UNIQUE", "23502": "NOT NULL", "23514": "CHECK", "23503": "FOREIGN KEY", "23P01": "CHECK"}
UNKNOWN = "База данных не приняла эти значения: они противоречат уже записанному."


@dataclass(frozen=True)
class Refusal:
    """field: under which it is shown, None for the whole form."""

    field: str | None
    message: str


@dataclass(frozen=True)
class Failure:
    """What failed, as both engines tell it; ``name`` or ``columns`` may be unknown."""

    kind: str
    name: str | None = None
    table: str | None = None
    columns: tuple[str, ...] = ()


def explain(model: type[Base], error: IntegrityError) -> Refusal:
    """The phrase for a failed constraint of ``model`` (or of a table written along with it)."""
    failure = _read(error.orig)
    table = failure.table or model.__tablename__
    match failure.kind:
        case "CHECK":
            return Refusal(*CHECKS.get(failure.name or "", (None, UNKNOWN)))
        case "UNIQUE":
            return _unique(table, failure)
        case "NOT NULL" if failure.columns:
            return Refusal(_field(table, failure.columns[0]), "Заполните поле.")
        case "FOREIGN KEY":
            return Refusal(None, "Связанной строки больше нет, или эта строка где-то используется.")
    return Refusal(None, UNKNOWN)


def _read(error: Any) -> Failure:
    diag = getattr(error, "diag", None)
    if diag is not None:
        kind = POSTGRES.get(error.sqlstate or "", "")
        return Failure(kind, diag.constraint_name, diag.table_name, (diag.column_name,) if diag.column_name else ())
    found = SQLITE.match(str(error))
    if found is None:
        return Failure("")
    kind, about = found.groups()
    if kind in ("UNIQUE", "NOT NULL") and about and "." in about:
        parts = [part.strip().split(".") for part in about.split(",")]
        return Failure(kind, None, parts[0][0], tuple(part[-1] for part in parts))
    return Failure(kind, (about or "").removeprefix("index ").strip("'") or None)


def _unique(table: str, failure: Failure) -> Refusal:
    keys = unique_keys(table)
    name = failure.name or next((key for key, columns in keys.items() if columns == failure.columns), None)
    if name in UNIQUE:
        return Refusal(*UNIQUE[name])
    columns = keys.get(name or "", failure.columns)
    if not columns:
        return Refusal(None, "Такая строка уже есть.")
    first = next((column for column in columns if column != "year"), columns[0])
    if len(columns) == 1:
        return Refusal(_field(table, first), f"Такое значение уже есть: {_label(table, first).lower()}.")
    labels = ", ".join(_label(table, column).lower() for column in columns)
    return Refusal(_field(table, first), f"Такая строка уже есть: совпадают {labels}.")


@cache
def unique_keys(table: str) -> dict[str, tuple[str, ...]]:
    """Unique constraints and unique indexes of a table by name."""
    found = Base.metadata.tables[table]
    keys: dict[str, Sequence[Any]] = {str(key.name): list(key.columns) for key in found.constraints
                                      if isinstance(key, sa.UniqueConstraint)}
    keys |= {str(index.name): list(index.columns) for index in found.indexes if index.unique}
    return {name: tuple(column.name for column in columns) for name, columns in keys.items()}


def _label(table: str, column: str) -> str:
    found = Base.metadata.tables[table].columns.get(column)
    return str(found.info.get("label", column)) if found is not None else column


def _field(table: str, column: str) -> str:
    """The form's name of a column: foreign keys stand there as the records behind them."""
    for mapper in Base.registry.mappers:
        if mapper.class_.__tablename__ == table:
            for relation in mapper.relationships:
                if {key.name for key in relation.local_columns} == {column} and not relation.uselist:
                    return str(relation.key)
    return column
