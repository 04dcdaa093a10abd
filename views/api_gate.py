"""The gate of programs: a key in the header Authorization and nowhere else, then its pace, then its scopes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, make_response, request

from access.exchange import program
from access.identity import Identity
from actions.api_clients import Program, find_program
from clock import school_now, wall_now
from rules.terms import ApiScope
from views.errors import answer
from views.policy import Policy

Scopes = Callable[[dict[str, Any]], frozenset[ApiScope] | None]
NO_KEY = "Нужен ключ программы в заголовке: Authorization: Bearer <ключ>."
BAD_KEY = "Ключ не подходит: он неизвестен, заменён, просрочен или программа закрыта администратором."
TOO_OFTEN = "Слишком много запросов. Повторите через {} с."
NO_SCOPE = "У программы нет разрешения на этот раздел. Нужно: {}."
NO_ENTITY = "Такого раздела нет."


def by_key(scopes: Scopes) -> Policy:
    """Whoever has a good key and one of the scopes; no scopes at all mean that there is no such entity."""
    return Policy("api key", csrf=False, gate=lambda arguments: _admit(scopes(arguments)))


def any_key() -> Policy:
    """Whoever has a good key."""
    return Policy("api key", csrf=False, gate=lambda arguments: _admit(frozenset(ApiScope)))


def caller() -> Program:
    found: Program = g.program
    return found


def reader() -> Identity:
    """The program as the layers below know it."""
    return program(school_now(), request.remote_addr)


def _admit(needed: frozenset[ApiScope] | None) -> Any:
    """A refusal, or None: the program is let in."""
    token = _token()
    found = find_program(token, wall_now()) if token else None
    if found is None:
        return _refusal(401, BAD_KEY if token else NO_KEY, {"WWW-Authenticate": "Bearer"})
    if found.closed_until is not None:
        seconds = max(1, int((found.closed_until - wall_now()).total_seconds()) + 1)
        return _refusal(429, TOO_OFTEN.format(seconds), {"Retry-After": str(seconds)})
    g.program = found
    if needed is None:
        return _refusal(404, NO_ENTITY)
    if not needed & found.scopes:
        return _refusal(403, NO_SCOPE.format(" или ".join(sorted(needed))))
    return None


def _token() -> str:
    """Only of the header: what stands in an address is kept by logs and histories."""
    sent = request.authorization
    return (sent.token or "")[:200] if sent is not None and sent.type == "bearer" else ""


def _refusal(code: int, message: str, headers: dict[str, str] | None = None) -> Any:
    response = make_response(answer(code, message))
    response.headers.update(headers or {})
    return response
