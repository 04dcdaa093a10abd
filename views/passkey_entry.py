"""«Войти с ключом доступа»: at the door, or in the place of the code after the password (п. 9.1, ADR 38)."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, session, url_for

from actions.passkey_proof import question, sign_in_by_key
from actions.second_step import pass_step_by_key
from actions.signin import Why
from actions.throttle import Locked
from clock import wall_now
from models import UserSession, db
from rules.violation import Violation
from views.auth import blueprint
from views.entrance import admitted, device, note_refusal, note_violation, own_path
from views.guards import identity
from views.origin import site
from views.passkeys import ASKED, answered
from views.policy import guard, public
from views.second_step import code_page, visitor, waiting


@blueprint.post("/login/passkey/question")
@guard(public())
def ask_any_key() -> Any:
    return _ask(None)


@blueprint.post("/login/passkey")
@guard(public())
def enter_by_key() -> Any:
    target = own_path(request.form.get("next"))
    return admitted(
        sign_in_by_key(identity(), answered(), device(), wall_now()), target,
        refuse=lambda words: (render_template("auth/login.html", login="", error=words, next=target), 401))


@blueprint.post("/login/code/passkey/question")
@guard(public())
def ask_own_key() -> Any:
    found = waiting()
    return abort(401) if found is None else _ask(found)


@blueprint.post("/login/code/passkey")
@guard(public())
def pass_by_key() -> Any:
    target, found = own_path(request.form.get("next")), waiting()
    if found is None:
        return redirect(url_for("auth.login", next=target), 303)
    user = visitor(found)
    try:
        outcome = pass_step_by_key(user, found, answered(), device(), wall_now())
    except Violation as violation:
        db.session.commit()  # a wrong proof stays counted
        note_violation(violation, Why.KEY, user.id)
        return code_page(found, target, violation.message), 401
    return admitted(outcome, target, refuse=lambda words: (code_page(found, target, words), 401))


def _ask(found: UserSession | None) -> Any:
    try:
        session[ASKED], asked = question(found, site(), request.remote_addr or "", wall_now())
    except Locked as locked:
        note_refusal(Why.LOCKED)
        return {"message": locked.message}, 429
    db.session.commit()
    return asked
