"""Records for the command search (Ctrl+K)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, jsonify, request, url_for

from models import Discipline, Group, Journal, Student, User
from queries.finder import Found, find
from views.guards import identity
from views.pace import counted_search
from views.policy import guard, policy_of, signed_in

blueprint = Blueprint("search", __name__)

TITLES = {model.__tablename__: model.__label__.lower() for model in (Discipline, Group, Journal, Student, User)}


@blueprint.get("/search")
@guard(signed_in())
@counted_search
def index() -> Any:
    return jsonify([{"title": found.title, "kind": TITLES[found.kind], "url": _url(found)}
                    for found in find(identity(), request.args.get("q")) if _url(found)])


def _url(found: Found) -> str:
    if found.kind == Journal.__tablename__ and _open("journal.show"):
        return url_for("journal.show", journal_id=found.id)
    endpoint = f"admin_{found.kind}.details_view"
    return url_for(endpoint, id=found.id) if _open(endpoint) else ""


def _open(endpoint: str) -> bool:
    policy = policy_of(current_app._get_current_object(), endpoint)  # type: ignore[attr-defined]
    return policy is not None and policy.allows(identity())
