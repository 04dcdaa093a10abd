"""The journal of changes as people read it: who, when, what, from what to what."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.masks import masked
from access.told import Closed, Key, nameable, told
from models import AuditRecord, Cell, PersonKey, db
from models.base import Base, label_of
from queries.attributes import named
from queries.naming import entities, name_of
from queries.sealed import is_sealed, unseal
from rules.terms import MarkKind, Term

# whose key seals the values of an entity that is not a person itself
SEALED_BY_STUDENT = frozenset({"change_request"})
SOURCES = {"web": "на сайте", "cli": "командой", "import": "загрузкой", "job": "заданием", "system": "системой",
           "api": "программой"}
KEYS = {"value": "Клетка", "count": "Строк", "kind": "Вид работы", "weight": "Вес", "comment": "Примечание",
        "minutes": "Опоздал на, мин.", "confirmed": "Без уважительной причины", "file": "Файл", "format": "Формат",
        "reason": "Причина", "report": "Отчёт", "fingerprint": "SHA-256 значений", "period": "Период",
        "client": "Программа", "year": "Учебный год", "second_factor": "Второй шаг входа", "identity": "Внешний вход",
        "passkey": "Ключ доступа"}
PLACES = {name: place for place, name in enumerate(KEYS)}  # PostgreSQL keeps no order of a record's own names
MARKS = {kind.value: kind.title for kind in MarkKind}
NOBODY = "Система"


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Event:
    """One record of the journal of changes; ``entity`` and ``title`` say what was changed, the title by its number
    alone when the reader may not read the row."""

    id: int
    at: dt.datetime
    who: str
    action: str
    entity: str
    title: str
    changes: tuple[Change, ...]
    reason: str
    source: str


def history_of(user: Identity, row: Base, zone: ZoneInfo, limit: int = 50) -> list[Event]:
    """Changes of one row, newest first, as far as the user may read them."""
    found = db.session.scalars(
        sa.select(AuditRecord).where(AuditRecord.entity == row.__tablename__, AuditRecord.entity_id == row.id,
                                     rows(user, READ, AuditRecord))
        .options(joinedload(AuditRecord.actor)).order_by(AuditRecord.id.desc()).limit(limit))
    return events(user, list(found), zone)


def last_change(row: Base) -> str | None:
    """Who changed the row last."""
    record = db.session.scalar(
        sa.select(AuditRecord).where(AuditRecord.entity == row.__tablename__, AuditRecord.entity_id == row.id)
        .options(joinedload(AuditRecord.actor)).order_by(AuditRecord.id.desc()).limit(1))
    return record.actor.short_name if record is not None and record.actor is not None else None


def events(user: Identity, records: Sequence[AuditRecord], zone: ZoneInfo) -> list[Event]:
    """Records in words; what they refer to is loaded for all of them at once."""
    known = entities()
    silent = masked(user, AuditRecord, [record.id for record in records])
    closed = told(user, records, known)
    keys = _keys(records)
    values = {record.id: _values(record, closed, silent[record.id], keys) for record in records}
    names = _names(user, [record for record in records if _row(record) in closed], values, known)
    return [_event(record, values[record.id], names, known, zone, _row(record) in closed) for record in records]


Values = tuple[dict[str, Any], dict[str, Any]]


def _row(record: AuditRecord) -> Key:
    return record.entity, record.entity_id or 0


def _values(record: AuditRecord, told_of: Closed, silent: frozenset[str], keys: dict[Key, str | None]) -> Values:
    """Before and after without what the user may not see; sealed values opened."""
    row = _row(record)
    if row not in told_of:
        return {}, {}
    key = keys.get(_person(record))
    made = []
    for name, found in (("before", record.before), ("after", record.after)):
        seen = {} if name in silent else found
        made.append(unseal({field: value for field, value in seen.items() if field not in told_of[row]}, key))
    return made[0], made[1]


def _person(record: AuditRecord) -> Key:
    if record.entity in SEALED_BY_STUDENT:
        return "student", record.student_id or 0
    return record.entity, record.entity_id or 0


def _keys(records: Iterable[AuditRecord]) -> dict[Key, str | None]:
    """Keys of the people whose sealed values are among the records."""
    people = {_person(record) for record in records
              if any(is_sealed(value) for value in (*record.before.values(), *record.after.values()))}
    if not people:
        return {}
    found = db.session.execute(sa.select(PersonKey.entity, PersonKey.entity_id, PersonKey.key).where(
        sa.tuple_(PersonKey.entity, PersonKey.entity_id).in_(sorted(people))))
    return {(entity, id): key for entity, id, key in found}


def _names(user: Identity, records: Sequence[AuditRecord], values: dict[int, Values], known: dict[str, type[Base]],
           ) -> dict[Key, str]:
    """Names of the changed rows and of the rows that changed keys point to."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for record in records:
        if record.entity_id is not None:
            wanted[record.entity].add(record.entity_id)
        for side in values[record.id]:
            for field, value in side.items():
                target = _target(known.get(record.entity), field)
                if target is not None and isinstance(value, int):
                    wanted[target].add(value)
    return {(entity, row.id): name_of(row) for entity, ids in sorted(wanted.items()) if entity in known
            for row in db.session.scalars(
                sa.select(known[entity]).where(known[entity].id.in_(nameable(user, known[entity], ids)))
                .options(*named(known[entity])))}


def _target(model: type[Base] | None, field: str) -> str | None:
    """The table that a field points to."""
    column = sa.inspect(model).columns.get(field) if model is not None else None
    key = next(iter(column.foreign_keys), None) if column is not None else None
    return key.column.table.name if key is not None else None


def _event(record: AuditRecord, values: Values, names: dict[Key, str], known: dict[str, type[Base]], zone: ZoneInfo,
           is_told: bool) -> Event:
    model = known.get(record.entity)
    before, after = values
    changes = tuple(Change(_label(model, field), _words(model, field, before.get(field), names, zone),
                           _words(model, field, after.get(field), names, zone))
                    for field in sorted({**before, **after}, key=lambda name: PLACES.get(name, len(PLACES)))
                    if (before.get(field) not in (None, "") or after.get(field) not in (None, ""))
                    and not (model is Cell and before.get(field) == after.get(field)))  # its records hold all of it
    label = model.__label__ if model is not None else record.entity
    number = f"№ {record.entity_id}" if record.entity_id else ""
    title = names.get(_row(record)) or number
    return Event(record.id, record.at.astimezone(zone), _who(record), record.action.title, label, title, changes,
                 (record.reason or "") if is_told else "", SOURCES.get(record.source, record.source))


def _who(record: AuditRecord) -> str:
    return record.actor.short_name if record.actor is not None else unsigned(record.source)


def unsigned(source: str) -> str:
    """Who stands for a change that no account has signed."""
    return {"cli": "Командная строка", "import": "Загрузка из файла"}.get(source, NOBODY)


def _label(model: type[Base] | None, field: str) -> str:
    if model is not None and field in sa.inspect(model).attrs:
        return label_of(model, field)
    return KEYS.get(field, field)


def _words(model: type[Base] | None, field: str, value: Any, names: dict[Key, str], zone: ZoneInfo) -> str:
    """A stored value as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, list):  # one for each mark of a cell
        return ", ".join(MARKS.get(str(item), str(item or "—")) for item in value)
    target = _target(model, field)
    if target is not None and isinstance(value, int):
        return names.get((target, value), f"№ {value}")
    column = sa.inspect(model).columns.get(field) if model is not None else None
    try:
        return _typed(column, str(value), zone)
    except ValueError:  # the column has changed its type since
        return str(value)


def _typed(column: sa.Column[Any] | None, text: str, zone: ZoneInfo) -> str:
    kind = column.type if column is not None else None
    if isinstance(kind, sa.Enum) and kind.enum_class is not None and issubclass(kind.enum_class, Term):
        return kind.enum_class(text).title
    if kind is None or isinstance(kind, sa.String):
        return text
    if isinstance(kind, sa.Date):
        return f"{dt.date.fromisoformat(text):%d.%m.%Y}"
    if isinstance(kind, sa.Time):
        return f"{dt.time.fromisoformat(text):%H:%M}"
    if isinstance(kind, sa.types.TypeDecorator):
        return f"{dt.datetime.fromisoformat(text).astimezone(zone):%d.%m.%Y %H:%M}"
    return text.replace(".", ",") if isinstance(kind, sa.Numeric) else text
