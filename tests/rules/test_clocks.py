"""In time, within the days of grace, later, not at all; days late are working days (п. 6.1, 6.2, 6.3, 6.9)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from rules.calendar import WorkCalendar
from rules.clocks import Clock, Clocks, point_of, working_days_after
from rules.norms import Norms
from rules.terms import DayKind

ZONE = ZoneInfo("Asia/Barnaul")
FRIDAY, MONDAY = dt.date(2023, 11, 17), dt.date(2023, 11, 20)
OFF = (dt.date(2023, 11, 21), dt.date(2023, 11, 21), DayKind.HOLIDAY)
CALENDAR = WorkCalendar(ZONE, [OFF])


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def clocks(now: str = "2023-11-30 12:00", norms: Norms | None = None) -> Clocks:
    return Clocks(CALENDAR, lambda day: norms or Norms(), at(now))


@pytest.mark.parametrize(("entered", "clock", "why"), [
    ("2023-11-17 09:00", Clock.IN_TIME, "the same day"),
    ("2023-11-17 23:59:59", Clock.IN_TIME, "the last second of the day"),
    ("2023-11-18 00:00", Clock.GRACE, "the day after"),
    ("2023-11-22 23:59", Clock.GRACE, "Saturday, Monday, Wednesday: Tuesday is a holiday"),
    ("2023-11-23 00:00", Clock.LATER, "after three working days"),
])
def test_a_record_by_its_delay(entered, clock, why):
    assert clocks().record(FRIDAY, at(entered)) is clock
    assert clocks().record(FRIDAY, at(entered).astimezone(dt.UTC)) is clock  # as the database gives it


def test_without_grace_a_late_record_is_later():
    assert clocks(norms=Norms(grace_days=0)).record(FRIDAY, at("2023-11-18 00:00")) is Clock.LATER


@pytest.mark.parametrize(("now", "rings"), [("2023-11-17 23:59", False), ("2023-11-18 00:00", True)])
def test_nothing_is_due_before_the_day_is_over(now, rings):
    clock = clocks(now)
    assert (clock.unrecorded(FRIDAY) is Clock.UNRECORDED) is rings
    assert (clock.attendance(FRIDAY, marked=False) is Clock.ATTENDANCE) is rings
    assert clock.attendance(FRIDAY, marked=True) is None


@pytest.mark.parametrize(("entered", "ends", "expected", "now", "clock", "why"), [
    ("2023-11-17 16:59", None, True, "2023-11-30 12:00", None, "before the end of the working day"),
    ("2023-11-17 17:01", None, True, "2023-11-30 12:00", Clock.HOMEWORK_LATE, "after it"),
    ("2023-11-17 19:00", dt.time(18, 30), True, "2023-11-30 12:00", None, "an evening lesson: the same day"),
    ("2023-11-18 08:00", None, False, "2023-11-30 12:00", Clock.HOMEWORK_LATE, "set though not expected, and late"),
    (None, None, True, "2023-11-17 17:01", Clock.HOMEWORK, "its hour has passed"),
    (None, None, True, "2023-11-17 16:00", None, "there is time yet"),
    (None, None, False, "2023-11-30 12:00", None, "after a control work none is expected"),
])
def test_homework_by_its_hour(entered, ends, expected, now, clock, why):
    entered_at = at(entered) if entered else None
    assert clocks(now).homework(FRIDAY, ends, expected, entered_at) is clock


@pytest.mark.parametrize(("day", "until", "days", "why"), [
    (FRIDAY, FRIDAY, 0, "the same day"),
    (FRIDAY, dt.date(2023, 11, 18), 1, "Saturday is a working day"),
    (FRIDAY, dt.date(2023, 11, 19), 1, "Sunday is not"),
    (FRIDAY, dt.date(2023, 11, 22), 3, "the holiday does not count"),
    (MONDAY, FRIDAY, 0, "not late at all"),
])
def test_days_late_are_working_days(day, until, days, why):
    assert working_days_after(day, until, CALENDAR) == days
    assert clocks().days_late(CALENDAR.end_of_day(day), CALENDAR.end_of_day(until)) == days


def test_each_clock_serves_its_point():
    assert [point_of(clock) for clock in (Clock.GRACE, Clock.HOMEWORK, Clock.RESULTS, Clock.FINALS)] == [
        "6.1", "6.2", "6.3", "6.9"]
