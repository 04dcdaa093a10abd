"""«Второй шаг входа»: one's own codes by time, switched on, renewed and switched off; own passkeys (п. 9.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup

from actions import second_factor as actions
from actions.signin import Why
from clock import wall_now
from models import db
from queries.passkeys import own_keys
from rules.passkeys import LIMIT
from rules.second_factor import address, spaced
from rules.violation import Violation
from views.entrance import note_violation
from views.guards import identity, settings
from views.policy import Policy, guard
from views.recent import retyped

blueprint = Blueprint("second_factor", __name__, url_prefix="/second-factor")

OWN = Policy("staff", allows=lambda user: user.is_staff, before_second_factor=True)


@blueprint.get("/")
@guard(OWN)
def index() -> Any:
    return _page()


@blueprint.post("/on")
@guard(OWN)
def switch_on() -> Any:
    """The recovery codes are shown once, on this very answer."""
    form = request.form
    try:
        confirm("password")
        prove()
        codes = actions.switch_on(identity(), g.user_session, form.get("sealed", "")[:1000], form.get("code", "")[:100],
                                  settings().secret_key, wall_now())
    except Violation as violation:
        return refused(violation)
    db.session.commit()
    return render_template("auth/recovery.html", codes=codes, fresh=True)


@blueprint.post("/codes")
@guard(OWN)
def renew() -> Any:
    try:
        confirm("password")
        _check("code") if actions.factor_of(current_user.id) else prove()
        codes = actions.renew_codes(identity(), current_user.id)
    except Violation as violation:
        return refused(violation)
    db.session.commit()
    return render_template("auth/recovery.html", codes=codes, fresh=False)


@blueprint.post("/off")
@guard(OWN)
def switch_off() -> Any:
    """Whoever must have it is led by the gate to switch it on anew: so it moves to another phone."""
    try:
        confirm("password")
        _check("code")
        keys = actions.switch_off(identity(), g.user_session, wall_now())
    except Violation as violation:
        return refused(violation)
    db.session.commit()
    gone = "Коды из приложения выключены" if keys else "Второй шаг входа выключен"
    flash(f"{gone}. На других устройствах нужно войти заново.", "success")
    return redirect(url_for("second_factor.index"), 303)


def confirm(field: str) -> None:
    """The password is asked here whatever was typed before: a left computer must not lock its owner out."""
    problem = retyped(field)
    if problem is not None:
        raise Violation("", problem, field)


def prove() -> None:
    """The second step once more where there is one, unless it was passed a short while ago: whoever has only the
    password must not add a way past it."""
    if asks_proof():
        _check("proof")
        g.user_session.second_factor_at = wall_now()


def asks_proof() -> bool:
    passed: dt.datetime | None = g.user_session.second_factor_at
    recent = passed is not None and wall_now() - passed <= dt.timedelta(minutes=settings().recent_minutes)
    return not recent and actions.has_step(current_user.id)


def _check(field: str) -> None:
    try:
        actions.check(identity(), current_user, request.form.get(field, "")[:100], settings().secret_key, wall_now())
    except Violation as violation:
        note_violation(violation, Why.CODE, current_user.id)
        violation.field = field
        raise


def _must_have() -> bool:
    return identity().has(*settings().second_factor_roles)


def refused(violation: Violation) -> Any:
    db.session.commit()  # wrong passwords and codes stay counted; nothing else was written before the refusal
    return _page(violation), 422


def _page(refusal: Violation | None = None) -> str:
    factor, zone = actions.factor_of(current_user.id), settings().zone
    keys = own_keys(identity(), zone)
    shown: dict[str, Any] = {
        "forced": factor is None and not keys and _must_have(), "must_have": _must_have(), "refusal": refusal,
        "login": current_user.login, "keys": keys, "limit": LIMIT, "asks_proof": asks_proof(),
        "left": actions.codes_left(current_user.id)}
    if factor is not None:
        return render_template("auth/second_factor.html", since=factor.created_at.astimezone(zone), **shown)
    offer = actions.offer(identity(), settings().secret_key, wall_now(), request.form.get("sealed", "")[:1000])
    return render_template("auth/second_factor_on.html", sealed=offer.sealed, key=spaced(offer.key),
                           qr=_picture(address(offer.key, current_user.login)), **shown)


def _picture(text: str) -> Markup:
    """Black on white in the dark theme, too: cameras read nothing else for sure."""
    import segno  # 4 MB that only this page needs

    made = segno.make(text, error="l", micro=False)
    return Markup(made.svg_inline(border=4, light="#fff", svgclass="qr", lineclass=None, omitsize=True))  # noqa: S704
