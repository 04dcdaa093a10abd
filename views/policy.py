"""Policies: who may call an endpoint. An endpoint without one stops the start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask
from sqlalchemy.orm.interfaces import ORMOption

from access.check import allows, get_or_none
from access.grants import Action
from access.identity import Identity
from models.base import Base
from rules.terms import Role

ATTRIBUTE = "policy"


@dataclass(frozen=True)
class Policy:
    """title: for routes-json; public: without sign-in; allows: the role's answer (403);
    loads: path argument → (entity, action), looked up inside the user's rows (404);
    around: what comes with each of these objects in the same question, by path argument;
    finds: looks the objects up itself, where one question finds them all; None is 404;
    gated: the endpoint's own class checks rows and the CSRF token (Flask-Admin's views);
    gate: answers instead of the session's gate, None lets in (programs with a key: views/api_gate.py);
    before_password_change, before_second_factor: open to whoever has still to do that;
    recent: the password is asked again when it was typed long ago (views/recent.py), ``recent_for`` these objects;
    files: the view takes files of its form, by ``views.uploads``; no other may."""

    title: str
    public: bool = False
    allows: Callable[[Identity], bool] = lambda user: True
    loads: tuple[tuple[str, type[Base], Action], ...] = ()
    around: Mapping[str, tuple[ORMOption, ...]] = field(default_factory=dict)
    finds: Callable[[Identity, dict[str, Any]], dict[str, Any] | None] | None = None
    gated: bool = False
    gate: Callable[[dict[str, Any]], Any] | None = None
    csrf: bool = True
    before_password_change: bool = False
    before_second_factor: bool = False
    recent: bool = False
    recent_for: Callable[[dict[str, Any]], bool] = lambda objects: True
    files: bool = False


def public(*, csrf: bool = True) -> Policy:
    return Policy("public", public=True, csrf=csrf, before_password_change=True)


def signed_in(*, before_password_change: bool = False) -> Policy:
    return Policy("signed-in", before_password_change=before_password_change,
                  before_second_factor=before_password_change)


def recently(policy: Policy, objects: Callable[[dict[str, Any]], bool] = lambda objects: True) -> Policy:
    """The same, with a password typed a short while ago; ``objects``: whether of these, by path argument."""
    return replace(policy, recent=True, recent_for=objects)


def with_files(policy: Policy) -> Policy:
    """The same, of a form with files."""
    return replace(policy, files=True)


def roles(*members: Role) -> Policy:
    """Only these roles."""
    return Policy("roles: " + ", ".join(members), allows=lambda user: user.has(*members))


def may(action: Action, entity: type[Base], argument: str | None = None, *around: ORMOption) -> Policy:
    """Whoever the table lets do ``action`` to ``entity``; ``argument`` names the id in the path."""
    loads = ((argument, entity, action),) if argument else ()
    return Policy(f"{action.value} {entity.__tablename__}", allows=lambda user: allows(user, action, entity),
                  loads=loads, around={argument: around} if argument else {})


def guard(policy: Policy) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Attach a policy to a view function."""
    def attach(view: Callable[..., Any]) -> Callable[..., Any]:
        setattr(view, ATTRIBUTE, policy)
        return view
    return attach


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    view = app.view_functions.get(endpoint)
    found: Policy | None = getattr(view, ATTRIBUTE, None)
    return found


def load(policy: Policy, user: Identity, arguments: dict[str, Any]) -> dict[str, Any] | None:
    """The policy's objects by path argument; None when one is not the user's (or is not there)."""
    if policy.finds is not None:
        return policy.finds(user, arguments)
    loaded: dict[str, Any] = {}
    for name, entity, action in policy.loads:
        found = get_or_none(user, action, entity, arguments[name], *policy.around.get(name, ()))
        if found is None:
            return None
        loaded[name] = found
    return loaded


def require_policies(app: Flask) -> None:
    """Refuse to start with an endpoint that has no policy."""
    bare = sorted({rule.endpoint for rule in app.url_map.iter_rules() if policy_of(app, rule.endpoint) is None})
    if bare:
        raise RuntimeError(f"endpoints without a policy: {', '.join(bare)}")
