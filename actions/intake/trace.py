"""Rows that an import makes, changes and deletes, with their values before: what it takes to take it back."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from actions.audit.values import plain
from models.base import Base

TRACE = "import_trace"
AT_ONCE = 5_000
Values = dict[str, Any]  # of one row by column, as JSON holds them


class Trace:
    """What one load does to the database, by table."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.made: dict[sa.Table, dict[int, None]] = defaultdict(dict)
        self.before: dict[sa.Table, dict[int, Values]] = defaultdict(dict)
        self.gone: dict[sa.Table, set[int]] = defaultdict(set)
        self.links: dict[tuple[str, str], dict[int, list[Values]]] = defaultdict(dict)

    def remember(self, table: sa.Table, ids: Iterable[int]) -> None:
        """Keep the stored values of rows that are about to change."""
        known, made = self.before[table], self.made[table]
        known.update(stored(self.session, table, [id for id in ids if id not in known and id not in made]))

    def as_json(self) -> dict[str, Any]:
        """By table: ``made``: [id, mark of the values]; ``changed``: by id, column → [before, after];
        ``gone``: deleted rows; ``links``: [table, column, {value of the column: rows as they were}]."""
        made = {table.name: [[id, mark(row)] for id, row in stored(self.session, table, list(ids)).items()]
                for table, ids in self.made.items()}
        changed = {table.name: self._changed(table) for table in self.before}
        gone = {table.name: [self.before[table][id] for id in ids] for table, ids in self.gone.items()}
        links = [[table, column, {str(id): rows for id, rows in held.items()}]
                 for (table, column), held in self.links.items()]
        return {"made": _filled(made), "changed": _filled(changed), "gone": _filled(gone), "links": links}

    def _changed(self, table: sa.Table) -> dict[str, dict[str, list[Any]]]:
        before = self.before[table]
        now = stored(self.session, table, [id for id in before if id not in self.gone[table]])
        rows = {str(id): {name: [before[id][name], value] for name, value in row.items() if before[id][name] != value}
                for id, row in now.items()}
        return _filled(rows)

    def before_flush(self, session: Session, context: Any, instances: Any) -> None:
        changing = [obj for obj in session.dirty if session.is_modified(obj)]
        touched: dict[sa.Table, list[int]] = defaultdict(list)
        for obj in (*changing, *session.deleted):
            touched[obj.__table__].append(obj.id)
        for table, ids in touched.items():
            self.remember(table, ids)
        for obj in changing:
            self._remember_links(obj, every=False)
        for obj in session.deleted:
            self._remember_links(obj, every=True)
            if obj.id not in self.made[obj.__table__]:
                self.gone[obj.__table__].add(obj.id)

    def after_flush(self, session: Session, context: Any) -> None:
        for obj in session.new:
            self.made[obj.__table__][obj.id] = None

    def _remember_links(self, obj: Any, every: bool) -> None:
        state = sa.inspect(obj)
        for relation in state.mapper.relationships:
            link = relation.secondary
            if isinstance(link, sa.Table) and (every or state.attrs[relation.key].history.has_changes()):
                own = relation.synchronize_pairs[0][1]
                rows = self.session.connection().execute(sa.select(link).where(own == obj.id)).mappings()
                self.links[link.name, own.name].setdefault(obj.id, [dict(row) for row in rows])


@contextmanager
def tracing(session: Session) -> Iterator[Trace]:
    """Watch what is written through the session; what goes past it tells of itself (``note_made``)."""
    trace = session.info[TRACE] = Trace(session)
    listeners = (("before_flush", trace.before_flush), ("after_flush", trace.after_flush))
    for name, listener in listeners:
        event.listen(session, name, listener)
    try:
        yield trace
    finally:
        for name, listener in listeners:
            event.remove(session, name, listener)
        session.info.pop(TRACE, None)


def note_made(session: Session, model: type[Base], ids: Iterable[int]) -> None:
    """Rows that an import inserted past the session; outside an import nobody listens."""
    trace: Trace | None = session.info.get(TRACE)
    if trace is not None:
        trace.made[table_of(model)].update(dict.fromkeys(ids))


def note_changing(session: Session, model: type[Base], ids: Iterable[int]) -> None:
    """Rows that an import is about to change past the session: said before they are changed."""
    trace: Trace | None = session.info.get(TRACE)
    if trace is not None:
        trace.remember(table_of(model), ids)


def note_gone(session: Session, model: type[Base], ids: Iterable[int]) -> None:
    """Rows that an import deleted past the session; what they held has been told by ``note_changing``."""
    trace: Trace | None = session.info.get(TRACE)
    if trace is not None:
        trace.gone[table_of(model)].update(ids)


def stored(session: Session, table: sa.Table, ids: Sequence[int]) -> dict[int, Values]:
    """Rows by id as the database holds them."""
    found: dict[int, Values] = {}
    for start in range(0, len(ids), AT_ONCE):
        rows = session.connection().execute(sa.select(table).where(table.c.id.in_(ids[start:start + AT_ONCE])))
        found.update((row["id"], {name: _frozen(value) for name, value in row.items()}) for row in rows.mappings())
    return found


def mark(row: Values) -> str:
    """A short mark of a row's values: another one means that the row has changed since."""
    return hashlib.sha256(json.dumps(row, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def table_of(model: type[Base]) -> sa.Table:
    table = model.__table__
    assert isinstance(table, sa.Table)
    return table


def _frozen(value: Any) -> Any:
    return value if isinstance(value, (dict, list)) else plain(value)


def _filled(found: dict[str, Any]) -> dict[str, Any]:
    return {name: rows for name, rows in found.items() if rows}
