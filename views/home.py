"""«/» leads to the start page of the user's role."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, url_for

from rules.terms import Role
from views.guards import identity
from views.policy import guard, signed_in

blueprint = Blueprint("home", __name__)

# the first role that fits decides
STARTS = (
    (Role.TEACHER, "journal.index"),
    (Role.SENIOR_MASTER, "practice.index"),
    (Role.STUDENT, "diary.index"),
    (Role.PARENT, "diary.index"),
)


@blueprint.get("/")
@guard(signed_in())
def index() -> Any:
    user = identity()
    for role, endpoint in STARTS:
        if user.has(role):
            return redirect(url_for(endpoint))
    return redirect(url_for("admin.index"))
