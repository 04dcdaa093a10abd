"""Working days and the ends of days, in the college's own time zone whatever the server's clock says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rules.norms import Norms
from rules.terms import DayKind

DayOff = tuple[dt.date, dt.date, DayKind]
_TICK = dt.timedelta(microseconds=1)
_LONGEST_BREAK = 366


@dataclass(frozen=True)
class WorkCalendar:
    """The college's days: ``holidays`` are (first day, last day, kind), both days inclusive."""

    zone: dt.tzinfo
    holidays: Sequence[DayOff] = ()
    week_days: int = 6

    def local_date(self, moment: dt.datetime) -> dt.date:
        """The date in the college at an aware moment."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be judged")
        return moment.astimezone(self.zone).date()

    def kind_of(self, day: dt.date) -> DayKind | None:
        """Why a day is special; a working day moved onto a weekend beats a holiday."""
        return self._special.get(day)

    @cached_property
    def _special(self) -> dict[dt.date, DayKind]:
        """Every special day: of several rows the first counts, before them the working days."""
        ranked = sorted(self.holidays, key=lambda row: row[2] != DayKind.WORKDAY)
        found: dict[dt.date, DayKind] = {}
        for starts, ends, kind in ranked:
            for number in range((ends - starts).days + 1):
                found.setdefault(starts + dt.timedelta(days=number), kind)
        return found

    def is_working(self, day: dt.date) -> bool:
        """Whether lessons are held and days of grace are counted; vacations are not working days."""
        kind = self.kind_of(day)
        if kind is not None:
            return kind == DayKind.WORKDAY
        return day.isoweekday() <= self.week_days

    def add_working_days(self, day: dt.date, count: int) -> dt.date:
        """The ``count``-th working day after ``day``; ``day`` itself for 0."""
        left, idle = count, 0
        while left > 0:
            day += dt.timedelta(days=1)
            if self.is_working(day):
                left, idle = left - 1, 0
            else:
                idle += 1
                if idle > _LONGEST_BREAK:
                    raise ValueError("no working day within a year: check the holidays")
        return day

    def end_of_day(self, day: dt.date) -> dt.datetime:
        """The last moment of a day, right also when the clocks are moved at midnight."""
        return _end_of_day(day, self.zone)

    def end_of_working_day(self, day: dt.date, norms: Norms) -> dt.datetime:
        """The hour until which the homework is entered (п. 6.2)."""
        return dt.datetime.combine(day, norms.workday_ends, self.zone)


@lru_cache(maxsize=1024)
def _end_of_day(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """Kept: a page asks it of each of its hundreds of lessons."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
    return (midnight.astimezone(dt.UTC) - _TICK).astimezone(zone)


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the month of a day."""
    first = day.replace(day=1)
    return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
