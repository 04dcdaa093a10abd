"""An import from the file to its report: looked at first, then applied, for the page and the command line."""

from __future__ import annotations

from dataclasses import replace

from access.identity import Identity
from actions import audit
from actions.imports import FileIn, applied, details, rechosen
from actions.intake.chosen import Chosen
from actions.intake.refusal import ImportRefused
from actions.intake.report import Report
from jobs.import_kinds import intakes
from jobs.intake import Intake
from models import ImportBatch, db
from rules.terms import ImportState


class Moved(Exception):
    """What the file would change is no more what was shown: ``report`` is how it is now."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__("the data have changed since the preview")


def preview(user: Identity, file: FileIn, chosen: Chosen) -> Report:
    """What the file would change, by the very load that applies it; the transaction is rolled back."""
    try:
        return replace(intakes()[file.slug].read_and_load(user, file.data, file.name, chosen), id=None)
    except ImportRefused as refused:
        return Report(refused=refused.refusals, told=refused.told)
    finally:
        db.session.rollback()


def look_again(user: Identity, batch: ImportBatch, chosen: Chosen) -> None:
    """What would the waiting file change with another choice; flushes, never commits."""
    number, file = batch.id, FileIn(batch.kind, batch.slug or "", batch.file_name, batch.content or b"")
    report = preview(user, file, chosen)
    draft = waiting(number)
    if draft is not None:
        rechosen(draft, chosen, report)


def apply(user: Identity, batch: ImportBatch) -> Report:
    """Apply a waiting file; flushes, never commits. Raises Moved when the outcome is not the one that was shown."""
    shown = (batch.created, batch.changed, batch.same, batch.report["told"])
    chosen, content = Chosen.of_json(batch.chosen or {}), batch.content or b""
    intake: Intake = intakes()[batch.slug or ""]
    audit.describe(db.session, user)
    try:
        report = applied(user, batch, lambda: intake.read_and_load(user, content, batch.file_name, chosen))
    except ImportRefused as refused:
        raise Moved(Report(refused=refused.refusals, told=refused.told)) from refused
    if (report.created, report.changed, report.same, details(report)["told"]) != shown:
        raise Moved(replace(report, id=None))
    return report


def waiting(batch_id: int) -> ImportBatch | None:
    """The draft, locked until the transaction ends; None when it was applied meanwhile."""
    batch = db.session.get(ImportBatch, batch_id, with_for_update=True, populate_existing=True)
    return batch if batch is not None and batch.state is ImportState.DRAFT else None


def words(report: Report) -> str:
    """What an applied import did."""
    return f"Загружено: новых {report.created}, изменено {report.changed}, без изменений {report.same}"
