"""Sign-in and sign-out, own password, own sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_login import current_user

from actions.accounts import change_own
from actions.identities import is_linked
from actions.passwords import fits, hashed
from actions.signin import end_all_sessions, end_session, sign_in
from clock import wall_now
from models import db
from queries.college import norms_on
from queries.sessions import own_session, own_sessions
from rules.credentials import check_password as check_new
from rules.violation import Violation
from views.entrance import admitted, check_password, device, let_out, own_path
from views.guards import identity, protect, settings
from views.policy import guard, public, recently, signed_in
from views.recent import retyped

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
    typed = check_password(name, request.form.get("password", ""))
    return admitted(
        sign_in(typed, device(), wall_now()), target, login=name,
        refuse=lambda words: (render_template("auth/login.html", login=name, error=words, next=target), 401))


@blueprint.post("/logout")
@guard(signed_in(before_password_change=True))
def logout() -> Any:
    end_session(g.user_session, wall_now())
    db.session.commit()
    return let_out()


@blueprint.get("/password")
@guard(signed_in(before_password_change=True))
def password() -> Any:
    return _password_page({})


@blueprint.post("/password")
@guard(signed_in(before_password_change=True))
def password_post() -> Any:
    """Change one's own password; other devices are signed out, outside identities go unless the user keeps them."""
    problem = None if current_user.must_change_password else retyped("current")
    errors = {"current": problem} if problem else _unfit(request.form)
    if errors:
        return _password_page(errors), 422
    chosen = _hash_of(request.form["password"][:1000])
    try:
        if chosen is None:
            raise Violation("", "Новый пароль должен отличаться от прежнего.", "password")
        gone = change_own(identity(), g.user_session, chosen, wall_now(), keep="keep" in request.form)
    except Violation as violation:
        db.session.rollback()
        return _password_page({violation.field or "": violation.message}), 422
    db.session.commit()
    flash("Пароль изменён. На других устройствах нужно войти заново."
          + (" Вход через внешнюю учётную запись отвязан." if gone else ""), "success")
    return redirect(url_for("home.index"))


def _unfit(form: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the new password; the present one is asked unless it is the one-time one just typed in."""
    new = form.get("password", "")[:1000]
    problem = check_new(new, current_user.login, norms_on(identity().today))
    if problem is not None:
        return {"password": problem.message}
    return {} if new == form.get("repeat", "") else {"repeat": "Пароли не совпадают."}


def _hash_of(new: str) -> str | None:
    """The new password's hash, None for the present password; made while nobody waits for this request."""
    stored, memory = current_user.password_hash, settings().password_memory
    db.session.rollback()
    return None if fits(stored, new, memory) else hashed(new, memory)


def _password_page(errors: dict[str, str]) -> str:
    forced = current_user.must_change_password
    rules = [f"не короче {norms_on(identity().today).password_length} знаков", "не логин и не ваше имя",
             "не из числа самых частых паролей", "удобно взять несколько слов подряд, пробелы допустимы"]
    return render_template("auth/password.html", forced=forced, ask_current=not forced, errors=errors, rules=rules,
                           login=current_user.login, linked=not forced and is_linked(current_user.id),
                           keep="keep" in request.form, staff=identity().is_staff)


@blueprint.get("/sessions")
@guard(signed_in())
def sessions() -> Any:
    return render_template("auth/sessions.html", staff=identity().is_staff,
                           sessions=own_sessions(identity(), g.user_session.id, settings().zone))


@blueprint.post("/sessions/<int:session_id>/end")
@guard(recently(replace(signed_in(), gated=True)))
def end_one(session_id: int) -> Any:
    """Another's session is not found, whatever the token."""
    found = own_session(identity(), session_id)
    if found is None:
        return abort(404)
    protect()
    end_session(found, wall_now())
    db.session.commit()
    return let_out() if found.id == g.user_session.id else redirect(url_for("auth.sessions"))


@blueprint.post("/sessions/end-all")
@guard(recently(signed_in(before_password_change=True)))
def end_all() -> Any:
    """«Выйти везде»: this device too; who found it open cannot shut its owner out (ASVS 7.5.2)."""
    end_all_sessions(current_user.id, wall_now())
    db.session.commit()
    return let_out()
