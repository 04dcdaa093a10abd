"""Names of a waiting file that are not known, with what they may mean (п. 5.5)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import ImportBatch, db
from rules.terms import NameKind

LIKELY = 8


@dataclass(frozen=True)
class NameQuestion:
    """choices: target and title, the likely ones first."""

    number: int
    kind: NameKind
    text: str
    line: int | None
    reason: str
    choices: tuple[tuple[str, str], ...]

    @property
    def likely(self) -> tuple[tuple[str, str], ...]:
        return self.choices[:LIKELY]

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(self.choices[LIKELY:], key=lambda choice: choice[1]))


@dataclass(frozen=True)
class WaitingNames:
    batch: int
    file_name: str
    questions: tuple[NameQuestion, ...]


def waiting_names(user: Identity, batch_id: int) -> WaitingNames | None:
    """None: there is no such file of the user's."""
    row = db.session.execute(sa.select(ImportBatch.file_name, ImportBatch.chosen).where(
        ImportBatch.id == batch_id, rows(user, Action.CREATE, ImportBatch))).one_or_none()
    if row is None:
        return None
    return WaitingNames(batch_id, row.file_name, tuple(
        NameQuestion(number, NameKind(one["kind"]), one["text"], one["line"], one["reason"],
                     tuple((target, title) for target, title in one["choices"]))
        for number, one in enumerate((row.chosen or {}).get("names", []))))
