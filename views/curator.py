"""The curator's desk: what the own group asks for now (п. 5.3, 9.7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, g, render_template, request

from access.check import get_or_none
from access.grants import READ
from access.identity import Identity
from models import Journal
from queries.credentials import desk_groups
from queries.curator_contacts import group_of, own_student
from queries.curator_desk import desk
from rules.terms import Role
from rules.words import span_words
from views.guards import identity
from views.policy import Policy, guard, roles

blueprint = Blueprint("curator", __name__, url_prefix="/curator")


@blueprint.get("/")
@guard(roles(Role.CURATOR))
def index() -> Any:
    group_id = chosen_group()
    if group_id is None:
        return page("curator/index.html")
    user = identity()
    found = desk(user, next(group for group in own_groups() if group[0] == group_id))
    week = span_words(found.week, found.week_ends, user.today.year)
    return page("curator/index.html", desk=found, week=week)


def page(template: str, **values: Any) -> str:
    """A page of the desk with the own groups and the one that is open."""
    return render_template(template, groups=own_groups(), group_id=chosen_group(), today=identity().today, **values)


def own_groups() -> list[tuple[int, str]]:
    if "desk_groups" not in g:
        g.desk_groups = desk_groups(identity())
    found: list[tuple[int, str]] = g.desk_groups
    return found


def chosen_group() -> int | None:
    """The group of the path's student or journal, the one asked for, or the first own; another's is not there."""
    if "desk_group" in g:
        of_path: int = g.desk_group
        return of_path
    text, own = request.args.get("group", ""), [id for id, _ in own_groups()]
    if not text:
        return own[0] if own else None
    if number(text) not in own:
        abort(404)
    return int(text)


def number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        abort(404)
    return int(text)


def of_own_student() -> Policy:
    """The path's ``student_id`` is now in a group the user curates."""
    return replace(roles(Role.CURATOR), finds=_student)


def of_own_journal() -> Policy:
    """The path's ``journal_id`` is a journal of a group the user curates, not one of the user's lessons elsewhere."""
    return replace(roles(Role.CURATOR), finds=_journal)


def _student(user: Identity, arguments: dict[str, Any]) -> dict[str, Any] | None:
    found = own_student(user, arguments["student_id"])
    if found is None:
        return None
    group_id = group_of(user, found) if len(own_groups()) > 1 else None
    if group_id is not None:
        g.desk_group = group_id
    return {"student_id": found}


def _journal(user: Identity, arguments: dict[str, Any]) -> dict[str, Any] | None:
    found = get_or_none(user.acting_as(Role.CURATOR), READ, Journal, arguments["journal_id"])
    if found is None:
        return None
    g.desk_group = found.group_id
    return {"journal_id": found}
