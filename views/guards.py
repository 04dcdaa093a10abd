"""The gate every request passes: 405, sign-in, endpoint 403, object 404, CSRF 400 — in this order."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from access.identity import Identity
from actions import audit
from actions.signin import find_session
from clock import school_now, wall_now
from config import Settings
from extensions import csrf, login_manager
from models import UserSession, db
from models.engine import writing
from views.origin import require_own_page
from views.policy import Policy, load, policy_of

SAFE = {"GET", "HEAD", "OPTIONS"}
SEEN_EVERY = dt.timedelta(minutes=1)


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def cookie_name() -> str:
    return "__Host-sid" if settings().production else "sid"


def identity() -> Identity:
    """The signed-in user as the layers below know them."""
    if "identity" not in g:
        user = current_user
        roles = user.role_set if user.is_authenticated else frozenset()
        g.identity = Identity(user.id if user.is_authenticated else None, roles, school_now(),
                              "web", request.remote_addr)
    found: Identity = g.identity
    return found


def loaded(name: str) -> Any:
    """The object of a path argument that the policy has already found inside the user's rows."""
    return g.loaded[name]


def wants_json() -> bool:
    return (request.is_json or request.accept_mimetypes.best == "application/json" or request.method == "PUT"
            or request.path.startswith("/api/"))


def protect() -> None:
    """One's own page and its CSRF token; called after the object is known to be the user's."""
    if request.method in SAFE:
        return
    require_own_page()
    if current_app.config.get("WTF_CSRF_ENABLED", True):
        csrf.protect()


def install(app: Flask) -> None:
    app.before_request(_choose_transaction)
    app.before_request(_await_body)
    app.before_request(_gate)
    app.after_request(_remember_visit)
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.request_loader(_user_of_cookie)


def _choose_transaction() -> None:
    writing.set(request.method not in SAFE)


def _await_body() -> None:
    """What is sent has come whole before the database is asked: a slow sender holds no connection and no write lock.
    Of whoever brings no session nothing is read that will be refused anyway."""
    policy = asked_policy()
    if request.method in SAFE or policy is None:
        return
    if not (policy.public or policy.gate or cookie_name() in request.cookies):
        return
    if request.mimetype == "multipart/form-data":
        request.form  # noqa: B018 - taken apart with its files as it comes, what is large waits on the disk
    else:
        request.get_data()


def _user_of_cookie(req: Any) -> Any:
    token = req.cookies.get(cookie_name())
    if not token:
        return None
    config = settings()
    living = find_session(token, wall_now(), idle=dt.timedelta(minutes=config.idle_minutes),
                          life=dt.timedelta(hours=config.session_hours), page=req.full_path.rstrip("?"))
    found = living.session if living else None
    g.user_session, g.living = found, living
    g.seen = (found.id, found.last_seen_at) if found else None  # a commit makes the session forget its columns
    return found.user if found else None


def enter_anew() -> Any:
    """The gate once more, after a wait outside the transaction: nothing that was found before it is believed."""
    for found in ("_login_user", "identity", "loaded"):
        g.pop(found, None)
    return _gate()


def _gate() -> Any:
    if request.routing_exception is not None:
        return None
    policy = asked_policy()
    if policy is None:
        return abort(404)
    if policy.gate is not None:
        return policy.gate(request.view_args or {})
    if not policy.public:
        refusal = _refuse(policy)
        if refusal is not None:
            return refusal
    if policy.csrf and not policy.gated:
        protect()
    return None


def asked_policy() -> Policy | None:
    """Of the endpoint that is asked for."""
    return policy_of(current_app._get_current_object(), request.endpoint or "")  # type: ignore[attr-defined]


def _refuse(policy: Policy) -> Any:
    if not current_user.is_authenticated:
        if wants_json():
            return abort(401)
        return redirect(url_for("auth.login", next=request.full_path if request.method == "GET" else None))
    if current_user.must_change_password and not policy.before_password_change:
        return abort(403) if wants_json() else redirect(url_for("auth.password"))
    if _lacks_second_factor() and not policy.before_second_factor:
        if wants_json():
            return {"message": "Сначала включите второй шаг входа."}, 403
        return redirect(url_for("second_factor.index"))
    if not policy.allows(identity()):
        return abort(403)
    objects = load(policy, identity(), request.view_args or {})
    if objects is None:
        return abort(404)
    g.loaded = objects
    if request.method not in SAFE:
        audit.describe(db.session, identity())
    return None


def _lacks_second_factor() -> bool:
    """Asked of the session: it was opened by a code, or its user has none."""
    demanded = settings().second_factor_roles
    return bool(demanded) and g.user_session.second_factor_at is None and not demanded.isdisjoint(
        current_user.role_set)


def _remember_visit(response: Response) -> Response:
    """Note the visit at most once a minute, in a short transaction of its own after the answer is made."""
    seen: tuple[int, dt.datetime] | None = g.get("seen")
    if seen is None or response.status_code >= 500:
        return response
    now, (session_id, last_seen_at) = wall_now(), seen
    if now - last_seen_at < SEEN_EVERY:
        return response
    db.session.rollback()
    writing.set(True)
    try:
        _note_seen(session_id, now)
    except SQLAlchemyError:  # full, read-only or busy: the page is made already and goes out
        db.session.rollback()
    return response


def _note_seen(session_id: int, now: dt.datetime) -> None:
    found = db.session.get(UserSession, session_id)
    if found is not None and found.ended_at is None:
        found.last_seen_at = now
        db.session.commit()
