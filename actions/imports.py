"""Imports: the draft with its file, what an applied one did, and its report kept for good."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from actions.intake.chosen import Chosen
from actions.intake.questions import Unknown, asked_names
from actions.intake.report import Report
from actions.intake.trace import Trace, tracing
from models import ImportBatch, db
from rules.terms import ImportKind, ImportState

DRAFTS_KEPT = dt.timedelta(days=7)


@dataclass(frozen=True)
class FileIn:
    """A file and where it belongs; slug: its entry in the list of imports."""

    kind: ImportKind
    slug: str
    name: str
    data: bytes


def imported(user: Identity, file: FileIn, load: Callable[[], Report]) -> tuple[ImportBatch, Report]:
    """Load, watch what is written, keep the report; raises what ``load`` raises, flushes, never commits."""
    batch = _batch(user, file)
    report = applied(user, batch, load)
    db.session.add(batch)
    db.session.flush()  # so that the batch has its number
    return batch, report


def drafted(user: Identity, file: FileIn, seen: dict[str, Any], chosen: Chosen, preview: Report) -> ImportBatch:
    """Keep the file with what it was recognised as and what it would change; flushes, never commits."""
    batch = _batch(user, file)
    batch.state, batch.content, batch.chosen = ImportState.DRAFT, file.data, {"seen": seen}
    rechosen(batch, chosen, preview)
    db.session.add(batch)
    db.session.flush()  # so that the batch has its number
    return batch


def rechosen(batch: ImportBatch, chosen: Chosen, preview: Report) -> None:
    """Another choice for a waiting file and what it would change now."""
    before = batch.chosen or {}
    asked = {str(item.line): [item.alike.id, item.alike.who, item.alike.row] for item in preview.refused if item.alike}
    batch.chosen = {**before, **chosen.as_json(), "asked": before.get("asked", {}) | asked,
                    "names": asked_names(preview.refused), "refused": len(preview.refused)}
    _report(batch, preview)


def applied(user: Identity, batch: ImportBatch, load: Callable[[], Report]) -> Report:
    """Do what the file says; the batch remembers what it takes to take it back and drops the file."""
    with tracing(db.session()) as trace:
        report = load()
        db.session.flush()  # so that the trace sees all of it
        batch.made = _undoable(trace)
    batch.state, batch.at, batch.content = ImportState.APPLIED, user.now, None
    _report(batch, report)
    return report


def discard(batch: ImportBatch) -> None:
    """Forget a file that waits."""
    db.session.delete(batch)


def forget_drafts(now: dt.datetime) -> int:
    """Delete drafts that nobody applied within a week; how many."""
    done = db.session.execute(sa.delete(ImportBatch).where(
        ImportBatch.state == ImportState.DRAFT, ImportBatch.at < now - DRAFTS_KEPT))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _batch(user: Identity, file: FileIn) -> ImportBatch:
    return ImportBatch(kind=file.kind, slug=file.slug, file_name=file.name[:250], user_id=user.id, at=user.now,
                       sha256=hashlib.sha256(file.data).hexdigest())


def _report(batch: ImportBatch, report: Report) -> None:
    batch.created, batch.changed, batch.same = report.created, report.changed, report.same
    batch.report = details(report)


def _undoable(trace: Trace) -> dict[str, Any] | None:
    """What was done; None when nothing was."""
    made = trace.as_json()
    return made if any(made.values()) else None


def details(report: Report) -> dict[str, Any]:
    """What stays with the batch: what was told row by row, what to look at, what was refused."""
    return {
        "id": report.id,
        "told": [[row.line, row.outcome.value, row.title, list(row.words)] for row in report.told],
        "warnings": list(report.warnings),
        "refused": [[item.line, item.column, item.reason, item.alike is not None or isinstance(item, Unknown)]
                    for item in report.refused]}
