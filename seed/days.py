"""Days off, semesters and weeks of the demo years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from rules.terms import DayKind

DAY = dt.timedelta(days=1)
FIXED = (
    ((1, 1), (1, 8), "Новогодние каникулы и Рождество"), ((2, 23), (2, 23), "День защитника Отечества"),
    ((3, 8), (3, 8), "Международный женский день"), ((5, 1), (5, 1), "Праздник Весны и Труда"),
    ((5, 9), (5, 9), "День Победы"), ((6, 12), (6, 12), "День России"), ((11, 4), (11, 4), "День народного единства"),
)
# days off and working Saturdays by the Government's transfers of the year
TRANSFERS: dict[int, tuple[tuple[int, int], ...]] = {
    2020: ((2, 24), (3, 9), (5, 4), (5, 5), (5, 11)),
    2021: ((2, 22), (5, 3), (5, 10), (6, 14), (11, 5), (12, 31)),
    2022: ((3, 7), (5, 2), (5, 3), (5, 10), (6, 13)),
    2023: ((2, 24), (5, 8), (11, 6)),
    2024: ((4, 29), (4, 30), (5, 10), (12, 30), (12, 31)),
    2025: ((5, 2), (5, 8), (6, 13), (11, 3), (12, 31)),
}
WORKDAYS: dict[int, tuple[tuple[int, int], ...]] = {
    2021: ((2, 20),), 2022: ((3, 5),), 2024: ((4, 27), (11, 2), (12, 28)), 2025: ((11, 1),),
}


@dataclass(frozen=True, slots=True)
class DayOff:
    starts: dt.date
    ends: dt.date
    kind: DayKind
    title: str


@dataclass(frozen=True, slots=True)
class Term:
    """A semester of the demo."""

    year: int
    number: int
    starts: dt.date
    ends: dt.date
    id: int = 0

    @property
    def first_monday(self) -> dt.date:
        return self.starts + DAY * ((7 - self.starts.weekday()) % 7)


def term(year: int, number: int) -> Term:
    if number == 1:
        return Term(year, 1, dt.date(year, 9, 1), dt.date(year, 12, 29))
    return Term(year, 2, dt.date(year + 1, 1, 12), dt.date(year + 1, 6, 30))


def days_off(year: int) -> list[DayOff]:
    """Holidays, moved days and vacations of the academic year that starts in ``year``."""
    found = [DayOff(dt.date(year, 12, 30), dt.date(year + 1, 1, 11), DayKind.VACATION, "Зимние каникулы"),
             DayOff(dt.date(year + 1, 7, 1), dt.date(year + 1, 8, 31), DayKind.VACATION, "Летние каникулы")]
    for calendar_year in (year, year + 1):
        for starts, ends, title in FIXED:
            found.append(DayOff(dt.date(calendar_year, *starts), dt.date(calendar_year, *ends), DayKind.HOLIDAY, title))
        for day in _moved(calendar_year):
            found.append(DayOff(day, day, DayKind.DAY_OFF, "Перенос выходного дня"))
        for month, number in WORKDAYS.get(calendar_year, ()):
            day = dt.date(calendar_year, month, number)
            found.append(DayOff(day, day, DayKind.WORKDAY, "Рабочая суббота (перенос)"))
    first, last = dt.date(year, 9, 1), dt.date(year + 1, 8, 31)
    return sorted((off for off in found if first <= off.starts <= last), key=lambda off: (off.starts, off.title))


def _moved(year: int) -> list[dt.date]:
    """The year's transfers; without a decree, a holiday on a weekend gives the Monday after it."""
    if year in TRANSFERS:
        return [dt.date(year, *pair) for pair in TRANSFERS[year]]
    holidays = [dt.date(year, *starts) for starts, ends, _ in FIXED if starts == ends]
    return [day + DAY * (7 - day.weekday()) for day in holidays if day.weekday() > 4]


@dataclass
class Calendar:
    """Which days of the demo years are working ones."""

    off: set[dt.date] = field(default_factory=set)

    def add(self, rows: list[DayOff]) -> None:
        for row in rows:
            if row.kind is not DayKind.WORKDAY:
                self.off.update(days(row.starts, row.ends))

    def is_open(self, day: dt.date, last_weekday: int = 5) -> bool:
        return day.isoweekday() <= last_weekday and day not in self.off

    def working(self, starts: dt.date, ends: dt.date, last_weekday: int = 5) -> list[dt.date]:
        return [day for day in days(starts, ends) if self.is_open(day, last_weekday)]

    def after(self, day: dt.date, count: int) -> dt.date:
        """The ``count``-th working day after ``day``; Saturdays work, as days of grace are counted."""
        while count:
            day += DAY
            count -= self.is_open(day, 6)
        return day


def days(starts: dt.date, ends: dt.date) -> Iterator[dt.date]:
    for number in range((ends - starts).days + 1):
        yield starts + DAY * number
