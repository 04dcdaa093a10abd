"""«Введите пароль ещё раз»: before what may do much harm, when the password was typed long ago (ASVS 7.5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, Flask, current_app, g, redirect, render_template, request, url_for
from flask_login import current_user

from actions.signin import Why, confirm_password
from clock import wall_now
from models import db
from rules.violation import Violation
from views.entrance import check_password, note_violation, own_path
from views.guards import SAFE, protect, settings, wants_json
from views.policy import guard, policy_of, signed_in

blueprint = Blueprint("recent", __name__, url_prefix="/confirm")

FIELD = "password_again"  # beside what was typed into the form that must not be lost
WORDS = "Введите пароль ещё раз: прошло больше {} мин. Откройте страницу заново, она его спросит."


def install(app: Flask) -> None:
    """After the gate: whoever may not do it at all is not asked."""
    app.before_request(_ask_again)


@blueprint.get("/")
@guard(signed_in())
def index() -> Any:
    target = own_path(request.args.get("next")) or url_for("home.index")
    return redirect(target) if _is_recent() else _page(next=target, back=_came_from())


@blueprint.post("/")
@guard(signed_in())
def confirm() -> Any:
    target, problem = own_path(request.form.get("next")) or url_for("home.index"), retyped()
    if problem is not None:
        return _page(problem, next=target, back=own_path(request.form.get("back"))), 422
    return redirect(target, 303)


def _ask_again() -> Any:
    policy = policy_of(current_app._get_current_object(), request.endpoint or "")  # type: ignore[attr-defined]
    if policy is None or not policy.recent or _is_recent() or not policy.recent_for(g.get("loaded", {})):
        return None
    if wants_json():
        return {"message": WORDS.format(settings().recent_minutes), "needs": "password"}, 403
    if request.method in SAFE:
        return redirect(url_for("recent.index", next=request.full_path.rstrip("?")))
    if FIELD not in request.form:
        return _kept_page(), 403
    if policy.gated:  # its own gate asks for the token later than this
        protect()
    problem = retyped()
    return None if problem is None else (_kept_page(problem), 422)


def _is_recent() -> bool:
    typed: dt.datetime = g.user_session.confirmed_at
    return wall_now() - typed <= dt.timedelta(minutes=settings().recent_minutes)


def retyped(field: str = FIELD) -> str | None:
    """Whether the form has the right password, whatever was typed before: a refusal in words or None."""
    typed, problem = check_password(current_user.login, request.form.get(field, "")), None
    try:
        confirm_password(g.user_session, current_user, typed, request.remote_addr or "", wall_now())
    except Violation as violation:
        note_violation(violation, Why.PASSWORD, current_user.id)
        problem = violation.message
    db.session.commit()  # what the page itself refuses afterwards does not undo it; a wrong one stays counted
    return problem


def _kept_page(problem: str | None = None) -> str:
    """The form goes on to where it was sent, with everything typed."""
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", FIELD)]
    return _page(problem, action=request.full_path.rstrip("?"), kept=kept)


def _page(problem: str | None = None, **shown: Any) -> str:
    return render_template("auth/confirm.html", error=problem, field=FIELD, login=current_user.login, **shown)


def _came_from() -> str | None:
    """The page with the link: a file that is downloaded afterwards leaves this page standing."""
    address, here = request.referrer or "", request.host_url
    return own_path(address.removeprefix(here.rstrip("/"))) if address.startswith(here) else None
