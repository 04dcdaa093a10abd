"""The teacher's journals: list and grid."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from access.check import allows
from access.grants import Action
from models import Journal
from queries import journal as journals
from queries import journal_grid
from rules.forecast.reach import fork
from views.guards import identity, loaded
from views.journal_page import (
    asked_span,
    cells_html,
    heads,
    month_list,
    month_tabs,
    page_data,
    section_tabs,
    words_over_cells,
)
from views.policy import guard, may

blueprint = Blueprint("journal", __name__, url_prefix="/journal")


@blueprint.get("/")
@guard(may(Action.READ, Journal))
def index() -> Any:
    return render_template("journal/index.html", cards=journals.journal_cards(
        identity(), request.args.get("group", type=int)), may_make=allows(identity(), Action.CREATE, Journal))


@blueprint.get("/<int:journal_id>")
@guard(may(Action.READ, Journal, "journal_id", *journals.CONTEXT))
def show(journal_id: int) -> Any:
    """The grid of a month (the current one by default) or of the whole semester."""
    journal, user = loaded("journal_id"), identity()
    month, whole = asked_span()
    grid = journal_grid.grid(user, journal, month, whole)
    if month is not None and month not in grid.months:
        abort(404)
    return render_template(
        "journal/grid.html", journal=journal, grid=grid, today=user.today, heads=heads(grid, user.today),
        month_list=month_list(journal, grid, user.today), months=month_tabs(journal, grid),
        sections=section_tabs(user, journal), data=page_data(user, journal, grid), cells_html=cells_html, fork=fork,
        words_over_cells=words_over_cells, zip=zip, panel=bool(grid.rows) and not grid.whole)
