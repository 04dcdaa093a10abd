"""«Учебный год»: the turning of a year or a semester with its preview, and what it can take back (п. 5.4, 7.5)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from access.check import allows
from access.grants import CREATE, READ, UPDATE
from actions.refusals import Refused
from actions.rollover import turn, undo
from actions.taking_back import InUse
from models import Erasure, YearOperation, db
from queries import year_operations
from queries.journal_setup import teachers
from queries.rollover import Plan, Target, plan, targets, told
from rules.rollover import YearPart
from views.guards import identity, loaded
from views.policy import guard, may
from views.refusals import by_field
from views.year_form import chosen, labels

blueprint = Blueprint("year", __name__, url_prefix="/year")


@blueprint.get("/")
@guard(may(READ, YearOperation))
def index() -> Any:
    return _index()


@blueprint.get("/<int:year>/<int:number>")
@guard(may(CREATE, YearOperation))
def preview(year: int, number: int) -> Any:
    return _preview(_target(year, number))


@blueprint.post("/<int:year>/<int:number>")
@guard(may(CREATE, YearOperation))
def apply(year: int, number: int) -> Any:
    target, user = _target(year, number), identity()
    try:
        done = turn(user, target, chosen(request.form, plan(user, target), teachers(user)))
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        return _preview(target, refused), 422
    flash("Готово. Отменить переход можно, пока на нём ничего не построено." if done
          else "Всё уже сделано раньше: менять нечего.", "success")
    return redirect(url_for("year.index"), 303)


@blueprint.post("/operations/<int:operation_id>/undo")
@guard(may(UPDATE, YearOperation, "operation_id"))
def take_back(operation_id: int) -> Any:
    try:
        count = undo(identity(), loaded("operation_id"))
        db.session.commit()
    except InUse as used:
        db.session.rollback()
        return _index(used.reasons), 422
    flash(f"Переход отменён, возвращено записей: {count}.", "success")
    return redirect(url_for("year.index"), 303)


def _target(year: int, number: int) -> Target:
    """Only what the page of the year offers: the rest is not there."""
    return next((one for one in targets() if (one.year, one.number) == (year, number)), None) or abort(404)


def _index(reasons: list[str] | None = None) -> str:
    user = identity()
    return render_template(
        "year/index.html", targets=targets(), operations=year_operations.operations(user), reasons=reasons or (),
        retention=year_operations.retention(), passed=year_operations.passed(user),
        may_turn=allows(user, CREATE, YearOperation), may_erase=allows(user, CREATE, Erasure))


def _preview(target: Target, refused: Refused | None = None) -> str:
    user = identity()
    found = plan(user, target)
    return render_template(
        "year/preview.html", plan=found, figures=told(found, found.parts), parts=YearPart,
        left=told(found, frozenset(YearPart) - found.parts), waiting=_waiting(found),
        teachers=list(labels(teachers(user))), typed=request.form,
        errors=by_field(refused.violations if refused else None))


def _waiting(found: Plan) -> list[str]:
    """Parts that somebody else does."""
    return [part.title for part in YearPart if part not in found.parts]
