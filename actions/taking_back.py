"""Taking back what was written under a trace, as long as nothing was built on it: whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import cached_property
from itertools import chain, islice
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from actions import audit
from actions.intake.trace import AT_ONCE, mark, stored, table_of
from actions.undo_checks import forbidden
from models import Notification, ViewRecord, db
from models.base import Base, UtcDateTime
from queries.naming import entities

TOLD = 20
MODELS: dict[str, type[Base]] = entities()
# to be told of or to be looked at is no use: these go with the row
ASIDE = (table_of(Notification).c.user_id, table_of(Notification).c.student_id, table_of(ViewRecord).c.student_id)


class InUse(Exception):
    """Something was built on what is taken back; ``reasons`` name the rows and what uses them."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


def take_back(user: Identity, trace: dict[str, Any], about: dict[str, Any], reason: str) -> int:
    """Delete what was made, restore what was changed; how many rows. Raises InUse; flushes, never commits.

    trace: ``Trace.as_json``; about: what the journal of changes says of the deleted rows; reason: why, in its words.
    """
    audit.context.explain(db.session, reason)
    made = _Made(trace, about)
    reasons = list(islice(chain(made.changed_since(), forbidden(user, made.rows, trace["gone"], reason), made.used()),
                          TOLD + 1))
    if reasons:
        raise InUse(reasons[:TOLD] + ["и другое"] * (len(reasons) > TOLD))
    try:
        count = made.restore() + made.delete() + made.bring_back()
        db.session.flush()  # so that what still uses the rows shows here and not at the commit
    except sa.exc.IntegrityError as error:
        raise InUse(["На эти данные уже ссылаются другие"]) from error
    return count


class _Made:
    """The trace of what was done against the database of today; ``about`` goes into the journal of changes."""

    def __init__(self, trace: dict[str, Any], about: dict[str, Any]) -> None:
        self.trace, self.about = trace, about
        self.made = {name: dict(map(tuple, rows)) for name, rows in trace["made"].items()}

    @cached_property
    def rows(self) -> dict[str, set[int]]:
        """Rows made or changed then, by table."""
        names = {*self.made, *self.trace["changed"]}
        return {name: {*self.made.get(name, ()), *map(int, self.trace["changed"].get(name, ()))} for name in names}

    @cached_property
    def tables(self) -> list[sa.Table]:
        """Those with new rows, children first."""
        return [table for table in reversed(Base.metadata.sorted_tables) if table.name in self.made]

    def changed_since(self) -> Iterator[str]:
        """Rows made then that somebody has changed or deleted later."""
        for name, marks in self.made.items():
            now = stored(db.session(), Base.metadata.tables[name], list(marks))
            for id, was in marks.items():
                if id not in now:
                    yield f"{MODELS[name].__label__} № {id}: уже удалено"
                elif mark(now[id]) != was:
                    yield f"{_named(name, id)}: изменено позже"
        for name, rows in self.trace["changed"].items():
            now = stored(db.session(), Base.metadata.tables[name], list(map(int, rows)))
            for id, columns in rows.items():
                row = now.get(int(id))
                if row is None or any(row[column] != after for column, (_, after) in columns.items()):
                    yield f"{_named(name, int(id))}: изменено позже"

    def used(self) -> Iterator[str]:
        """Rows of others that hang on rows made then."""
        aside = {key for column in ASIDE for key in column.foreign_keys}
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_keys if table.name in MODELS else ():
                if key.column.table.name in self.made and key not in aside:
                    yield from self._used_by(table, key)

    def _used_by(self, table: sa.Table, key: sa.ForeignKey) -> Iterator[str]:
        ids = list(self.made[key.column.table.name])
        own = self.rows.get(table.name, set())
        found: set[int] = set()
        for start in range(0, len(ids), AT_ONCE):
            rows = db.session.execute(sa.select(table.c.id, key.parent).where(
                key.parent.in_(ids[start:start + AT_ONCE])))
            found |= {target for id, target in rows if id not in own}
        for target in sorted(found):
            yield f"{_named(key.column.table.name, target)}: уже используется — {MODELS[table.name].__labels__.lower()}"

    def restore(self) -> int:
        """Give changed rows the values they had; how many."""
        count = 0
        for name, rows in self.trace["changed"].items():
            model = MODELS[name]
            keys = {column.name: attribute.key for attribute in sa.inspect(model).column_attrs
                    for column in attribute.columns}
            ids = list(map(int, rows))
            found = {row.id: row for start in range(0, len(ids), AT_ONCE) for row in db.session.scalars(
                sa.select(model).where(model.id.in_(ids[start:start + AT_ONCE])))}
            for id, columns in rows.items():
                row = found[int(id)]
                for column, (before, _) in columns.items():
                    if not model.__table__.c[column].info.get("derived") and column != "row_version":
                        setattr(row, keys[column], _thawed(model.__table__.c[column], before))
                count += 1
        db.session.flush()  # so that nothing points to the rows that go next
        return count

    def delete(self) -> int:
        """Delete the rows made then; how many."""
        count = 0
        for table in self.tables:
            ids = list(self.made[table.name])
            for column in (*(column for column in ASIDE if column.references(table.c.id)), table.c.id):
                for start in range(0, len(ids), AT_ONCE):
                    db.session.execute(sa.delete(column.table).where(column.in_(ids[start:start + AT_ONCE])))
            audit.bulk(db.session(), MODELS[table.name], len(ids), {**self.about, "ids": ids})
            count += len(ids)
        return count

    def bring_back(self) -> int:
        """Insert the rows deleted then and the links as they were; how many rows."""
        count = 0
        for table in Base.metadata.sorted_tables:
            rows = self.trace["gone"].get(table.name, [])
            if rows:
                db.session.execute(sa.insert(table), [
                    {column.name: _thawed(column, row[column.name]) for column in table.columns} for row in rows])
                audit.bulk(db.session(), MODELS[table.name], len(rows), {**self.about, "restored": True})
                count += len(rows)
        for name, column, held in self.trace["links"]:
            _relink(Base.metadata.tables[name], column, held)
        db.session.expire_all()
        return count


def _relink(table: sa.Table, column: str, held: dict[str, list[dict[str, Any]]]) -> None:
    for id, rows in held.items():
        db.session.execute(sa.delete(table).where(table.c[column] == int(id)))
        if rows:
            db.session.execute(sa.insert(table), rows)


def _named(table: str, id: int) -> str:
    model = MODELS[table]
    row = db.session.get(model, id)
    return f"{model.__label__} «{row}»" if row is not None else f"{model.__label__} № {id}"


def _thawed(column: sa.Column[Any], value: Any) -> Any:
    """A value of the trace as the column takes it."""
    if value is None or isinstance(column.type, sa.JSON):
        return value
    kind: Any = dt.datetime if isinstance(column.type, UtcDateTime) else column.type.python_type  # it names none
    if kind in (dt.datetime, dt.date, dt.time):
        return kind.fromisoformat(value)
    return kind(value) if kind is Decimal or issubclass(kind, Enum) else value
