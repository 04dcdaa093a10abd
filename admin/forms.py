"""A form class out of the mapped columns: labels, limits and choices come from the model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from flask_admin.form import BaseForm
from wtforms import BooleanField, Field, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from admin.fields import (
    DayField,
    FractionField,
    HourField,
    MomentField,
    NumberField,
    RecordField,
    Required,
    TermField,
)
from admin.lookups import Lookup, Narrow
from models.base import Base, UtcDateTime
from queries.attributes import Attribute, resolve
from rules.terms import Term

NEVER = ("derived", "secret", "untracked")
VERSION = "row_version"
LONG_TEXT = 250
LIMITS = {sa.SmallInteger: 2**15, sa.BigInteger: 2**63, sa.Integer: 2**31}
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def default_fields(model: type[Base]) -> list[str]:
    """Every column people may fill in; foreign keys as the records behind them."""
    relations = {column: relation.key for relation in sa.inspect(model).relationships if not relation.viewonly
                 for column in relation.local_columns if column.foreign_keys and not relation.uselist}
    names = []
    for attribute in sa.inspect(model).column_attrs:
        column = attribute.columns[0]
        if column.primary_key or attribute.key == VERSION or any(column.info.get(mark) for mark in NEVER):
            continue
        if isinstance(column.type, sa.JSON):
            continue
        names.append(relations.get(column, attribute.key))
    return list(dict.fromkeys(names))


def build_form(model: type[Base], names: Iterable[str], *, extra: Mapping[str, Any], labels: Mapping[str, str],
               hints: Mapping[str, str], narrow: Mapping[str, Narrow]) -> type[BaseForm]:
    """The form class with ``names`` in order; ``extra`` gives fields that are not the model's."""
    body: dict[str, Any] = {}
    for name in names:
        if name in extra:
            body[name] = extra[name]
            continue
        attribute = resolve(model, name)
        common = {"label": labels.get(name) or attribute.label, "description": hints.get(name, "")}
        body[name] = field_for(attribute, common, narrow.get(name))
    if VERSION in sa.inspect(model).columns:
        body[VERSION] = HiddenField()
    return type(f"{model.__name__}Form", (BaseForm,), body)


def field_for(attribute: Attribute, common: dict[str, Any], narrow: Narrow | None = None) -> Field:
    """The field that fits an attribute's type."""
    if attribute.target is not None:
        column = next(iter(attribute.mapped.local_columns))
        common["validators"] = [] if column.nullable else [Required()]
        return RecordField(lookup=Lookup(attribute.target, narrow), optional=bool(column.nullable), **common)
    column = attribute.column
    if column is None:
        raise TypeError(f"{attribute.path} is neither a column nor a relationship")
    return _column_field(column, common)


def _column_field(column: sa.Column[Any], common: dict[str, Any]) -> Field:
    optional = bool(column.nullable)
    default = getattr(column.default, "arg", None) if column.default is not None else None
    common |= {"default": default if not callable(default) else None,
               "validators": [] if optional else [Required()]}
    match column.type:
        case sa.Enum(enum_class=kind) if kind is not None and issubclass(kind, Term):
            return TermField(kind=kind, optional=optional, **common)
        case sa.Boolean():
            return BooleanField(**common | {"validators": []})
        case UtcDateTime():
            return MomentField(**common)
        case sa.Date():
            return DayField(**common)
        case sa.Time():
            return HourField(**common)
        case sa.Numeric(precision=digits, scale=scale):
            return FractionField(digits=digits or 10, scale=scale or 0, **common)
        case sa.Integer():
            most = next(limit for kind, limit in LIMITS.items() if isinstance(column.type, kind))
            return NumberField(least=-most, most=most - 1, **common)
        case sa.String(length=length):
            return _text_field(column, length, common)
    raise TypeError(f"no field for {column}")


def _text_field(column: sa.Column[Any], length: int | None, common: dict[str, Any]) -> Field:
    if length:
        common["validators"].append(Length(max=length, message=f"Не длиннее {length} знаков."))
    if column.key in FORMATS:
        common["validators"].append(FORMATS[column.key])
    if not column.nullable and getattr(column.default, "arg", None) == "":
        common["validators"] = [check for check in common["validators"] if not isinstance(check, Required)]
    empty = None if column.nullable else ""
    common["filters"] = [lambda text: _clean(text) or empty]
    kind = TextAreaField if length is None or length > LONG_TEXT else StringField
    return kind(**common)


def _clean(text: str | None) -> str:
    return CONTROL.sub("", text or "").strip()


def _email(form: Any, field: Any) -> None:
    if field.data and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}", field.data):
        raise ValidationError("Похоже, в адресе ошибка. Пример: ivanova@example.ru.")


def _phone(form: Any, field: Any) -> None:
    if not field.data:
        return
    digits = re.sub(r"[\s()+-]", "", field.data)
    if not digits.isascii() or not digits.isdigit() or not 5 <= len(digits) <= 15:
        raise ValidationError("Телефон из 5–15 цифр. Пример: +7 900 000-00-17.")


FORMATS = {"email": _email, "phone": _phone}
