"""Turning of the year: dates a year later, groups that finish, names that carry the course (п. 5.4, 7.5)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rules.groups import LAST_COURSE
from rules.spans import Days
from rules.terms import Term
from rules.violation import Violation
from rules.years import check_semester, check_year

FIRST_NUMBER = re.compile(r"\d+")
SUNDAY = 7
DAY = dt.timedelta(days=1)


class YearPart(Term):
    """What is done by whom: each part is open to those who may write its rows by hand (rights.md)."""

    CALENDAR = "calendar", "учебный год, семестры и нерабочие дни"
    GROUPS = "groups", "выпуск и названия групп"
    CURATORS = "curators", "кураторы"
    JOURNALS = "journals", "журналы"


@dataclass(frozen=True)
class YearDates:
    """First and last days of a year and of its semesters by number."""

    year: Days
    semesters: Mapping[int, Days]


def year_later(day: dt.date) -> dt.date:
    """The same date of the next year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def next_dates(last: YearDates) -> YearDates:
    """The dates a year later: a beginning on Sunday moves to Monday, an end to Saturday."""
    return YearDates(_later(last.year), {number: _later(days) for number, days in last.semesters.items()})


def archived(year: int) -> Violation:
    """A year in the archive stays as it is (п. 7.5)."""
    return Violation("7.5", f"{year}-{year + 1} учебный год в архиве: его не меняют")


def check_order(group: str, number: str, date: dt.date | None, field: str) -> Violation | None:
    """Students graduate by an order with a number and a date (п. 5.4)."""
    if number.strip() and date is not None:
        return None
    return Violation("5.4", f"{group}: укажите номер и дату приказа о выпуске", field)


def check_dates(year: int, dates: YearDates, others: Iterable[tuple[str, Days]]) -> list[Violation]:
    """The year and its semesters by the rules of the calendar; fields are «year_starts», «semester_2_ends»."""
    found = [_under("year", one) for one in check_year(year, dates.year, others)]
    before: dict[int, Days] = {}
    for number, days in sorted(dates.semesters.items()):
        found += [_under(f"semester_{number}", one) for one in check_semester(number, days, dates.year, before)]
        before[number] = days
    return found


def is_finishing(course: int, last_semester: int | None) -> bool:
    """Whether nothing is left to study after this course; without a curriculum only the last course says so."""
    return course >= LAST_COURSE if last_semester is None else last_semester <= course * 2


def names_carry_course(groups: Iterable[tuple[str, int, int]]) -> bool:
    """Whether the college's names begin their number with the course («ИС-21»: second) and not with the admission.

    groups: name, course, admission year.
    """
    courses = admissions = 0
    for name, course, admission in groups:
        number = _number(name)
        courses += number.startswith(str(course))
        admissions += number[:2] == f"{admission % 100:02d}" or number == str(admission)
    return courses > admissions


def next_name(name: str, course: int) -> str | None:
    """The name a course later: «ИС-21» → «ИС-31»; None when its number does not begin with the course."""
    met = FIRST_NUMBER.search(name)
    if met is None or not met.group().startswith(str(course)):
        return None
    return name[:met.start()] + str(course + 1) + name[met.start() + len(str(course)):]


def leaving_day(last_semester_ends: dt.date) -> dt.date:
    """The first day after the programme: what an order of graduation usually takes effect from."""
    return last_semester_ends + DAY


def _later(days: Days) -> Days:
    assert days.ends is not None
    starts, ends = year_later(days.starts), year_later(days.ends)
    return Days(starts + DAY if starts.isoweekday() == SUNDAY else starts,
                ends - DAY if ends.isoweekday() == SUNDAY else ends)


def _number(name: str) -> str:
    met = FIRST_NUMBER.search(name)
    return met.group() if met else ""


def _under(prefix: str, found: Violation) -> Violation:
    return replace(found, field=f"{prefix}_{found.field}")
