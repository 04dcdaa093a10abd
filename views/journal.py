"""The teacher's journals: list and grid."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, render_template, request

from access.check import allows
from access.grants import Action
from models import Journal
from queries import journal as journals
from queries.college import absence_kinds
from queries.lessons import may_record
from views.guards import identity, loaded
from views.policy import guard, may

blueprint = Blueprint("journal", __name__, url_prefix="/journal")


@blueprint.get("/")
@guard(may(Action.READ, Journal))
def index() -> Any:
    return render_template("journal/index.html", cards=journals.journal_cards(
        identity(), request.args.get("group", type=int)), may_make=allows(identity(), Action.CREATE, Journal))


@blueprint.get("/<int:journal_id>")
@guard(may(Action.READ, Journal, "journal_id"))
def show(journal_id: int) -> Any:
    journal = journals.with_context(loaded("journal_id"))
    month = _month(request.args.get("month"))
    return render_template(
        "journal/grid.html", journal=journal, grid=journals.grid(identity(), journal, month), month=month,
        kinds=absence_kinds(), today=identity().today, may_record=may_record(identity(), journal))


def _month(text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return abort(400)
