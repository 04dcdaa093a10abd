"""«Введите код из приложения»: the step of a sign-in after the password (п. 9.1)."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from access.identity import Identity
from actions.passkeys import keys_of
from actions.second_factor import factor_of
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
    target, found = own_path(request.args.get("next")), waiting()
    return redirect(url_for("auth.login", next=target)) if found is None else code_page(found, target)


@blueprint.post("/login/code")
@guard(public())
def code_post() -> Any:
    target, found = own_path(request.form.get("next")), waiting()
    if found is None:  # ten minutes are over, or there was no right password
        return redirect(url_for("auth.login", next=target), 303)
    user = visitor(found)
    try:
        outcome = pass_step(user, found, request.form.get("code", "")[:100], device(), settings().secret_key,
                            wall_now())
    except Violation as violation:
        db.session.commit()  # a wrong code stays counted
        note_violation(violation, Why.CODE, user.id)
        return code_page(found, target, violation.message), 401
    return admitted(outcome, target, refuse=lambda words: (code_page(found, target, words), 401))


def waiting() -> UserSession | None:
    token = request.cookies.get(cookie_name())
    return find_waiting(token, wall_now()) if token else None


def visitor(found: UserSession) -> Identity:
    """Whoever is half signed in."""
    return Identity(found.user_id, found.user.role_set, school_now(), "web", request.remote_addr)


def code_page(found: UserSession, target: str | None, error: str | None = None) -> str:
    """Asks for what the account has: a code of the application, a passkey, either."""
    return render_template("auth/code.html", next=target, error=error, by_app=factor_of(found.user_id) is not None,
                           by_key=bool(keys_of(found.user_id)))
