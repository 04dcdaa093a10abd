"""Sign-in and sign-out, own password, own sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user

from actions.passwords import matches, set_password
from actions.signin import Device, check_typed, confirm_password, end_all_sessions, end_session, note_visit, sign_in
from clock import school_now, wall_now
from models import db
from models.engine import writing
from queries.college import norms_on
from queries.sessions import own_session, own_sessions
from rules.credentials import check_password
from views.guards import cookie_name, identity, protect, settings
from views.policy import guard, public, signed_in

blueprint = Blueprint("auth", __name__)


@blueprint.get("/login")
@guard(public())
def login() -> Any:
    if current_user.is_authenticated:
        return redirect(url_for("home.index"))
    return render_template("auth/login.html", login="", error=None, next=own_path(request.args.get("next")))


@blueprint.post("/login")
@guard(public())
def login_post() -> Any:
    name, target = request.form.get("login", "")[:200], own_path(request.form.get("next"))
    writing.set(False)
    typed = check_typed(name, request.form.get("password", "")[:1000], device(), wall_now(),
                        settings().password_memory)
    db.session.rollback()
    writing.set(True)
    outcome = sign_in(typed, device(), wall_now())
    if outcome.user_id is not None:
        note_visit(outcome.user_id, school_now().date())
    db.session.commit()
    if outcome.token is None:
        return render_template("auth/login.html", login=name, error=outcome.refusal, next=target), 401
    if outcome.awaits_code:
        return let_in(outcome.token, url_for("auth.code", next=target))
    return let_in(outcome.token, target or url_for("home.index"))


@blueprint.post("/logout")
@guard(signed_in(before_password_change=True))
def logout() -> Any:
    end_session(g.user_session, wall_now())
    db.session.commit()
    return _signed_out()


@blueprint.get("/password")
@guard(signed_in(before_password_change=True))
def password() -> Any:
    return _password_page({})


@blueprint.post("/password")
@guard(signed_in(before_password_change=True))
def password_post() -> Any:
    """Change one's own password; other devices are signed out."""
    memory = settings().password_memory
    errors = _password_errors(request.form, memory)
    if errors:
        db.session.commit()  # a wrong present password stays counted
        return _password_page(errors), 422
    set_password(current_user._get_current_object(), request.form["password"], memory)
    end_all_sessions(current_user.id, wall_now(), except_id=g.user_session.id)
    db.session.commit()
    flash("Пароль изменён. На других устройствах нужно войти заново.", "success")
    return redirect(url_for("home.index"))


def _password_errors(form: Mapping[str, str], memory: int) -> dict[str, str]:
    """The present password is asked unless it is the one-time one that has just been typed in."""
    new = form.get("password", "")[:1000]
    refusal = None if current_user.must_change_password else confirm_password(
        g.user_session, current_user, form.get("current", "")[:1000], request.remote_addr or "", wall_now(), memory)
    if refusal is not None:
        return {"current": refusal}
    problem = check_password(new, current_user.login, norms_on(identity().today))
    if problem is not None:
        return {"password": problem.message}
    if new != form.get("repeat", ""):
        return {"repeat": "Пароли не совпадают."}
    if matches(current_user, new, memory):
        return {"password": "Новый пароль должен отличаться от прежнего."}
    return {}


def _password_page(errors: dict[str, str]) -> str:
    forced = current_user.must_change_password
    rules = [f"не короче {norms_on(identity().today).password_length} знаков", "не логин и не ваше имя",
             "не из числа самых частых паролей", "удобно взять несколько слов подряд, пробелы допустимы"]
    return render_template("auth/password.html", forced=forced, ask_current=not forced, errors=errors, rules=rules,
                           login=current_user.login)


@blueprint.get("/sessions")
@guard(signed_in())
def sessions() -> Any:
    return render_template("auth/sessions.html", staff=identity().is_staff,
                           sessions=own_sessions(identity(), g.user_session.id, settings().zone))


@blueprint.post("/sessions/<int:session_id>/end")
@guard(replace(signed_in(), gated=True))
def end_one(session_id: int) -> Any:
    """Another's session is not found, whatever the token."""
    found = own_session(identity(), session_id)
    if found is None:
        return abort(404)
    protect()
    end_session(found, wall_now())
    db.session.commit()
    return _signed_out() if found.id == g.user_session.id else redirect(url_for("auth.sessions"))


@blueprint.post("/sessions/end-all")
@guard(signed_in(before_password_change=True))
def end_all() -> Any:
    """«Выйти везде»: this device too."""
    end_all_sessions(current_user.id, wall_now())
    db.session.commit()
    return _signed_out()


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


def _signed_out() -> Any:
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
