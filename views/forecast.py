"""What is foretold: a journal's students, and those at risk in a group or the college; staff only (п. 4.1, 5.3)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, render_template, request

from access.grants import Action
from access.scopes import OFFICE
from models import Journal, Semester
from queries.college import current_semester, norms_on
from queries.finals import reads_finals, with_context
from queries.forecast import is_foretold, journal_forecast
from queries.forecast_history import Taught, finished, share_of, stamp, taught_by
from queries.forecast_risk import risk_groups, risk_page
from rules.forecast.evidence import FEW
from rules.forecast.reach import shown
from rules.forecast.risk import AT_RISK
from rules.forecast.words import chance_words, likely_words, percent
from rules.norms import Norms
from rules.terms import Role
from views.guards import identity, loaded
from views.journal_page import section_tabs
from views.policy import guard, may, roles

blueprint = Blueprint("forecast", __name__)

READERS = (*OFFICE, Role.CURATOR)
_KEPT = 8


@blueprint.get("/journal/<int:journal_id>/forecast")
@guard(may(Action.READ, Journal, "journal_id"))
def show(journal_id: int) -> Any:
    user = identity()
    if not reads_finals(user, loaded("journal_id")):
        abort(404)
    journal, _ = with_context(loaded("journal_id"))
    if not is_foretold(journal):
        abort(404)
    norms = norms_on(user.today)
    taught = taught_today(journal.semester, norms)
    return render_template("forecast/journal.html", journal=journal, taught=taught, few=FEW, shown=shown,
                           likely=likely_words, chances=chance_words, percent=percent,
                           page=journal_forecast(user, journal, taught, norms), sections=section_tabs(user, journal))


@blueprint.get("/control/risk/")
@guard(roles(*READERS))
def risk() -> Any:
    user, semester = identity(), current_semester(identity().today)
    if semester is None:
        return render_template("forecast/risk.html", semester=None)
    groups = risk_groups(user, semester)
    chosen = _group([id for id, _ in groups])
    norms = norms_on(user.today)
    taught = taught_today(semester, norms)
    return render_template("forecast/risk.html", semester=semester, groups=groups, chosen=chosen, taught=taught,
                           bound=AT_RISK, percent=percent, page=risk_page(user, semester, chosen, taught, norms))


def _group(known: list[int]) -> int | None:
    """The group asked for; the only one of a curator without asking; None is everybody."""
    text = request.args.get("group", "")
    if not text:
        return known[0] if len(known) == 1 else None
    id = int(text) if text.isdecimal() and len(text) < 10 else 0
    return id if id in known else abort(404)


def taught_today(semester: Semester, norms: Norms) -> Taught:
    """The model of the day, kept by the process: it is learned again when a day or a result has been added."""
    before = finished(semester)
    kept: dict[Any, Taught] = current_app.extensions.setdefault("forecast", {})
    share = share_of(semester, identity().today)
    key = (stamp(before), round(share, 3), norms) if before else None
    if key not in kept:
        while len(kept) >= _KEPT:
            kept.pop(next(iter([*kept])), None)  # another thread may have been first
        kept[key] = taught_by(before, share, norms)
    return kept[key]
