"""What an import did, counted and in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from actions.intake.refusal import Refusal
from models.base import Base
from rules.terms import Term

SHOWN = 200


@dataclass(frozen=True)
class Report:
    """Counts of the file's objects; ``id`` is what came of it, None when nothing was written."""

    id: int | None = None
    created: int = 0
    changed: int = 0
    same: int = 0
    refused: tuple[Refusal, ...] = ()
    changes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def numbered(self, id: int | None) -> Report:
        return replace(self, id=id)

    def as_json(self) -> dict[str, Any]:
        """The contract of ``--json``."""
        refused = [{"line": item.line, "column": item.column, "reason": item.reason} for item in self.refused]
        return {"id": self.id, "created": self.created, "changed": self.changed, "same": self.same, "refused": refused}

    def details(self) -> dict[str, Any]:
        """What stays with the batch."""
        return {"changes": list(self.changes[:SHOWN]), "warnings": list(self.warnings[:SHOWN])}


@dataclass
class Tally:
    """Counts while rows are written."""

    created: int = 0
    changed: int = 0
    same: int = 0
    changes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, title: str, *, created: bool, differences: Iterable[str] = ()) -> None:
        """Count one object: new, changed in these fields, or the same."""
        words = list(differences)
        if created:
            self.created += 1
        elif words:
            self.changed += 1
            self.changes.append(f"{title}: {'; '.join(words)}")
        else:
            self.same += 1

    def report(self, id: int | None) -> Report:
        return Report(id, self.created, self.changed, self.same, (), tuple(self.changes), tuple(self.warnings))


def differences(row: Base) -> list[str]:
    """«Лекции: 20 → 22» for every column of a stored row that waits to be written."""
    state = sa.inspect(row)
    found = []
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        info = attribute.columns[0].info
        if history.has_changes() and not info.get("derived"):
            before, after = (items[0] if items else None for items in (history.deleted, history.added))
            found.append(f"{info['label']}: {_shown(before)} → {_shown(after)}")
    return found


def _shown(value: Any) -> str:
    if isinstance(value, Term):
        return value.title
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    return "пусто" if value is None or value == "" else str(value)
