"""Programs of other systems: keys given, renewed and closed, what each has taken; the API in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from access.check import allows
from access.exchange import FAMILIES, for_programs, scopes_of
from access.grants import Action
from actions import api_clients as actions
from actions.refusals import Refused
from clock import wall_now
from models import ApiClient, db
from queries.api_clients import one_program, programs, uses
from rules.api import FASTEST, LONGEST, PER_MINUTE
from rules.terms import ApiScope, DataFamily
from rules.violation import Violation
from views.api_document import REFUSALS, filters
from views.asked import read_day
from views.exchange import blueprint
from views.guards import identity, loaded, settings
from views.policy import guard, may, public, recently
from views.refusals import by_field

READ, CREATE, UPDATE = Action.READ, Action.CREATE, Action.UPDATE


@blueprint.get("/clients/")
@guard(may(READ, ApiClient))
def clients() -> Any:
    return _clients({})


@blueprint.post("/clients/")
@guard(recently(may(CREATE, ApiClient)))
def give() -> Any:
    """The answer itself shows the key: a page to come back to must not."""
    typed = _typed()
    try:
        client, token = actions.give(identity(), typed, wall_now())
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        return _clients(_again(typed), refused.violations), 422
    return _client(client.id, {}, token=token)


@blueprint.get("/clients/<int:client_id>")
@guard(may(READ, ApiClient, "client_id"))
def client(client_id: int) -> Any:
    return _client(client_id, {})


@blueprint.post("/clients/<int:client_id>")
@guard(recently(may(UPDATE, ApiClient, "client_id")))
def change(client_id: int) -> Any:
    typed = _typed()
    try:
        actions.change(identity(), loaded("client_id"), typed, wall_now())
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        return _client(client_id, _again(typed), refused.violations), 422
    flash("Записано. Ключ прежний, новые разрешения действуют сразу.", "success")
    return redirect(url_for("exchange.client", client_id=client_id), 303)


@blueprint.post("/clients/<int:client_id>/key")
@guard(recently(may(UPDATE, ApiClient, "client_id")))
def renew(client_id: int) -> Any:
    token = actions.renew(identity(), loaded("client_id"), wall_now())
    db.session.commit()
    return _client(client_id, {}, token=token)


@blueprint.post("/clients/<int:client_id>/close")
@guard(may(UPDATE, ApiClient, "client_id"))
def close(client_id: int) -> Any:
    actions.close(loaded("client_id"), wall_now())
    db.session.commit()
    flash("Программа закрыта: её ключ больше не действует.", "success")
    return redirect(url_for("exchange.client", client_id=client_id), 303)


@blueprint.post("/clients/<int:client_id>/reopen")
@guard(recently(may(UPDATE, ApiClient, "client_id")))
def reopen(client_id: int) -> Any:
    actions.reopen(loaded("client_id"))
    db.session.commit()
    flash("Программа открыта: прежний ключ снова действует.", "success")
    return redirect(url_for("exchange.client", client_id=client_id), 303)


@blueprint.get("/api")
@guard(public())
def about() -> Any:
    """For whoever writes the program: no account is needed to read how it works."""
    entities = [(family.title, [(model, filters(model), sorted(scopes_of(model))) for model in models
                                if model in for_programs()])
                for family, models in FAMILIES.items() if family is not DataFamily.AUDIT]
    return render_template("exchange/api.html", families=entities, refusals=REFUSALS, scopes=ApiScope,
                           address=settings().base_url)


def _clients(typed: dict[str, Any], errors: list[Violation] | None = None) -> str:
    user = identity()
    filled = typed or {"per_minute": PER_MINUTE, "expires": _last_day(), "scopes": frozenset(), "name": ""}
    return render_template(
        "exchange/clients.html", lines=programs(user, wall_now()), typed=filled, errors=by_field(errors),
        may_give=allows(user, CREATE, ApiClient), **_choices())


def _client(client_id: int, typed: dict[str, Any], errors: list[Violation] | None = None, token: str | None = None,
            ) -> str:
    user = identity()
    line = one_program(user, client_id, wall_now())
    filled = typed or {"per_minute": line.per_minute, "expires": line.expires, "scopes": frozenset(line.scopes),
                       "name": line.name}
    return render_template(
        "exchange/client.html", line=line, uses=uses(user, client_id, wall_now()), typed=filled, token=token,
        errors=by_field(errors), may_change=allows(user, UPDATE, ApiClient), **_choices())


def _choices() -> dict[str, Any]:
    return {"scopes": list(ApiScope), "fastest": FASTEST, "last_day": _last_day()}


def _last_day() -> dt.date:
    return wall_now().astimezone(identity().now.tzinfo).date() + LONGEST


def _typed() -> actions.Typed:
    form = request.form
    scopes = frozenset(ApiScope(value) for value in form.getlist("scopes") if value in set(ApiScope))
    return actions.Typed(form.get("name", "")[:500], scopes, read_day(form.get("expires")),
                         form.get("per_minute", None, type=int))


def _again(typed: actions.Typed) -> dict[str, Any]:
    """What was typed stays, an unreadable day or number as it came."""
    form = request.form
    return {"name": typed.name, "scopes": typed.scopes, "expires": typed.expires or form.get("expires", "")[:20],
            "per_minute": typed.per_minute or form.get("per_minute", "")[:10]}
