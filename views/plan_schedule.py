"""The plan schedule: seminars, consultations and the rest with their terms (Пр. 14, 15)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from access.check import allows
from access.grants import Action
from models import PlanEvent, db
from queries.plan_schedule import plan_schedule
from rules.terms import PlanState
from views.guards import identity, loaded
from views.policy import guard, may

blueprint = Blueprint("plan_schedule", __name__, url_prefix="/plan")


@blueprint.get("/")
@guard(may(Action.READ, PlanEvent))
def index() -> Any:
    user = identity()
    return render_template("plan/index.html", lines=plan_schedule(user), staff=user.is_staff,
                           may_add=allows(user, Action.CREATE, PlanEvent))


@blueprint.post("/<int:event_id>/done")
@guard(may(Action.UPDATE, PlanEvent, "event_id"))
def done(event_id: int) -> Any:
    """Mark a line as done, or take it back when it was a slip; which of them, the button says, pressed twice too."""
    event, state = loaded("event_id"), request.form.get("state")
    if state not in (PlanState.DONE, PlanState.PLANNED):
        abort(400)
    event.state = PlanState(state)
    db.session.commit()
    flash(f"«{event.title}»: {PlanState(event.state).title}.", "success")
    return redirect(url_for("plan_schedule.index"), 303)
