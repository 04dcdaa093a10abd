"""Paper of a journal: the facing pages as PDF, XLSX and CSV (п. 4.1)."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, abort, send_file

from access.grants import Action
from actions import audit
from documents.journal import journal_csv, journal_pdf, journal_xlsx
from models import Journal, db
from models.engine import writing
from queries.journal_sheet import journal_sheet
from views.guards import identity, loaded
from views.policy import guard, may

blueprint = Blueprint("documents", __name__)

FORMATS = {
    "pdf": (journal_pdf, "application/pdf"),
    "xlsx": (journal_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (journal_csv, "text/csv; charset=utf-8"),
}


@blueprint.get("/journal/<int:journal_id>/print.<kind>")
@guard(may(Action.READ, Journal, "journal_id"))
def print_journal(journal_id: int, kind: str) -> Any:
    if kind not in FORMATS:
        abort(404)
    render, mimetype = FORMATS[kind]
    sheet = journal_sheet(identity(), loaded("journal_id"))
    data = render(sheet)
    _note_export(journal_id, kind)
    name = f"Журнал {sheet.group_line} {sheet.subject_line}.{kind}".replace("/", "-")
    return send_file(io.BytesIO(data), mimetype, as_attachment=kind != "pdf", download_name=name)


def _note_export(journal_id: int, kind: str) -> None:
    """A short transaction of its own, after the reading is over (decision 8 of the design)."""
    user = identity()
    db.session.rollback()
    writing.set(True)
    journal = db.session.get(Journal, journal_id)
    if journal is not None:
        audit.describe(db.session, user)
        audit.exported(db.session(), journal, {"format": kind})
        db.session.commit()
