"""Who acts and why: kept on the session while a transaction lasts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from access.identity import Identity

KEY = "audit_context"


@dataclass(frozen=True)
class Context:
    """actor: account id or None; source: web, cli, import, job; year: academic year of the school clock."""

    actor_id: int | None = None
    source: str = "system"
    address: str | None = None
    reason: str | None = None
    year: int | None = None


def academic_year(day: dt.date) -> int:
    """The calendar year in which the academic year of ``day`` starts (from August on: preparation)."""
    return day.year if day.month >= 8 else day.year - 1


def describe(session: Any, user: Identity, reason: str | None = None) -> None:
    """Sign the session's next changes with the user (and the reason, when a rule asks for one)."""
    session.info[KEY] = signed(user, reason)


def signed(user: Identity, reason: str | None = None) -> Context:
    return Context(user.id, user.source, user.address, reason, academic_year(user.today))


def explain(session: Any, reason: str | None) -> None:
    session.info[KEY] = replace(session.info.get(KEY, Context()), reason=reason)


def current(session: Any) -> Context:
    found: Context = session.info.get(KEY, Context())
    return found
