"""The door that every way of signing in ends at: the session's cookie, a line of each refusal (ASVS 6.3, 16.3.1)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import make_response, redirect, request, session, url_for

from actions.signin import Device, SignIn, Typed, Why, check_typed, note_visit
from actions.throttle import Locked
from clock import school_now, wall_now
from models import db
from models.engine import writing
from rules.credentials import normalise_login
from rules.violation import Violation
from views.guards import cookie_name, settings
from views.metrics import REFUSED


def admitted(outcome: SignIn, target: str | None, refuse: Callable[[str], Any], login: str = "") -> Any:
    """Commit what has come of a sign-in: the journal, the page of the second step, or a refusal in the door's words."""
    if outcome.token is not None and not outcome.awaits_code and outcome.user_id is not None:
        note_visit(outcome.user_id, school_now().date())
    db.session.commit()
    if outcome.token is None:
        note_refusal(outcome.why or Why.PASSWORD, outcome.user_id, login)
        return refuse(outcome.refusal or "")
    if outcome.awaits_code:
        return let_in(outcome.token, url_for("auth.code", next=target))
    return let_in(outcome.token, target or url_for("home.index"))


def note_refusal(why: Why, account_id: int | None = None, login: str = "") -> None:
    """One line and one count; a login that nobody has may be a password typed into the wrong field."""
    REFUSED.labels(why.value).inc()
    who = {"user": account_id} if account_id is not None else {"login": nameless(login)} if login else {}
    structlog.get_logger().warning("sign-in refused", why=why.value, address=request.remote_addr or "", **who)


def note_violation(violation: Violation, why: Why, account_id: int | None = None) -> None:
    """The same of what an action has refused: the door may have been closed before."""
    note_refusal(Why.LOCKED if isinstance(violation, Locked) else why, account_id)


def nameless(login: str) -> str:
    """The same sign for the same login, from which only this installation could tell it."""
    key = settings().secret_key.encode()
    return hmac.new(key, b"login " + normalise_login(login).encode(), hashlib.sha256).hexdigest()[:16]


def check_password(login: str, password: str) -> Typed:
    """What opens the account, looked at while this request holds nothing: a strong hash takes as long as twenty saves.

    What the request had changed before is given up.
    """
    db.session.rollback()
    writing.set(False)
    try:
        return check_typed(login, password[:1000], device(), wall_now(), settings().password_memory)
    finally:
        db.session.rollback()
        writing.set(True)


def device() -> Device:
    return Device(request.remote_addr or "", request.user_agent.string)


def let_in(token: str, target: str) -> Any:
    """The page after sign-in with the session's cookie; what the visitor's own cookie held is forgotten."""
    config = settings()
    session.clear()
    response = make_response(redirect(target))
    response.set_cookie(cookie_name(), token, max_age=config.session_hours * 3600, httponly=True,
                        secure=config.production, samesite="Lax", path="/")
    return response


def let_out() -> Any:
    session.clear()
    response = make_response(redirect(url_for("auth.login")))
    response.delete_cookie(cookie_name(), path="/", secure=settings().production, httponly=True, samesite="Lax")
    return response


def own_path(target: str | None) -> str | None:
    """``next`` leads only inside this site."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    if not target.isprintable():  # a line break would end the header
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None
