"""Pages open without sign-in: papers and the transition to the electronic journal (План-график, rows 3 and 8)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from clock import school_now
from queries import public as pages
from queries.college import college
from views.policy import guard, public

blueprint = Blueprint("public", __name__, url_prefix="/about")


@blueprint.get("/documents")
@guard(public())
def documents() -> Any:
    return render_template("public/documents.html", papers=pages.papers(), college=college())


@blueprint.get("/transition")
@guard(public())
def transition() -> Any:
    return render_template("public/transition.html", plan=pages.open_plan(school_now().date()), college=college())
