"""What the page of п. 5.7 asks for, and how its figures are put into words and lines."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from flask import abort, g, request, url_for

from queries.findings import FindingLine, Wanted, heaviest
from queries.indicators import Sheet
from queries.indicators_basis import Asked
from queries.indicators_scope import Kind, Scope, find_scope, first_scope
from rules.calendar import month_of
from rules.words import MONTH_TITLES
from views.asked import asked_month
from views.guards import identity

WITH = ("январём", "февралём", "мартом", "апрелем", "маем", "июнем",
        "июлем", "августом", "сентябрём", "октябрём", "ноябрём", "декабрём")
LONGEST = 366
SHOWN = 5  # findings beside the figures
WIDTH, HEIGHT, EDGE = 120, 30, 3
_SCOPE = re.compile(r"(college)|(course|group|discipline|practice|teacher):([1-9]\d{0,8})", re.ASCII)


def asked_of_page() -> Asked | None:
    """``?scope=group:5&month=2023-11`` or ``&first=…&last=…``; another's scope is 404; None when there is none."""
    span = _span()
    scope = _scope()
    return Asked(scope, *span) if scope is not None else None


def _scope() -> Scope | None:
    user, text = identity(), request.args.get("scope", "")
    if not text:
        return first_scope(user)
    found = _SCOPE.fullmatch(text) or abort(400)
    return find_scope(user, Kind(found[1] or found[2]), int(found[3] or 0)) or abort(404)


def _span() -> tuple[dt.date, dt.date]:
    first, last = request.args.get("first", ""), request.args.get("last", "")
    if first or last:
        try:
            span = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        except ValueError:
            abort(400)
        if not dt.timedelta() <= span[1] - span[0] < dt.timedelta(LONGEST) or span[0].year < 2000 or (
                span[1].year > 2200):
            abort(400)
        return span
    return month_of(asked_month() or identity().today)


def link(endpoint: str, asked: Asked, scope: Scope | None = None, **more: Any) -> str:
    """An address that keeps the scope and the days; a table has hundreds, so the path is built once a request."""
    place = more.pop("indicator", None) or more.pop("kind", None)
    paths: dict[tuple[str, str | None], str] = g.setdefault("control_paths", {})
    if (endpoint, place) not in paths:
        names = {"control.rows": "indicator", "control.paper": "kind"}
        paths[endpoint, place] = url_for(endpoint, **({names[endpoint]: place} if place else {}))  # type: ignore[arg-type]
    days = {"month": f"{asked.first:%Y-%m}"} if asked.is_month else {
        "first": asked.first.isoformat(), "last": asked.last.isoformat()}
    wanted = {"scope": (scope or asked.scope).key, **days, **more}
    return f"{paths[endpoint, place]}?{urlencode({name: value for name, value in wanted.items() if value is not None})}"


def month_title(month: dt.date) -> str:
    return f"{MONTH_TITLES[month.month - 1]} {month.year}"


def period_title(asked: Asked) -> str:
    """«ноябрь 2023», «01.11–15.11.2023»."""
    if asked.is_month:
        return month_title(asked.first)
    return f"{asked.first:%d.%m.%Y}–{asked.last:%d.%m.%Y}"


def lead(sheet: Sheet) -> str:
    """«Показатели п. 5.7 на 20.11, 15:00, в сравнении с октябрём»."""
    asked = sheet.asked
    until = f"на {sheet.now:%d.%m, %H:%M}" if asked.last >= sheet.now.date() else f"за {period_title(asked)}"
    than = f", в сравнении с {WITH[sheet.before.month.month - 1]}" if sheet.before else ""
    return f"Показатели п.\u00a05.7 {until}{than}"


@dataclass(frozen=True)
class Beside:
    """The heaviest findings of the scope and the days, and where all of them are."""

    lines: tuple[FindingLine, ...]
    total: int
    url: str


def findings_beside(asked: Asked) -> Beside | None:
    """A course and a discipline have no list of findings of their own."""
    kind, id = asked.scope.kind, asked.scope.id
    if kind not in (Kind.COLLEGE, Kind.GROUP, Kind.TEACHER):
        return None
    group, teacher = (id if kind is Kind.GROUP else None), (id if kind is Kind.TEACHER else None)
    lines, total = heaviest(identity(), Wanted(group=group, teacher=teacher, first=asked.first, last=asked.last), SHOWN)
    return Beside(lines, total, url_for("findings.index", group=group, teacher=teacher,
                                        month=f"{asked.first:%Y-%m}" if asked.is_month else None))


def spark(values: Sequence[Decimal | None]) -> list[tuple[float, float]]:
    """Points of the small line, oldest first; months of which nothing is known are left out."""
    known = [(place, float(value)) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return []
    low, high = min(value for _, value in known), max(value for _, value in known)
    step, scale = (WIDTH - 2 * EDGE) / (len(values) - 1), (HEIGHT - 2 * EDGE) / ((high - low) or 1)
    middle = HEIGHT / 2 if high == low else None
    return [(round(EDGE + place * step, 1), middle or round(HEIGHT - EDGE - (value - low) * scale, 1))
            for place, value in known]
