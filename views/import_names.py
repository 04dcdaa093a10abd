"""What names of a timetable's file mean: asked once, remembered for every later file (п. 5.5)."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from access.grants import Action
from actions.intake.chosen import Chosen
from actions.timetable_answers import AskedName, remember
from jobs import importing
from models import ImportBatch, db
from queries.import_names import WaitingNames, waiting_names
from rules.violation import Violation
from views.guards import identity
from views.imports import blueprint
from views.policy import guard, may
from views.refusals import by_field


@blueprint.get("/<int:batch_id>/names")
@guard(may(Action.CREATE, ImportBatch, "batch_id"))
def names(batch_id: int) -> Any:
    return _show(_asked(batch_id), {}, {})


@blueprint.post("/<int:batch_id>/names")
@guard(may(Action.CREATE, ImportBatch, "batch_id"))
def answer_names(batch_id: int) -> Any:
    """Keep what was answered, and look at the file with it."""
    asked = _asked(batch_id)
    told = {one.number: request.form.get(f"name-{one.number}", "") for one in asked.questions}
    try:
        count = remember(identity(), [AskedName(one.kind, one.text, frozenset(target for target, _ in one.choices))
                                      for one in asked.questions], told)
        db.session.commit()
    except Violation as violation:
        db.session.rollback()
        return _show(asked, told, by_field([violation])), 422
    batch = importing.waiting(batch_id) or abort(409)
    importing.look_again(identity(), batch, Chosen.of_json(batch.chosen or {}))
    db.session.commit()
    flash(f"Ответов запомнено: {count}. Файл проверен с ними.", "success")
    return redirect(url_for("imports.show", batch_id=batch_id), 303)


def _asked(batch_id: int) -> WaitingNames:
    """The questions; a file that asks nothing has no such page."""
    asked = waiting_names(identity(), batch_id)
    if asked is None or not asked.questions:
        abort(404)
    return asked


def _show(asked: WaitingNames, told: dict[int, str], errors: dict[str, list[str]]) -> str:
    return render_template("imports/names.html", asked=asked, told=told, errors=errors)
