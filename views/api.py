"""The API for programs: entities page by page, read only, with a key (docs/exchange.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Blueprint, Response, abort, g, jsonify, request, url_for

from access.exchange import by_name, columns_for, for_programs, scopes_of, within_scope
from actions.api_clients import count_answer, count_request
from clock import wall_now
from models import db
from models.base import Base
from models.engine import writing
from queries.api_changes import changes as changes_after
from queries.exchange import one_row, page
from queries.exchange_choice import Choice, NotChosenBy, chosen, latest_change
from views.api_document import document
from views.api_gate import any_key, by_key, caller, reader
from views.errors import answer
from views.policy import guard, public

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

PAGE, LONGEST_PAGE = 100, 500
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Misread(Exception):
    """A parameter that is not understood; the words name it."""

    message: str


def route(address: str) -> Callable[[Any], Any]:
    """Reading only: every other method is 405, OPTIONS too."""
    return blueprint.route(address, methods=["GET"], provide_automatic_options=False)


@route("/openapi.json")
@guard(public(csrf=False))
def openapi() -> Any:
    return jsonify(document())


@route("/")
@guard(any_key())
def index() -> Any:
    """What the key opens."""
    program = caller()
    return _counted("index", 0, {
        "program": program.name, "scopes": sorted(program.scopes), "expires_at": program.expires_at.isoformat(),
        "entities": [{"name": model.__tablename__, "title": model.__labels__,
                      "url": url_for("api.entities", name=model.__tablename__)} for model in _open()]})


@route("/changes")
@guard(any_key())
def changes() -> Any:
    """Numbers of rows changed after a record of changes; a program that keeps a copy asks here first."""
    known = _parameters("after", "limit")
    after, limit, until = known.get("after", 0), _limit(known), latest_change(wall_now())
    found = changes_after(reader(), _open(), after=after, until=until, limit=limit + 1)
    return _page("changes", found, limit, until)


@route("/<name>")
@guard(by_key(lambda arguments: _scopes(arguments["name"])))
def entities(name: str) -> Any:
    model = _entity(name)
    known = _parameters("after", "limit", "year", "group", "changed_since")
    limit, latest = _limit(known), latest_change(wall_now())
    choice = Choice(known.get("year"), known.get("group"), known.get("changed_since"))
    try:
        criteria = chosen(model, choice)
    except NotChosenBy as refusal:
        raise Misread(f"{refusal}.") from refusal
    found = page(reader(), model, columns_for(reader(), model, caller().scopes), [*criteria, *within_scope(model)],
                 after=known.get("after", 0), limit=limit + 1)
    return _page(name, found, limit, latest)


@route("/<name>/<int:number>")
@guard(by_key(lambda arguments: _scopes(arguments["name"])))
def entity(name: str, number: int) -> Any:
    model = _entity(name)
    _parameters()
    row = None if number > LARGEST else one_row(
        reader(), model, columns_for(reader(), model, caller().scopes), within_scope(model), number)
    return abort(404) if row is None else _counted(name, 1, row)


def _page(name: str, found: list[dict[str, Any]], limit: int, latest: int) -> Any:
    rows = found[:limit]
    following = {**request.args, "after": rows[-1]["id"]} if len(found) > limit else None
    return _counted(name, len(rows), {
        "data": rows, "next": f"{request.path}?{urlencode(following)}" if following else None,
        "latest_change": latest})


def _counted(name: str, rows: int, body: dict[str, Any]) -> Any:
    g.answered = (name, rows)
    return jsonify(body)


def _open() -> list[type[Base]]:
    scopes = caller().scopes
    return [model for model in for_programs() if scopes_of(model) & scopes]


def _scopes(name: str) -> Any:
    model = by_name(name)
    return scopes_of(model) or None if model is not None else None


def _entity(name: str) -> type[Base]:
    model = by_name(name)
    assert model is not None  # the gate has looked
    return model


def _parameters(*known: str) -> dict[str, int]:
    """Whole numbers by name; raises Misread for any other parameter or value, so that nobody gets more than asked."""
    if strange := sorted(set(request.args) - set(known)):
        raise Misread(f"Параметр «{strange[0][:40]}» неизвестен.")
    return {name: _number(name, value) for name, value in request.args.items()}


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(LARGEST)) and int(value) <= LARGEST):
        raise Misread(f"Параметр «{name}» — целое число от 0 до {LARGEST}.")
    return int(value)


def _limit(known: dict[str, int]) -> int:
    limit = known.get("limit", PAGE)
    if not 1 <= limit <= LONGEST_PAGE:
        raise Misread(f"Параметр «limit» — от 1 до {LONGEST_PAGE}.")
    return limit


@blueprint.errorhandler(Misread)
def _misread(error: Misread) -> Any:
    return answer(400, error.message)


@blueprint.after_request
def _count(response: Response) -> Response:
    """Every request of a known program takes from its pace; what was answered is added to the day (ADR 8)."""
    program = g.get("program")
    if program is None:
        return response
    db.session.rollback()
    writing.set(True)
    try:
        count_request(program, wall_now())
        if response.status_code == 200 and "answered" in g:
            name, rows = g.answered
            count_answer(reader(), program, name, rows, wall_now())
        db.session.commit()
    except sa.exc.IntegrityError:  # two first requests at once: the other one is counted
        db.session.rollback()
    return response
