"""Filters of lists: by record, term, flag, number, date, text — each an IN-subselect at most, options per request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from admin.lookups import Lookup, as_id, as_pairs
from models import Cell
from models.base import Base, UtcDateTime
from queries.attributes import Attribute, resolve, through
from queries.by_lesson import by_lesson
from queries.searching import contains, split
from rules.terms import Term
from views.guards import settings

BETWEEN = " to "  # what Flask-Admin's range field puts between two dates
YES_NO = [("1", "да"), ("0", "нет")]
Criterion = Callable[[Any, Any], sa.ColumnElement[bool]]


@dataclass(frozen=True)
class Filter:
    """One comparison of one field.

    name: the heading it stands under; code: its stable name in addresses;
    parse: text of the address → value, ValueError when it is not one.
    """

    name: str
    code: str
    path: str
    operation_text: str
    parse: Callable[[str], Any]
    criterion: Callable[[Identity, Any], sa.ColumnElement[bool]]
    data_type: str | None = None
    choices: Callable[[Identity], list[tuple[Any, str]]] | None = None
    lookup: Lookup | None = None
    mapped: bool = False  # whether ``path`` is the model's own and its rights are asked

    # what Flask-Admin asks of a filter
    key_name = None

    def operation(self) -> str:
        return self.operation_text

    def get_options(self, view: Any) -> None:
        """None at start-up: options are made per request (``options``)."""
        return None

    def clean(self, value: str) -> Any:
        return self.parse(value)

    def validate(self, value: str) -> bool:
        try:
            self.parse(value)
        except (ValueError, ArithmeticError):
            return False
        return True

    def options(self, user: Identity, chosen: str | None) -> list[tuple[str, str]] | None:
        """Choices for the user; of records only the chosen one, the others are looked up as one types."""
        if self.choices is not None:
            return [(str(key), title) for key, title in self.choices(user)]
        if self.lookup is None:
            return None
        found = self.lookup.find(user, chosen) if chosen else None
        return [(str(key), title) for key, title in as_pairs([found] if found is not None else [])] or [("", "")]


def filters_for(model: type[Base], path: str, label: str | None = None, name: str | None = None) -> list[Filter]:
    """The comparisons that fit a field's type; ``name`` is what addresses call it, if not by its path."""
    attribute = resolve(model, path)
    label, name = label or attribute.label, name or path
    made = [Filter(label, f"{name}.{code}", path, words, parse, _applied(attribute, compare), mapped=True, **more)
            for code, words, parse, compare, more in _comparisons(attribute)]
    if _nullable(attribute):
        made.append(Filter(label, f"{name}.empty", path, "не заполнено", _flag, _applied(attribute, _is_empty),
                           choices=lambda user: YES_NO, mapped=True))
    return made


def record_filter(label: str, code: str, model: type[Base],
                  criterion: Callable[[Identity, int], sa.ColumnElement[bool]]) -> Filter:
    """A filter by a record that the entity is tied to in its own way."""
    lookup = Lookup(model)
    return Filter(label, f"{code}.eq", code, "равно", _id, criterion, lookup=lookup,
                  data_type=f"record:{code}")


def choice_filter(label: str, code: str, choices: Callable[[], list[tuple[Any, str]]],
                  criterion: Callable[[Identity, Any], sa.ColumnElement[bool]], parse: Callable[[str], Any] = str,
                  ) -> Filter:
    """A filter by one of a few words; any other is refused, the rest go through ``parse``."""
    def one_of(text: str) -> Any:
        if text not in {str(key) for key, _ in choices()}:
            raise ValueError(text)
        return parse(text)
    return Filter(label, f"{code}.eq", code, "равно", one_of, criterion, choices=lambda user: choices())


def flag_filter(label: str, code: str, criterion: Callable[[Identity, bool], sa.ColumnElement[bool]]) -> Filter:
    """A filter by yes or no."""
    return choice_filter(label, code, lambda: YES_NO, criterion, _flag)


def _applied(attribute: Attribute, compare: Criterion) -> Callable[[Identity, Any], sa.ColumnElement[bool]]:
    column = _own_column(attribute)
    way = by_lesson if attribute.relations[1:] == (Cell.lesson.property,) else through
    return lambda user, value: way(attribute.relations, compare(column, value))


def _own_column(attribute: Attribute) -> Any:
    if attribute.target is not None:
        return attribute.mapped.local_remote_pairs[0][0]
    return getattr(attribute.owner, attribute.name)


def _nullable(attribute: Attribute) -> bool:
    if attribute.target is not None:
        return bool(_own_column(attribute).nullable)
    column = attribute.column
    return column is not None and bool(column.nullable) and not isinstance(column.type, sa.String)


Comparison = tuple[str, str, Callable[[str], Any], Criterion, dict[str, Any]]


def _comparisons(attribute: Attribute) -> Iterable[Comparison]:
    if attribute.target is not None:
        lookup = Lookup(attribute.target)
        return [("eq", "равно", _id, _equals, {"lookup": lookup, "data_type": f"record:{attribute.path}"})]
    column = attribute.column
    assert column is not None, attribute.path
    match column.type:
        case sa.Enum(enum_class=kind) if kind is not None and issubclass(kind, Term):
            return [("eq", "равно", kind, _equals, {"choices": lambda user: kind.choices()})]
        case sa.Boolean():
            return [("eq", "равно", _flag, _equals, {"choices": lambda user: YES_NO})]
        case UtcDateTime():
            return [("span", "в дни", _span, _in_days, {"data_type": "daterangepicker"}),
                    ("ge", "не раньше", _day, lambda c, day: c >= _midnight(day), {"data_type": "datepicker"}),
                    ("le", "не позже", _day, lambda c, day: c < _midnight(day + dt.timedelta(1)),
                     {"data_type": "datepicker"})]
        case sa.Date():
            return [("span", "между", _span, lambda c, days: c.between(*days), {"data_type": "daterangepicker"}),
                    ("eq", "равно", _day, _equals, {"data_type": "datepicker"}),
                    ("ge", "не раньше", _day, lambda c, day: c >= day, {"data_type": "datepicker"}),
                    ("le", "не позже", _day, lambda c, day: c <= day, {"data_type": "datepicker"})]
        case sa.Integer() | sa.Numeric():
            return [("eq", "равно", _number, _equals, {}), ("ge", "не меньше", _number, lambda c, n: c >= n, {}),
                    ("le", "не больше", _number, lambda c, n: c <= n, {})]
        case sa.String():
            return [("has", "содержит", _text, _has, {})]
    raise TypeError(f"no filter for {column}")


def _equals(column: Any, value: Any) -> sa.ColumnElement[bool]:
    return column == value  # type: ignore[no-any-return]


def _is_empty(column: Any, empty: bool) -> sa.ColumnElement[bool]:
    return column.is_(None) if empty else column.is_not(None)  # type: ignore[no-any-return]


def _has(column: Any, words: list[str]) -> sa.ColumnElement[bool]:
    return sa.and_(sa.true(), *(contains(column, word) for word in words))


def _in_days(column: Any, days: tuple[dt.date, dt.date]) -> sa.ColumnElement[bool]:
    return sa.and_(column >= _midnight(days[0]), column < _midnight(days[1] + dt.timedelta(1)))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), settings().zone)


def _id(text: str) -> int:
    found = as_id(text)
    if found is None:
        raise ValueError(text)
    return found


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(text)
    return text == "1"


def _day(text: str) -> dt.date:
    day = dt.date.fromisoformat(text.strip())
    if not 1900 <= day.year <= 2199:
        raise ValueError(text)
    return day


def _span(text: str) -> tuple[dt.date, dt.date]:
    first, last = text.split(BETWEEN)
    return _day(first), _day(last)


def _number(text: str) -> Decimal:
    number = Decimal(text.strip().replace(",", "."))
    if not number.is_finite() or abs(number) > 2**31:
        raise ValueError(text)
    return number if number % 1 else Decimal(int(number))


def _text(text: str) -> list[str]:
    found = split(text)
    if not found:
        raise ValueError(text)
    return found
