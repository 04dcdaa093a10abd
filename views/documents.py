"""Paper of a journal: the facing pages as PDF, XLSX and CSV (п. 4.1)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort

from access.grants import Action
from documents.journal import journal_csv, journal_pdf, journal_xlsx
from models import Journal
from queries.journal_sheet import journal_sheet
from views.exported import exported
from views.guards import identity, loaded
from views.pace import counted_export
from views.policy import guard, may

blueprint = Blueprint("documents", __name__)

FORMATS = {"pdf": journal_pdf, "xlsx": journal_xlsx, "csv": journal_csv}


@blueprint.get("/journal/<int:journal_id>/print.<kind>")
@guard(may(Action.READ, Journal, "journal_id"))
@counted_export
def print_journal(journal_id: int, kind: str) -> Any:
    if kind not in FORMATS:
        abort(404)
    journal = loaded("journal_id")
    sheet = journal_sheet(identity(), journal)
    name = f"Журнал {sheet.group_line} {sheet.subject_line}.{kind}"
    return exported(FORMATS[kind](sheet), name, journal)
