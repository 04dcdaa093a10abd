"""When a lesson may be recorded and whose cells are open (п. 5.4, 6.1, 7.2, 7.5)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from rules.calendar import WorkCalendar
from rules.lessons import (
    ClosedPeriod,
    Order,
    Reopening,
    Stay,
    check_date,
    check_hours,
    check_pair,
    closed_period,
    closed_reason,
    is_reopened,
)
from rules.terms import DayKind, MovementKind

TODAY = dt.date(2023, 11, 20)
SEMESTER = (dt.date(2023, 9, 1), dt.date(2023, 12, 30))
CALENDAR = WorkCalendar(ZoneInfo("Asia/Barnaul"), [
    (dt.date(2023, 11, 6), dt.date(2023, 11, 6), DayKind.HOLIDAY),
    (dt.date(2023, 10, 29), dt.date(2023, 10, 29), DayKind.WORKDAY),
])

DATES = [
    (dt.date(2023, 11, 20), None, "today"),
    (dt.date(2023, 11, 21), "ещё не наступило", "tomorrow"),
    (dt.date(2023, 11, 19), "выходной", "Sunday"),
    (dt.date(2023, 10, 29), None, "a Sunday made working"),
    (dt.date(2023, 11, 6), "праздничный", "a holiday"),
    (dt.date(2023, 9, 1), None, "the first day of the semester"),
    (dt.date(2023, 8, 31), "не входит в семестр", "the day before it"),
    (dt.date(2022, 11, 21), "не входит в семестр", "last year"),
]


@pytest.mark.parametrize(("date", "words", "why"), DATES)
def test_dates(date: dt.date, words: str | None, why: str) -> None:
    violation = check_date(date, TODAY, SEMESTER, CALENDAR)
    assert (violation is None) is (words is None), why
    if violation:
        assert words in violation.message
        assert violation.field == "date"


def test_the_semesters_last_day() -> None:
    after = dt.date(2024, 1, 15)
    assert check_date(dt.date(2023, 12, 30), after, SEMESTER, CALENDAR) is None
    assert check_date(dt.date(2024, 1, 9), after, SEMESTER, CALENDAR) is not None


@pytest.mark.parametrize(("pair", "fits"), [(0, True), (1, True), (9, True), (10, False), (-1, False), (None, False)])
def test_pairs(pair: int | None, fits: bool) -> None:
    assert (check_pair(pair) is None) is fits


def test_pairs_of_the_bell_schedule() -> None:
    assert check_pair(6, range(1, 7)) is None
    violation = check_pair(7, range(1, 7))
    assert violation is not None
    assert "от 1 до 6" in violation.message


@pytest.mark.parametrize(("hours", "fits"), [(1, True), (2, True), (8, True), (9, False), (0, False), (None, False)])
def test_hours(hours: int | None, fits: bool) -> None:
    assert (check_hours(hours) is None) is fits


ENROLLED = Order(MovementKind.ENROLMENT, "198")
EXPELLED = Order(MovementKind.EXPULSION, "214")
LEAVE = Order(MovementKind.LEAVE, "77-у")
WHOLE = [Stay(dt.date(2023, 9, 1))]
LEAVER = [Stay(dt.date(2023, 9, 1), dt.date(2023, 11, 12), ENROLLED, EXPELLED)]
NEWCOMER = [Stay(dt.date(2023, 10, 2), None, ENROLLED)]
ON_LEAVE = [Stay(dt.date(2023, 9, 1), dt.date(2023, 9, 30), ENROLLED, LEAVE),
            Stay(dt.date(2023, 11, 1), None, Order(MovementKind.RETURN, "300"))]

MEMBERSHIP = [
    (WHOLE, dt.date(2023, 11, 20), None, "a member"),
    (LEAVER, dt.date(2023, 11, 12), None, "the last day"),
    (LEAVER, dt.date(2023, 11, 13), "выбыл с 13.11, пр. № 214", "the day of the order"),
    (LEAVER, dt.date(2023, 11, 20), "выбыл с 13.11, пр. № 214", "later"),
    (NEWCOMER, dt.date(2023, 10, 1), "в группе с 02.10, пр. № 198", "before enrolment"),
    (NEWCOMER, dt.date(2023, 10, 2), None, "the day of enrolment"),
    (ON_LEAVE, dt.date(2023, 10, 10), "академический отпуск с 01.10, пр. № 77-у", "on leave"),
    (ON_LEAVE, dt.date(2023, 11, 1), None, "returned"),
    ([], dt.date(2023, 11, 1), "Студент не состоит в группе", "never a member"),
    ([Stay(dt.date(2023, 9, 1), dt.date(2023, 9, 30))], dt.date(2023, 10, 1), "выбыл с 01.10", "an order not known"),
]


@pytest.mark.parametrize(("stays", "date", "words", "why"), MEMBERSHIP)
def test_membership(stays: list[Stay], date: dt.date, words: str | None, why: str) -> None:
    violation = closed_reason(date, stays)
    assert (violation and violation.message) == words, why
    assert closed_reason(date, list(reversed(stays))) == violation, "the order of stays does not matter"
    if violation:
        assert violation.needs is None
        assert closed_reason(date, stays, reopened=True) == violation, "no leave opens days outside membership"


OCTOBER = ClosedPeriod(dt.date(2023, 10, 1), dt.date(2023, 10, 31), "октябрь")


@pytest.mark.parametrize(("date", "reopened", "archived", "point", "needs"), [
    (dt.date(2023, 10, 1), False, False, "7.2", "reopening"),
    (dt.date(2023, 10, 31), False, False, "7.2", "reopening"),
    (dt.date(2023, 11, 1), False, False, None, None),
    (dt.date(2023, 9, 30), False, False, None, None),
    (dt.date(2023, 10, 15), True, False, None, None),
    (dt.date(2023, 10, 15), True, True, "7.5", None),     # nothing opens an archived year
    (dt.date(2023, 11, 15), False, True, "7.5", None),
])
def test_closed_periods(date: dt.date, reopened: bool, archived: bool, point: str | None, needs: str | None) -> None:
    violation = closed_reason(date, WHOLE, [OCTOBER], reopened, archived)
    assert (violation and violation.point) == point
    assert (violation and violation.needs) == needs
    assert closed_period(date, [OCTOBER], reopened, archived) == violation


@pytest.mark.parametrize(("date", "now", "reopened"), [
    (dt.date(2023, 10, 10), dt.datetime(2023, 11, 20, 12, 0, 0, tzinfo=dt.UTC), True),     # its last second
    (dt.date(2023, 10, 10), dt.datetime(2023, 11, 20, 12, 0, 1, tzinfo=dt.UTC), False),    # expired
    (dt.date(2023, 10, 9), dt.datetime(2023, 11, 20, 11, 0, 0, tzinfo=dt.UTC), False),     # another day
    (dt.date(2023, 10, 12), dt.datetime(2023, 11, 20, 11, 0, 0, tzinfo=dt.UTC), True),     # the span's last day
])
def test_reopenings(date: dt.date, now: dt.datetime, reopened: bool) -> None:
    grant = Reopening(dt.date(2023, 10, 10), dt.date(2023, 10, 12), dt.datetime(2023, 11, 20, 12, tzinfo=dt.UTC))
    assert is_reopened(date, [grant], now) is reopened
    assert is_reopened(date, [], now) is False
