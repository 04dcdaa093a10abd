"""Column values as the audit stores them: plain JSON, secrets left out, personal ones under the person's key."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import Enum
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlalchemy.orm import Session

from models import Base, ChangeRequest, Guardian, PersonKey, Student, User
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


def personal_columns(model: type[Base]) -> set[str]:
    mapper = sa.inspect(model)
    return {attribute.key for attribute in mapper.column_attrs if attribute.columns[0].info.get("personal")}


def person_of(obj: Base) -> tuple[str, int] | None:
    """Whose data the row holds."""
    if isinstance(obj, (Student, Guardian, User)):
        return obj.__tablename__, obj.id
    if isinstance(obj, ChangeRequest):
        return "student", obj.student_id
    return None


def seal(session: Session, obj: Base, values: dict[str, Any]) -> dict[str, Any]:
    """``values`` with the personal ones encrypted under the key of the person the row is about."""
    columns = personal_columns(type(obj)) & {name for name, value in values.items() if value is not None}
    person = person_of(obj)
    if not columns or person is None:
        return values
    cipher = _cipher(session, *person)
    return {name: {SEALED: cipher.encrypt(str(value).encode()).decode()} if name in columns else value
            for name, value in values.items()}


def _cipher(session: Session, entity: str, entity_id: int) -> Fernet:
    row = session.execute(
        sa.select(PersonKey.key).where(PersonKey.entity == entity, PersonKey.entity_id == entity_id)).first()
    if row is not None and row.key is not None:
        return Fernet(row.key.encode())
    key = Fernet.generate_key().decode()
    if row is None:
        session.execute(sa.insert(PersonKey).values(entity=entity, entity_id=entity_id, key=key))
    else:
        session.execute(sa.update(PersonKey).where(
            PersonKey.entity == entity, PersonKey.entity_id == entity_id).values(key=key))
    return Fernet(key.encode())
