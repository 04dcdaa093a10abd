"""The report of an applied import, kept for good."""

from __future__ import annotations

import hashlib
from typing import Any

from access.identity import Identity
from actions.intake.report import Report
from models import ImportBatch, db
from rules.terms import ImportKind


def keep_report(user: Identity, kind: ImportKind, file_name: str, data: bytes, report: Report) -> ImportBatch:
    """Store what the file changed; flushes, never commits."""
    batch = ImportBatch(
        kind=kind, file_name=file_name[:250], sha256=hashlib.sha256(data).hexdigest(), user_id=user.id, at=user.now,
        created=report.created, changed=report.changed, same=report.same, report=details(report))
    db.session.add(batch)
    db.session.flush()  # so that the batch has its number
    return batch


def details(report: Report) -> dict[str, Any]:
    """What stays with the batch: what was told row by row, what to look at, what was refused."""
    return {
        "told": [[row.line, row.outcome.value, row.title, list(row.words)] for row in report.told],
        "warnings": list(report.warnings),
        "refused": [[item.line, item.column, item.reason, [item.alike.id, item.alike.who] if item.alike else None]
                    for item in report.refused]}
