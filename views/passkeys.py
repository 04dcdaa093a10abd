"""«Ключи доступа» on the page of the second step: one's own, added by a device and removed (п. 9.1, ADR 38)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, g, redirect, render_template, request, session, url_for
from flask_login import current_user

from access.identity import Identity
from actions import passkeys as actions
from actions.second_factor import factor_of
from clock import wall_now
from models import Passkey, db
from queries.passkeys import own_key
from rules.passkeys import ANSWER_LENGTH, Answer
from rules.violation import Violation
from views.guards import identity, loaded, settings
from views.origin import site
from views.policy import guard
from views.second_factor import OWN, asks_proof, blueprint, confirm, prove, refused

ASKED = "passkey_asked"  # the challenge, in the visitor's own signed cookie: nobody else can answer it


def _find(user: Identity, arguments: dict[str, Any]) -> dict[str, Any] | None:
    key = own_key(user, arguments["key_id"])
    return {"key_id": key} if key is not None else None


OWN_KEY = replace(OWN, finds=_find)


@blueprint.post("/keys/question")
@guard(OWN)
def ask_key() -> Any:
    """What the script asks the device; the password and the second step are looked at before it makes anything."""
    try:
        confirm("key_password")
        prove()
        session[ASKED], question = actions.offer(
            identity(), g.user_session, request.form.get("key_name", ""), site(), wall_now())
    except Violation as violation:
        db.session.commit()  # as elsewhere here: what was wrong stays counted
        return {"message": violation.message, "field": violation.field}, 422
    db.session.commit()
    return question


@blueprint.post("/keys")
@guard(OWN)
def add_key() -> Any:
    try:
        codes = actions.add(identity(), g.user_session, request.form.get("key_name", ""), answered(), wall_now())
    except Violation as violation:
        return refused(violation)
    db.session.commit()
    if codes:
        return render_template("auth/recovery.html", codes=codes, fresh=True)
    flash("Ключ доступа добавлен. На других устройствах нужно войти заново.", "success")
    return redirect(url_for("second_factor.index"), 303)


@blueprint.get("/keys/<int:key_id>")
@guard(OWN_KEY)
def one_key(key_id: int) -> Any:
    return _key_page()


@blueprint.post("/keys/<int:key_id>/remove")
@guard(OWN_KEY)
def remove_key(key_id: int) -> Any:
    try:
        confirm("password")
        prove()
        actions.remove(identity(), g.user_session, loaded("key_id"), wall_now())
    except Violation as violation:
        db.session.commit()
        return _key_page(violation), 422
    db.session.commit()
    flash("Ключ доступа удалён. На других устройствах нужно войти заново.", "success")
    return redirect(url_for("second_factor.index"), 303)


def answered() -> Answer:
    """What the device has answered to the visitor's last question, at our own address."""
    return Answer(request.form.get("credential", "")[:ANSWER_LENGTH], session.pop(ASKED, ""), site())


def _key_page(refusal: Violation | None = None) -> str:
    key: Passkey = loaded("key_id")
    alone = factor_of(current_user.id) is None and len(actions.keys_of(current_user.id)) == 1
    return render_template("auth/passkey.html", key=key, alone=alone, since=key.created_at.astimezone(settings().zone),
                           refusal=refusal, asks_proof=asks_proof(), login=current_user.login)
