"""Values as people read them: titles of terms, «да» and «нет», dates of the college's zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from models.base import Base
from queries.naming import name_of
from rules.terms import Term
from views.guards import settings

HIDDEN = "скрыто"


def words(value: Any) -> str:
    """A value on a page."""
    match value:
        case None:
            return ""
        case bool():
            return "да" if value else "нет"
        case Term():
            return value.title
        case dt.datetime():
            return f"{local(value):%d.%m.%Y %H:%M}"
        case dt.date():
            return f"{value:%d.%m.%Y}"
        case dt.time():
            return f"{value:%H:%M}"
        case Decimal():
            return f"{value.normalize():f}".replace(".", ",")
        case Base():
            return name_of(value)
        case dict():
            return ", ".join(f"{key}: {words(item)}" for key, item in value.items())
        case str():
            return value
        case Iterable():
            return ", ".join(words(item) for item in value)
        case _:
            return str(value)


def plain(value: Any) -> Any:
    """A value in a spreadsheet: numbers and dates stay what they are."""
    match value:
        case None | bool() | int() | Decimal() | dt.time():
            return value
        case dt.datetime():
            return local(value).replace(tzinfo=None)
        case dt.date():
            return value
        case _:
            return words(value)


def local(moment: dt.datetime) -> dt.datetime:
    """A moment in the college's zone."""
    return moment.astimezone(settings().zone)
