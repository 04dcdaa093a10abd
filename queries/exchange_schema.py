"""What a column is, in words: for docs/exchange.md, for the headings of the export, for the API's own description."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, cast

import sqlalchemy as sa

from access.exchange import leaving, personal
from models.base import Base, UtcDateTime, label_of
from rules.terms import Term

ACADEMIC_HOUR = "академический час"
UNITS = {
    **dict.fromkeys(("hours", "planned_hours", "lecture", "laboratory", "practical", "seminar", "course_project",
                     "self_study", "control_hours", "consultation", "individual_project", "total"), ACADEMIC_HOUR),
    "minutes_late": "минута", "duration_months": "месяц", "weeks": "неделя",
}


class Kind(Enum):
    """Type of a value in JSON; the title is what people read."""

    INTEGER = "целое число"
    DECIMAL = "десятичная дробь строкой"
    TEXT = "строка"
    WORD = "слово из списка"
    FLAG = "да или нет"
    DATE = "дата ГГГГ-ММ-ДД"
    TIME = "время ЧЧ:ММ:СС"
    MOMENT = "момент по UTC, ISO 8601"
    OBJECT = "объект JSON"


@dataclass(frozen=True)
class Field:
    """refers: table whose ``id`` the value is; words: values of a list with their titles; length: of a text, signs."""

    name: str
    label: str
    kind: Kind
    required: bool
    personal: bool
    unit: str = ""
    refers: str = ""
    length: int | None = None
    words: tuple[tuple[str, str], ...] = ()


def schema_of(model: type[Base]) -> tuple[Field, ...]:
    """Every column of the entity that may leave, in the order of the table."""
    return tuple(_field(model, name) for name in leaving(model))


def _field(model: type[Base], name: str) -> Field:
    column = sa.inspect(model).attrs[name].columns[0]
    return Field(name, label_of(model, name), _kind(column.type), not column.nullable, name in personal(model),
                 UNITS.get(name, ""), _refers(column), getattr(column.type, "length", None), _words(column.type))


def _refers(column: sa.Column[Any]) -> str:
    """A lesson is named by number and year: the number is what leads there."""
    found = (key.target_fullname.split(".") for key in column.foreign_keys)
    return next((table for table, target in found if target == "id"), "")


def _words(kind: sa.types.TypeEngine[Any]) -> tuple[tuple[str, str], ...]:
    if isinstance(kind, sa.Enum):
        return tuple(cast(type[Term], kind.enum_class).choices())
    return ()


def _kind(kind: sa.types.TypeEngine[Any]) -> Kind:
    named = ((sa.Enum, Kind.WORD), (UtcDateTime, Kind.MOMENT), (sa.Boolean, Kind.FLAG), (sa.Date, Kind.DATE),
             (sa.Time, Kind.TIME), (sa.Numeric, Kind.DECIMAL), (sa.JSON, Kind.OBJECT), (sa.Integer, Kind.INTEGER),
             (sa.String, Kind.TEXT))
    return next(title for python, title in named if isinstance(kind, python))
