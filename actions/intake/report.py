"""What an import did, counted and in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from actions.intake.progress import row_done
from actions.intake.refusal import Refusal, Told
from models.base import Base, label_of
from rules.terms import Outcome, Term


@dataclass(frozen=True)
class Report:
    """Counts of the file's objects; ``id`` is what came of it, None when nothing was written.

    told: what became of which row, as far as it is told row by row; those left as they were count as the same.
    """

    id: int | None = None
    created: int = 0
    changed: int = 0
    same: int = 0
    refused: tuple[Refusal, ...] = ()
    told: tuple[Told, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[str, ...]:
        return tuple(str(row) for row in self.told if row.outcome is Outcome.CHANGED)

    def numbered(self, id: int | None) -> Report:
        return replace(self, id=id)

    def as_json(self) -> dict[str, Any]:
        """The contract of ``--json``."""
        refused = [{"line": item.line, "column": item.column, "reason": item.reason} for item in self.refused]
        return {"id": self.id, "created": self.created, "changed": self.changed, "same": self.same, "refused": refused}


@dataclass
class Tally:
    """Counts while rows are written."""

    created: int = 0
    changed: int = 0
    same: int = 0
    told: list[Told] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, title: str, *, created: bool, differences: Iterable[str] = (), line: int | None = None,
            kept: bool = False) -> None:
        """Count one object: new, changed in these fields, the same, or different and ``kept`` as it was."""
        words = tuple(differences)
        if created:
            outcome, self.created = Outcome.NEW, self.created + 1
        elif words and not kept:
            outcome, self.changed = Outcome.CHANGED, self.changed + 1
        else:
            outcome, self.same = Outcome.KEPT if words else Outcome.SAME, self.same + 1
        self.told.append(Told(line, outcome, title, words))
        row_done()

    def report(self, id: int | None) -> Report:
        return Report(id, self.created, self.changed, self.same, (), tuple(self.told), tuple(self.warnings))


def bring(row: Base, values: Mapping[str, Any], write: bool = True) -> list[str]:
    """Set what differs and say it, «Лекции: 20 → 22»; with ``write`` off only say it."""
    found = []
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            found.append(f"{label_of(type(row), name)}: {_shown(before)} → {_shown(value)}")
            if write:
                setattr(row, name, value)
    return found


def _shown(value: Any) -> str:
    if isinstance(value, Term):
        return value.title
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    return "пусто" if value is None or value == "" else str(value)
