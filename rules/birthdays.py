"""Birthdays of a week (п. 5.3: a curator knows the group)."""

from __future__ import annotations

import datetime as dt

WEEK = 7


def birthday_in(birth: dt.date, starts: dt.date, days: int = WEEK) -> dt.date | None:
    """The day of the span on which the birthday falls; of one born on 29 February it is 1 March in other years."""
    span = (starts + dt.timedelta(days=number) for number in range(days))
    return next((day for day in span if day == birthday(birth, day.year) and day > birth), None)


def birthday(birth: dt.date, year: int) -> dt.date:
    """The birthday in a year."""
    try:
        return birth.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)
