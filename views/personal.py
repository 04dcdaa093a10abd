"""«Мои данные»: what is kept, who looked, consents (п. 9.2)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from access.grants import Action
from actions import consents
from models import Consent, db
from queries import personal
from queries.diary_family import FAMILY
from rules.terms import ConsentKind
from rules.violation import Violation
from views.guards import identity, loaded
from views.policy import guard, may, roles, signed_in

blueprint = Blueprint("personal", __name__, url_prefix="/me")


@blueprint.get("/")
@guard(signed_in())
def index() -> Any:
    user = identity()
    family = user.has(*FAMILY)
    cards = [personal.account_card(user), *filter(None, [personal.guardian_card(user)])]
    return render_template("personal/index.html", cards=cards, people=personal.people(user) if family else [],
                           family=family, staff=user.is_staff)


@blueprint.post("/consents")
@guard(roles(*FAMILY))
def give() -> Any:
    student, kind = request.form.get("student", ""), request.form.get("kind", "")
    if not student.isdecimal() or len(student) > 9 or kind not in set(ConsentKind):
        abort(400)
    try:
        consents.give(identity().acting_as(*FAMILY), int(student), ConsentKind(kind))
        db.session.commit()
    except Violation as violation:
        db.session.rollback()
        flash(str(violation), "error")
        return redirect(url_for("personal.index"), 303)
    flash("Согласие записано.", "success")
    return redirect(url_for("personal.index"), 303)


@blueprint.post("/consents/<int:consent_id>/revoke")
@guard(may(Action.UPDATE, Consent, "consent_id"))
def revoke(consent_id: int) -> Any:
    try:
        consents.revoke(identity(), loaded("consent_id"))
        db.session.commit()
        flash("Согласие отозвано.", "success")
    except Violation as violation:
        db.session.rollback()
        flash(str(violation), "error")
    return redirect(url_for("personal.index"), 303)
