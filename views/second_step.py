"""«Введите код из приложения»: the step of a sign-in after the password (п. 9.1)."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from access.identity import Identity
from actions.second_step import find_waiting, pass_step
from actions.signin import Why
from clock import school_now, wall_now
from models import UserSession, db
from rules.violation import Violation
from views.auth import blueprint
from views.entrance import admitted, device, note_violation, own_path
from views.guards import cookie_name, settings
from views.policy import guard, public


@blueprint.get("/login/code")
@guard(public())
def code() -> Any:
    if _waiting() is None:
        return redirect(url_for("auth.login", next=own_path(request.args.get("next"))))
    return _page(own_path(request.args.get("next")))


@blueprint.post("/login/code")
@guard(public())
def code_post() -> Any:
    target, waiting = own_path(request.form.get("next")), _waiting()
    if waiting is None:  # ten minutes are over, or there was no right password
        return redirect(url_for("auth.login", next=target), 303)
    account = waiting.user
    visitor = Identity(account.id, account.role_set, school_now(), "web", request.remote_addr)
    try:
        outcome = pass_step(visitor, waiting, request.form.get("code", "")[:100], device(), settings().secret_key,
                            wall_now())
    except Violation as violation:
        db.session.commit()  # a wrong code stays counted
        note_violation(violation, Why.CODE, visitor.id)
        return _page(target, violation.message), 401
    return admitted(outcome, target, refuse=lambda words: (_page(target, words), 401))


def _waiting() -> UserSession | None:
    token = request.cookies.get(cookie_name())
    return find_waiting(token, wall_now()) if token else None


def _page(target: str | None, error: str | None = None) -> str:
    return render_template("auth/code.html", next=target, error=error)
