"""Support: questions of every user, the queue of those who answer (п. 8.2–8.3)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from access.grants import Action
from actions import support as actions
from actions.refusals import Refused
from models import SupportRequest, db
from queries import support
from rules.terms import RequestState, SupportCategory
from rules.violation import Violation
from views.guards import identity, loaded
from views.letter_pace import TooMuch, counted_files, status
from views.once import keep, once
from views.policy import guard, may, with_files
from views.refusals import by_field
from views.uploads import NotTaken

blueprint = Blueprint("support", __name__, url_prefix="/support")
CHANGED = Violation("8.2", "На обращение только что ответили: прочтите, что записано, и решите ещё раз", "answer")


@blueprint.get("/")
@guard(may(Action.READ, SupportRequest))
def index() -> Any:
    return _index({"page": _own_page(request.args.get("from"))})


@blueprint.post("/")
@guard(with_files(may(Action.CREATE, SupportRequest)))
@once
def ask() -> Any:
    form = request.form
    try:
        made = actions.ask(identity(), _term(SupportCategory, form.get("category")), form.get("text", ""),
                           _own_page(form.get("page")), counted_files("text"))
        keep(url_for("support.index"))
        db.session.commit()
    except (Refused, NotTaken, TooMuch) as refused:
        db.session.rollback()
        return _index(form, refused.violations), *status(refused)
    flash(f"Обращение № {made.id} принято. Ответ появится на этой странице.", "success")
    return redirect(url_for("support.index"), 303)


@blueprint.get("/<int:request_id>")
@guard(may(Action.READ, SupportRequest, "request_id"))
def show(request_id: int) -> Any:
    return _show(request_id, {})


@blueprint.post("/<int:request_id>")
@guard(may(Action.UPDATE, SupportRequest, "request_id"))
def answer(request_id: int) -> Any:
    state = _term(RequestState, request.form.get("state")) or abort(400)
    try:
        actions.answer(identity(), loaded("request_id"), state, request.form.get("answer", ""))
        db.session.commit()
    except Violation as violation:
        db.session.rollback()
        return _show(request_id, request.form, [violation]), 422
    except StaleDataError:
        db.session.rollback()
        return _show(request_id, request.form, [CHANGED]), 409
    flash("Записано.", "success")
    return redirect(url_for("support.index"), 303)


def _index(typed: Any, errors: list[Violation] | None = None) -> str:
    user = identity()
    everything = request.args.get("all") == "1"
    return render_template(
        "support/index.html", lines=support.own_requests(user), typed=typed, errors=by_field(errors),
        categories=SupportCategory.choices(), everything=everything,
        queue=support.queue(user, everything) if support.may_answer(user) else None)


def _show(request_id: int, typed: Any, errors: list[Violation] | None = None) -> str:
    user = identity()
    return render_template("support/request.html", line=support.one_request(user, request_id), typed=typed,
                           errors=by_field(errors), states=RequestState.choices(),
                           may_answer=support.may_answer_one(user, request_id))



def _term(kind: Any, value: str | None) -> Any:
    try:
        return kind(value)
    except ValueError:
        return None


def _own_page(path: str | None) -> str | None:
    """The page the question is about: an address of this site without its arguments (they may name people)."""
    if not path or not path.startswith("/") or path.startswith("//"):
        return None
    return path.partition("?")[0][:200]
