"""A parent's first way in without the curator: a code by SMS, then an own login and password (п. 5.2)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import current_user

from access.identity import Identity
from actions import activation as actions
from actions import audit
from actions.activation import TooMany, Typed
from actions.passwords import hashed
from actions.signin import Why
from actions.signin import enter as open_journal
from clock import school_now, wall_now
from models import db
from queries.college import norms_on
from rules.contacts import show_phone
from rules.violation import Violation
from views.entrance import admitted, device, note_refusal
from views.guards import settings
from views.policy import guard, public

blueprint = Blueprint("activation", __name__, url_prefix="/activate")
PHONE = "activation_phone"  # in the visitor's own cookie: a phone is not for addresses and their logs


@blueprint.get("/")
@guard(public())
def index() -> Any:
    return redirect(url_for("home.index")) if current_user.is_authenticated else _ask_page()


@blueprint.post("/")
@guard(public())
def ask() -> Any:
    """The same answer whether the phone is known or not."""
    phone = request.form.get("phone", "")[:40]
    try:
        session[PHONE] = actions.ask(phone, request.remote_addr or "", wall_now())
        db.session.commit()
    except Violation as violation:
        return _ask_page(phone, violation.message), 422
    except TooMany as much:
        note_refusal(Why.LOCKED)
        return _ask_page(phone, _wait(much)), 429
    return redirect(url_for("activation.code"), 303)


@blueprint.get("/code")
@guard(public())
def code() -> Any:
    return _code_page() if session.get(PHONE) else redirect(url_for("activation.index"))


@blueprint.post("/code")
@guard(public())
def enter() -> Any:
    if not session.get(PHONE):
        return redirect(url_for("activation.index"), 303)
    form, config, visitor = request.form, settings(), _visitor()
    typed = Typed(session[PHONE], form.get("code", "")[:40], form.get("login", "")[:200],
                  form.get("password", "")[:1000], form.get("repeat", "")[:1000])
    try:
        try:
            number = actions.try_code(visitor, typed, config.secret_key, wall_now())
        finally:
            db.session.commit()  # a wrong attempt stays counted
        chosen = hashed(typed.password, config.password_memory)  # between two transactions: nobody waits for it
        audit.describe(db.session, visitor)
        account = actions.activate(visitor, number, typed, chosen, wall_now())
        login = account.login
        outcome = open_journal(account, device(), wall_now(), awaits_code=False, confirmed_at=wall_now())
    except TooMany as much:
        note_refusal(Why.LOCKED)
        return _code_page({"code": _wait(much)}), 429
    except Violation as violation:
        db.session.rollback()  # an account that was not opened does not stay
        if violation.field == "code":
            note_refusal(Why.ACTIVATION)
        return _code_page({violation.field or "code": violation.message}), 422
    answer = admitted(outcome, None, refuse=lambda words: redirect(url_for("auth.login"), 303))
    flash(f"Доступ открыт. Ваш логин: {login}. Запишите его и пароль и никому не передавайте (п. 9.1).", "success")
    return answer


def _visitor() -> Identity:
    return Identity(None, frozenset(), school_now(), "web", request.remote_addr)


def _wait(much: TooMany) -> str:
    minutes = int(much.args[0])
    return f"Слишком много попыток. Повторите через {minutes} мин." if minutes < 120 else (
        "Слишком много кодов за день. Повторите завтра или обратитесь к куратору.")


def _ask_page(phone: str = "", error: str | None = None) -> str:
    return render_template("auth/activate.html", phone=phone, error=error)


def _code_page(errors: dict[str, str] | None = None) -> str:
    length = norms_on(school_now().date()).password_length
    rules = [f"пароль не короче {length} знаков", "не логин и не ваше имя", "не из числа самых частых паролей",
             "удобно взять несколько слов подряд, пробелы допустимы"]
    return render_template("auth/activate_code.html", phone=show_phone(session[PHONE]), errors=errors or {},
                           typed_code=request.form.get("code", "")[:40], login=request.form.get("login", "")[:200],
                           rules=rules)
