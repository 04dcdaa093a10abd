"""Working days, moved days and the ends of days (п. 6.1, 6.2)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from rules.calendar import WorkCalendar
from rules.norms import Norms
from rules.terms import DayKind

CALENDAR = WorkCalendar(ZoneInfo("Asia/Barnaul"), [
    (dt.date(2023, 11, 4), dt.date(2023, 11, 6), DayKind.HOLIDAY),
    (dt.date(2023, 12, 31), dt.date(2024, 1, 8), DayKind.HOLIDAY),
    (dt.date(2024, 1, 9), dt.date(2024, 1, 13), DayKind.VACATION),
    (dt.date(2023, 10, 29), dt.date(2023, 10, 29), DayKind.WORKDAY),
    (dt.date(2023, 11, 5), dt.date(2023, 11, 5), DayKind.WORKDAY),
    (dt.date(2023, 11, 15), dt.date(2023, 11, 15), DayKind.DAY_OFF),
])

WORKING = [
    (dt.date(2023, 11, 20), True, "Monday"),
    (dt.date(2023, 11, 18), True, "Saturday of a six-day week"),
    (dt.date(2023, 11, 19), False, "Sunday"),
    (dt.date(2023, 11, 4), False, "the first day of a holiday"),
    (dt.date(2023, 11, 6), False, "the last day of a holiday"),
    (dt.date(2023, 11, 7), True, "the day after it"),
    (dt.date(2023, 10, 29), True, "a Sunday made working"),
    (dt.date(2023, 11, 5), True, "a moved working day beats the holiday around it"),
    (dt.date(2023, 11, 15), False, "a day off by order"),
    (dt.date(2024, 1, 10), False, "vacation"),
]


@pytest.mark.parametrize(("day", "working", "why"), WORKING)
def test_working_days(day: dt.date, working: bool, why: str) -> None:
    assert CALENDAR.is_working(day) is working, why


@pytest.mark.parametrize(("week_days", "saturday", "sunday"), [(5, False, False), (6, True, False), (7, True, True)])
def test_week(week_days: int, saturday: bool, sunday: bool) -> None:
    calendar = WorkCalendar(dt.UTC, week_days=week_days)
    assert calendar.is_working(dt.date(2023, 11, 18)) is saturday
    assert calendar.is_working(dt.date(2023, 11, 19)) is sunday


@pytest.mark.parametrize(("day", "count", "reached"), [
    (dt.date(2023, 11, 20), 0, dt.date(2023, 11, 20)),
    (dt.date(2023, 11, 18), 1, dt.date(2023, 11, 20)),    # over Sunday
    (dt.date(2023, 12, 30), 1, dt.date(2024, 1, 15)),     # over New Year, vacation and Sunday
    (dt.date(2023, 11, 19), 1, dt.date(2023, 11, 20)),    # from a day off
])
def test_adding(day: dt.date, count: int, reached: dt.date) -> None:
    assert CALENDAR.add_working_days(day, count) == reached


def test_a_calendar_without_working_days_does_not_hang() -> None:
    barren = WorkCalendar(dt.UTC, [(dt.date(2020, 1, 1), dt.date(2030, 1, 1), DayKind.VACATION)])
    with pytest.raises(ValueError, match="working day"):
        barren.add_working_days(dt.date(2023, 11, 20), 1)


@pytest.mark.parametrize("zone", ["Asia/Barnaul", "America/Havana", "Africa/Cairo", "UTC"])
@pytest.mark.parametrize("day", [dt.date(2024, 3, 9), dt.date(2024, 3, 10), dt.date(2024, 4, 25), dt.date(2024, 11, 2)])
def test_days_meet_without_a_gap(zone: str, day: dt.date) -> None:
    """Cuba and Egypt move the clocks at midnight: every moment still belongs to one day."""
    calendar = WorkCalendar(ZoneInfo(zone))
    last = calendar.end_of_day(day).astimezone(dt.UTC)
    assert calendar.local_date(last) == day
    assert calendar.local_date(last + dt.timedelta(microseconds=1)) == day + dt.timedelta(days=1)


def test_end_of_the_working_day_is_a_norm() -> None:
    end = CALENDAR.end_of_working_day(dt.date(2023, 11, 20), Norms(workday_ends=dt.time(16, 30)))
    assert end.isoformat() == "2023-11-20T16:30:00+07:00"
