"""How a line of the matrix is written: the page, and what it answers to whom by the specification (rights.md)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rules.terms import Role
from tests.access.matrix.specification import scope
from tests.access.matrix.world import SUBSTITUTE

FAMILY = frozenset({Role.STUDENT, Role.PARENT})
Answer = int | tuple[int, ...]
Who = Callable[[Role | None, str], Answer]
OPEN = (200, 302)


@dataclass(frozen=True)
class Page:
    """Whom the endpoint answers how: ``home`` with the objects of home, ``away`` with foreign ones."""

    endpoint: str
    method: str
    path: str  # with the world's ids: /journal/{journal}
    home: Who
    foreign: str = ""
    away: Who | None = None
    send: Callable[[], dict[str, Any]] = field(default=dict)
    counts: bool = False  # a refusal is counted in the database


def anybody(answer: Answer = 200) -> Who:
    return lambda role, who: answer


def signed_in(answer: Answer = 200, nobody: Answer = 302) -> Who:
    return lambda role, who: nobody if role is None else answer


def only(*roles: Role, answer: Answer = 200) -> Who:
    return lambda role, who: 302 if role is None else answer if role in roles else 403


def may(verb: str, table: str, answer: Answer = 200, nobody: Answer = 302) -> Who:
    """Open to whoever has the verb on any row."""
    return lambda role, who: nobody if role is None else answer if scope(role, table, verb) != "none" else 403


def foreign(verb: str, table: str, answer: Answer = 200, nobody: Answer = 302) -> Who:
    """The same endpoint with another's object: 404 to those whose right is on their own rows."""
    def asked(role: Role | None, who: str) -> Answer:
        if role is None:
            return nobody
        return {"all": answer, "own": 404, "none": 403}[scope(role, table, verb)]
    return asked


def writers(answer: Answer, *roles: Role, nobody: Answer = 302, substitute: Answer = 0) -> Who:
    """Those who write into home's journal; a substitute only into the lesson given to them."""
    def asked(role: Role | None, who: str) -> Answer:
        if role is None:
            return nobody
        return substitute or answer if who == SUBSTITUTE else answer if role in roles else 403
    return asked


def of_practice(role: Role | None, who: str) -> Answer:
    """The practice of home: a substitute has another journal."""
    return 404 if who == SUBSTITUTE else may("R", "journal")(role, who)


def cell(value: str, version: int, **more: str) -> dict[str, Any]:
    return {"value": value, "version": version, "key": str(uuid.uuid4()), **more}
