"""How often one person may search and take files out: counted in the database, for all workers (ASVS 2.4.1)."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any

from flask import abort, make_response

from actions.throttle import WINDOW, blocked_until, count_failure
from clock import wall_now
from rules.words import waiting
from views.afterwards import afterwards
from views.errors import answer
from views.guards import identity, settings


class Kind(Enum):
    EXPORT = "export"
    SEARCH = "search"


PACED = "paced"
TYPED = 20  # what is asked with every keystroke
ADVICE = {Kind.EXPORT: "Слишком много файлов подряд", Kind.SEARCH: "Слишком много поисков подряд"}


def paced(kind: Kind) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Each answer of the view counts; beyond the college's limit it is 429 until a quarter of an hour is over."""
    def attach(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def call(*args: Any, **kwargs: Any) -> Any:
            keep_pace(kind)
            return view(*args, **kwargs)
        setattr(call, PACED, kind)
        return call
    return attach


counted_export, counted_search = paced(Kind.EXPORT), paced(Kind.SEARCH)


def keep_pace(kind: Kind, each: int = 1, times: int = 1) -> None:
    """Refuse whoever has had too many, otherwise count this one once it is answered.

    each: of so many one, by chance, is written down as all of them. So a keystroke costs no write, nothing is kept in a
    worker, and of 600 the door closes at 600 ± 110. times: how many this one stands for.
    """
    config, now = settings(), wall_now()
    limit = config.exports_limit if kind is Kind.EXPORT else config.searches_limit
    key = f"{kind.value}:{identity().account}"
    until = blocked_until([key], now)
    if until is not None:
        _refuse(kind, until - now)

    def count() -> None:
        count_failure(key, limit, now, times=each * times)
    if is_counted(each):
        afterwards(count)


def is_counted(each: int) -> bool:
    return secrets.randbelow(each) == 0


def _refuse(kind: Kind, left: dt.timedelta) -> None:
    words = f"{ADVICE[kind]}. Повторите {waiting(left)}."
    response = make_response(answer(429, words))
    response.headers["Retry-After"] = str(min(int(left.total_seconds()) + 1, int(WINDOW.total_seconds())))
    abort(response)
