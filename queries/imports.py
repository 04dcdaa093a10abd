"""Imports as their pages show them: the list, one batch row by row, choices of the form."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, undefer

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import ImportBatch, db
from rules.terms import ImportKind, ImportState, Outcome

AT_ONCE = 50


@dataclass(frozen=True)
class BatchLine:
    """refused: for how many reasons a waiting file does not come in, unanswered questions too."""

    id: int
    kind: ImportKind
    slug: str | None
    state: ImportState
    file_name: str
    at: dt.datetime
    who: str
    created: int
    changed: int
    same: int
    refused: int = 0


@dataclass(frozen=True)
class Refused:
    line: int | None
    column: str | None
    reason: str


@dataclass(frozen=True)
class Row:
    """What became of one row; ``words`` are its differences, «Лекции: 20 → 22»."""

    line: int | None
    outcome: Outcome
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A likely double: the stored person, the row's one and what was answered: the person's id, 0 for another one,
    None while nothing."""

    line: int
    person: int
    who: str
    row: str
    answer: int | None


@dataclass(frozen=True)
class BatchPage:
    """One batch; mine: the user may apply, forget or take it back; names: how many are not known (п. 5.5)."""

    line: BatchLine
    mine: bool
    undoable: bool
    undone_at: dt.datetime | None
    seen: dict[str, Any]
    values: dict[str, Any]
    update: bool
    refused: tuple[Refused, ...]
    asked: tuple[Asked, ...]
    names: int
    warnings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def is_draft(self) -> bool:
        return self.line.state is ImportState.DRAFT

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(row.outcome for row in self.rows)

    @property
    def changes_nothing(self) -> bool:
        return not (self.line.created or self.line.changed or self.refused or self.unanswered or self.names)

    @property
    def unanswered(self) -> int:
        return sum(one.answer is None for one in self.asked)


def batches(user: Identity, page: int) -> tuple[list[BatchLine], bool]:
    """Imports the user may see, the newest first; whether there are older ones."""
    found = db.session.scalars(
        sa.select(ImportBatch).where(rows(user, Action.READ, ImportBatch)).options(joinedload(ImportBatch.user))
        .order_by(ImportBatch.at.desc(), ImportBatch.id.desc()).offset(page * AT_ONCE).limit(AT_ONCE + 1)).all()
    return [_line(user, batch) for batch in found[:AT_ONCE]], len(found) > AT_ONCE


def batch_page(user: Identity, batch_id: int) -> BatchPage:
    """The batch with everything that was told of it."""
    mine = sa.case((rows(user, Action.CREATE, ImportBatch), 1), else_=0)
    undoable = sa.case((ImportBatch.made.is_not(None), 1), else_=0)
    batch, is_mine, can_undo = db.session.execute(
        sa.select(ImportBatch, mine, undoable).where(ImportBatch.id == batch_id)
        .options(joinedload(ImportBatch.user), undefer(ImportBatch.report))).one()
    report, chosen = batch.report, batch.chosen or {}
    answers = chosen.get("answers", {})
    asked = tuple(Asked(int(line), person, who, row, _answer(answers, line))
                  for line, (person, who, row) in chosen.get("asked", {}).items())
    told = tuple(Row(line, Outcome(outcome), title, tuple(words)) for line, outcome, title, words in
                 report.get("told", []))
    return BatchPage(
        _line(user, batch), bool(is_mine), bool(can_undo) and batch.state is ImportState.APPLIED,
        batch.undone_at.astimezone(user.now.tzinfo) if batch.undone_at else None,
        chosen.get("seen", {}), chosen.get("values", {}), chosen.get("update", True),
        tuple(Refused(line, column, reason) for line, column, reason, alike in report.get("refused", []) if not alike),
        tuple(sorted(asked, key=lambda one: one.line)), len(chosen.get("names", [])),
        tuple(report.get("warnings", [])), told)


def _answer(answers: dict[str, int | None], line: str) -> int | None:
    return None if line not in answers else answers[line] or 0


def _line(user: Identity, batch: ImportBatch) -> BatchLine:
    return BatchLine(batch.id, ImportKind(batch.kind), batch.slug, ImportState(batch.state), batch.file_name,
                     batch.at.astimezone(user.now.tzinfo), batch.user.short_name if batch.user else "командная строка",
                     batch.created, batch.changed, batch.same,
                     (batch.chosen or {}).get("refused", 0) if batch.state is ImportState.DRAFT else 0)
