"""Periods of a report — a week, a month, a semester, a year, any days — and when a repeated one is due (п. 4.1)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rules.spans import Days
from rules.terms import Term
from rules.words import MONTH_TITLES, span_words

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)
LONGEST = dt.timedelta(days=400)  # of days chosen freely
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
_WEEK = re.compile(r"(20\d\d)-W([0-4]\d|5[0-3])", re.ASCII)
_DAYS = re.compile(r"(20\d\d-\d\d-\d\d)_(20\d\d-\d\d-\d\d)", re.ASCII)


class PeriodKind(Term):
    WEEK = "week", "неделя"
    MONTH = "month", "месяц"
    SEMESTER = "semester", "семестр"
    YEAR = "year", "учебный год"
    DAYS = "days", "любые дни"


@dataclass(frozen=True)
class Period:
    """``code`` is how addresses and schedules write it; both days belong to it."""

    kind: PeriodKind
    code: str
    title: str
    first: dt.date
    last: dt.date

    def counted_on(self, today: dt.date) -> dt.date:
        """The day on which a report of the period counts students: its last, or today while it lasts."""
        return min(self.last, today)


@dataclass(frozen=True)
class StudyYear:
    """An academic year with its semesters by number."""

    year: int
    days: Days
    semesters: tuple[tuple[int, Days], ...]

    @property
    def title(self) -> str:
        return f"{self.year}-{self.year + 1}"


def week_of(day: dt.date) -> Period:
    first = day - dt.timedelta(days=day.weekday())
    last, number = first + WEEK - DAY, first.isocalendar()
    return Period(PeriodKind.WEEK, f"{number.year}-W{number.week:02d}", span_words(first, last, 0), first, last)


def month_of(day: dt.date) -> Period:
    first = day.replace(day=1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - DAY
    return Period(PeriodKind.MONTH, f"{first:%Y-%m}", f"{MONTH_TITLES[first.month - 1]} {first.year}", first, last)


def semester_of(year: StudyYear, number: int, days: Days) -> Period:
    title = f"{number} семестр {year.title}"
    return Period(PeriodKind.SEMESTER, f"{year.year}.{number}", title, days.starts, _end(days))


def year_of(year: StudyYear) -> Period:
    return Period(PeriodKind.YEAR, str(year.year), f"{year.title} учебный год", year.days.starts, _end(year.days))


def days_between(first: dt.date, last: dt.date) -> Period | None:
    """Any days, a year of them at most; None when they are out of order."""
    if not first <= last <= first + LONGEST:
        return None
    title = f"с {first:%d.%m.%Y} по {last:%d.%m.%Y}"
    return Period(PeriodKind.DAYS, f"{first}_{last}", title, first, last)


def read_period(code: str, years: Iterable[StudyYear]) -> Period | None:
    """The period that a code names; None when there is none such."""
    if found := _MONTH.fullmatch(code):
        return month_of(dt.date(int(found[1]), int(found[2]), 1))
    if found := _WEEK.fullmatch(code):
        return _week(int(found[1]), int(found[2]))
    if found := _DAYS.fullmatch(code):
        return _days(found[1], found[2])
    return next((period for period in of_years(years) if period.code == code), None)


def choices(kinds: Sequence[PeriodKind], years: Sequence[StudyYear], today: dt.date) -> list[Period]:
    """What a form offers, kind by kind, the latest first; what has not begun is not offered."""
    offered = {
        PeriodKind.WEEK: [week_of(today - WEEK * number) for number in range(8)],
        PeriodKind.MONTH: _months(years, today),
        PeriodKind.SEMESTER: [one for one in of_years(years) if one.kind is PeriodKind.SEMESTER],
        PeriodKind.YEAR: [one for one in of_years(years) if one.kind is PeriodKind.YEAR],
    }
    return [one for kind in kinds for one in sorted(offered.get(kind, []), key=lambda one: one.first, reverse=True)
            if one.first <= today]


def _week(year: int, number: int) -> Period | None:
    try:
        return week_of(dt.date.fromisocalendar(year, number, 1))
    except ValueError:
        return None


def _days(first: str, last: str) -> Period | None:
    try:
        return days_between(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    except ValueError:
        return None


def of_years(years: Iterable[StudyYear]) -> Iterator[Period]:
    """The years with their semesters."""
    for year in years:
        yield year_of(year)
        yield from (semester_of(year, number, days) for number, days in year.semesters)


def _months(years: Iterable[StudyYear], today: dt.date) -> list[Period]:
    found = set()
    for year in years:
        day = year.days.starts
        while day <= min(_end(year.days), today):
            found.add(month_of(day))
            day = month_of(day).last + DAY
    return list(found)


def _end(days: Days) -> dt.date:
    assert days.ends is not None  # a year and a semester always end
    return days.ends
