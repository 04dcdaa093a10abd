"""Which copies are kept: the last of seven days, four weeks, twelve months (п. 7.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

DAYS, WEEKS, MONTHS = 7, 4, 12


def kept(moments: Iterable[dt.datetime], days: int = DAYS, weeks: int = WEEKS, months: int = MONTHS,
         ) -> set[dt.datetime]:
    """The copies that stay: the newest of each of the last days, weeks (ISO) and months that have a copy at all."""
    newest = sorted(set(moments), reverse=True)
    return {*_last_of(newest, days, lambda moment: moment.date()),
            *_last_of(newest, weeks, lambda moment: moment.isocalendar()[:2]),
            *_last_of(newest, months, lambda moment: (moment.year, moment.month))}


def _last_of(newest: Sequence[dt.datetime], number: int, span: Callable[[dt.datetime], object]) -> set[dt.datetime]:
    found: dict[object, dt.datetime] = {}
    for moment in newest:
        found.setdefault(span(moment), moment)
    return set(list(found.values())[:number])
