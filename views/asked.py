"""What an address or a form says, read strictly: a number, a day, a month."""

from __future__ import annotations

import datetime as dt
import re

from flask import abort, request

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


def asked_number(name: str) -> int | None:
    """A number of the address; not a number is 400."""
    text = request.args.get(name)
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else abort(400)


def asked_day(name: str) -> dt.date | None:
    """A date of the address; not a date is 400."""
    text = request.args.get(name)
    return (read_day(text) or abort(400)) if text else None


def asked_month() -> dt.date | None:
    """The first day of «2023-11» of the address; anything else is 400."""
    text = request.args.get("month")
    if not text:
        return None
    found = _MONTH.fullmatch(text) or abort(400)
    return dt.date(int(found[1]), int(found[2]), 1)


def read_day(text: str | None) -> dt.date | None:
    """A date that was typed; what is none is the caller's to refuse in words."""
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
