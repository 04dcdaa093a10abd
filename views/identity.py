"""Sign-in through a provider of identities and linking one to the own account (ADR 34)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Flask, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_login import current_user

from actions import identities
from actions.signin import Why
from clock import wall_now
from config import Settings
from gateways.failures import Failure, Never
from gateways.identity import IdentityGateway, Journey, Outside
from gateways.providers import esia_gateway, oidc_gateway
from models import db
from models.engine import writing
from rules.second_factor import LIFE
from rules.violation import Violation
from views.entrance import admitted, device, note_refusal, own_path
from views.guards import identity, settings
from views.policy import guard, public, recently, signed_in
from views.recent import FIELD, retyped

blueprint = Blueprint("identity", __name__)

JOURNEY, FOUND = "provider_journey", "provider_found"  # in the visitor's own signed cookie
OWN = recently(signed_in())


def install(app: Flask) -> None:
    """A provider that is set but cannot be used stops the start."""
    gateway_of(app.extensions["settings"])
    app.jinja_env.globals["provider_title"] = lambda: found.title if (found := gateway_of(settings())) else None


def gateway_of(config: Settings) -> IdentityGateway | None:
    if config.oidc_issuer:
        return oidc_gateway(config.oidc_issuer, config.oidc_client_id or "", config.oidc_client_secret or "",
                            config.oidc_name)
    if config.esia_client_id:
        return esia_gateway(config.esia_url, config.esia_issuer, config.esia_client_id, config.esia_signer or "")
    return None


@blueprint.get("/login/provider")
@guard(public())
def enter() -> Any:
    return _begin(next=own_path(request.args.get("next")))


@blueprint.get("/login/provider/callback")
@guard(public())
def callback() -> Any:
    gateway, kept = _gateway(), session.pop(JOURNEY, None)
    try:
        outside = _finish(gateway, kept)
    except Failure as failure:
        current_app.logger.warning("sign-in through the provider refused: %s", failure)
        note_refusal(Why.PROVIDER)
        return _refused(str(failure))
    if kept["account"] is not None:
        session[FOUND] = {**asdict(outside), "account": kept["account"], "at": wall_now().timestamp()}
        return redirect(url_for("identity.index"))
    return _sign_in(outside, kept["next"])


@blueprint.get("/identity/")
@guard(OWN)
def index() -> Any:
    return _page()


@blueprint.get("/identity/start")
@guard(OWN)
def start() -> Any:
    return _begin(account=current_user.id)


@blueprint.post("/identity/link")
@guard(OWN)
def link() -> Any:
    """The user's own act: somebody else's page may lead to the provider and back, but not press this button.

    The password is asked whatever was typed before: from a left computer a stranger's identity would stay for good.
    """
    gateway, found = _gateway(), _found()
    problem = retyped()
    if problem is not None:
        return _page(Violation("", problem, FIELD)), 422
    session.pop(FOUND, None)
    try:
        if found is None:
            raise Violation("", "Прошло больше 10 минут. Начните привязку заново")
        identities.link(identity(), g.user_session, gateway.issuer, found["subject"], wall_now())
    except Violation as violation:
        db.session.rollback()
        return _page(violation), 422
    db.session.commit()
    flash("Вход привязан. На других устройствах нужно войти заново.", "success")
    return redirect(url_for("identity.index"), 303)


@blueprint.post("/identity/unlink")
@guard(OWN)
def unlink() -> Any:
    try:
        identities.unlink(identity(), g.user_session, _gateway().issuer, wall_now())
    except Violation as violation:
        db.session.rollback()
        return _page(violation), 422
    db.session.commit()
    flash("Вход отвязан. На других устройствах нужно войти заново.", "success")
    return redirect(url_for("identity.index"), 303)


def _gateway() -> IdentityGateway:
    return gateway_of(settings()) or abort(404)


def _callback() -> str:
    """Our own address from the settings: what the request says of the host is not asked."""
    return settings().base_url + url_for("identity.callback")


def _begin(next: str | None = None, account: int | None = None) -> Any:
    try:
        journey = _gateway().begin(_callback(), wall_now())
    except Failure as failure:
        current_app.logger.warning("the provider cannot be asked: %s", failure)
        return _refused(str(failure))
    session[JOURNEY] = {"state": journey.state, "nonce": journey.nonce, "verifier": journey.verifier, "next": next,
                        "account": account, "at": wall_now().timestamp()}
    return redirect(journey.url)


def _finish(gateway: IdentityGateway, kept: dict[str, Any] | None) -> Outside:
    """Whom the provider has recognised; nobody asked or asked long ago is a refusal."""
    if kept is None or wall_now().timestamp() - kept["at"] > LIFE.total_seconds():
        raise Never("вход начат не здесь или больше 10 минут назад. Начните его заново")
    journey = Journey("", kept["state"], kept["nonce"], kept["verifier"])
    return gateway.finish(journey, request.args.to_dict(), _callback(), wall_now())


def _sign_in(outside: Outside, target: str | None) -> Any:
    writing.set(True)  # the provider sends its visitors by GET; nothing has been read from the database yet
    outcome = identities.sign_in_by(outside.issuer, outside.subject, outside.second_factor, device(), wall_now())
    return admitted(outcome, target, _refused)


def _found() -> dict[str, Any] | None:
    """Whom the provider has recognised on the way to linking, of this account and not long ago."""
    found: dict[str, Any] | None = session.get(FOUND)
    if found is None or found["account"] != current_user.id:
        return None
    return found if wall_now().timestamp() - found["at"] <= LIFE.total_seconds() else None


def _page(refusal: Violation | None = None) -> str:
    gateway = _gateway()
    linked = identities.identity_of(current_user.id, gateway.issuer)
    return render_template("auth/identity.html", title=gateway.title, linked=linked, zone=settings().zone,
                           found=_found(), refusal=refusal, field=FIELD, login=current_user.login)


def _refused(words: str) -> Any:
    return render_template("auth/login.html", login="", error=words[:1].upper() + words[1:] + ".", next=None), 401
