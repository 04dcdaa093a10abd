"""Column values as the audit stores them: plain JSON, secrets left out, personal ones under the person's key."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

import sqlalchemy as sa

from actions.audit.keyring import Keyring, Person
from models import Base, ChangeRequest, Guardian, Student, User
from queries.sealed import SEALED

SKIPPED = ("derived", "untracked")
BOOKKEEPING = {"id", "row_version"}
HIDDEN = "скрыто"


def changes(obj: Base, *, whole: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns of ``obj`` before and after; all of them when ``whole`` (created, deleted), else the changed ones."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = sa.inspect(obj)
    for attribute in state.mapper.column_attrs:
        info = attribute.columns[0].info
        if attribute.key in BOOKKEEPING or any(info.get(mark) for mark in SKIPPED):
            continue
        history = state.attrs[attribute.key].history
        if not whole and not history.has_changes():
            continue
        now = getattr(obj, attribute.key)
        was = history.deleted[0] if history.deleted else (None if history.added else now)
        before[attribute.key] = HIDDEN if info.get("secret") else plain(was)
        after[attribute.key] = HIDDEN if info.get("secret") else plain(now)
    return before, after


def plain(value: Any) -> Any:
    """A value as JSON holds it the same on both engines (no floats)."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return str(value)


@cache
def personal_columns(model: type[Base]) -> frozenset[str]:
    mapper = sa.inspect(model)
    return frozenset(attribute.key for attribute in mapper.column_attrs if attribute.columns[0].info.get("personal"))


def person_of(obj: Base) -> Person | None:
    """Whose data the row holds."""
    if isinstance(obj, (Student, Guardian, User)):
        return obj.__tablename__, obj.id
    if isinstance(obj, ChangeRequest):
        return "student", obj.student_id
    return None


def secret_person(obj: Base, values: dict[str, Any]) -> Person | None:
    """Whose key the values need; None when there is nothing personal among them."""
    if any(values.get(name) is not None for name in personal_columns(type(obj))):
        return person_of(obj)
    return None


def seal(keyring: Keyring, obj: Base, values: dict[str, Any]) -> dict[str, Any]:
    """``values`` with the personal ones encrypted under the key of the person the row is about."""
    person = secret_person(obj, values)
    if person is None:
        return values
    cipher, columns = keyring.cipher(person), personal_columns(type(obj))
    return {name: {SEALED: cipher.encrypt(str(value).encode()).decode()} if name in columns and value is not None
            else value for name, value in values.items()}
