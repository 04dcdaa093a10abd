"""Hours held for a student while he was there, and what part of them he attended (п. 5.3, 6.7)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from rules.spans import Days

_HUNDREDTH = Decimal("0.01")


class HoursHeld:
    """Hours of lessons by day; a span of days is summed without looking at each."""

    def __init__(self, lessons: Iterable[tuple[dt.date, int]] = ()) -> None:
        by_day: dict[dt.date, int] = defaultdict(int)
        for day, hours in lessons:
            by_day[day] += hours
        self._days = sorted(by_day)
        self._sums = [0, *accumulate(by_day[day] for day in self._days)]

    def during(self, days: Days) -> int:
        """Hours of the days of the span, both ends inclusive."""
        first = bisect_left(self._days, days.starts)
        last = len(self._days) if days.ends is None else bisect_right(self._days, days.ends)
        return self._sums[last] - self._sums[first] if last > first else 0


def attended(held: int, missed: int) -> Decimal | None:
    """Посещаемость: hours attended of the hours held, per cent; None when nothing was held.

    An absence on a day outside the membership is the curator's to correct, it makes nobody attend less than nothing.
    """
    return (Decimal(100 * max(0, held - missed)) / held).quantize(_HUNDREDTH, ROUND_HALF_UP) if held else None


def common(first: Days, second: Days) -> Days | None:
    """The days that two spans share; None when there are none."""
    starts = max(first.starts, second.starts)
    ends = min((end for end in (first.ends, second.ends) if end is not None), default=None)
    return None if ends is not None and ends < starts else Days(starts, ends)


def per_student(hours: int, students: int) -> Decimal | None:
    """Hours missed on average by one student; None without students."""
    return (Decimal(hours) / students).quantize(_HUNDREDTH, ROUND_HALF_UP) if students else None
