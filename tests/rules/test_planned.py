"""The timetable with its changes, day by day (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rules.calendar import WorkCalendar
from rules.planned import Place, Planned, on_week, planned
from rules.terms import ChangeKind, DayKind, WeekParity
from rules.timetable import Change

YEAR_STARTS = dt.date(2023, 9, 1)
MONDAY, SUNDAY = dt.date(2023, 11, 13), dt.date(2023, 11, 19)
TUESDAY, FRIDAY = dt.date(2023, 11, 14), dt.date(2023, 11, 17)
CALENDAR = WorkCalendar(ZoneInfo("Asia/Barnaul"), [(FRIDAY, FRIDAY, DayKind.HOLIDAY)])
MATHS, HISTORY, COLLEAGUE = 1, 2, 77


def place(journal: int = MATHS, weekday: int = 1, pair: int = 2, **kwargs: Any) -> Place:
    return Place(**{"parity": WeekParity.EVERY, "starts": YEAR_STARTS, "ends": dt.date(2023, 12, 29), "room": "214",
                    "journal": journal, "weekday": weekday, "pair": pair, **kwargs})


def week(places: list[Place], *changes: Change) -> list[Planned]:
    return planned(places, changes, MONDAY, SUNDAY, CALENDAR, YEAR_STARTS)


def told(lessons: list[Planned]) -> list[tuple[int, int, int, bool]]:
    return [(one.date.day, one.pair, one.journal, one.off) for one in lessons]


@pytest.mark.parametrize(("slot", "days"), [
    (place(), [13]),
    (place(weekday=5), []),  # a holiday
    (place(weekday=7), []),  # a week of six days
    (place(parity=WeekParity.ODD), []),
    (place(parity=WeekParity.EVEN), [13]),  # the twelfth week: that of 1 September is the first
    (place(starts=TUESDAY), []),
    (place(ends=MONDAY), [13]),
    (place(ends=MONDAY - dt.timedelta(days=1)), []),
])
def test_a_place_of_the_week_gives_its_days(slot, days):
    assert [one.date.day for one in week([slot])] == days


@pytest.mark.parametrize(("day", "odd"), [
    (dt.date(2023, 8, 28), True), (dt.date(2023, 9, 3), True), (dt.date(2023, 9, 4), False),
    (dt.date(2023, 11, 13), False), (dt.date(2023, 11, 20), True)])
def test_parity_is_counted_from_the_week_of_the_first_of_september(day, odd):
    assert on_week(day, YEAR_STARTS, WeekParity.ODD) is odd
    assert on_week(day, YEAR_STARTS, WeekParity.EVEN) is not odd
    assert on_week(day, YEAR_STARTS, WeekParity.EVERY)


K = ChangeKind
CHANGES: list[tuple[Change, list[tuple[int, int, int, bool]], str]] = [
    (Change(K.CANCELLED, MONDAY, 2, MATHS), [(13, 2, 1, True)], "stays in the list, not held"),
    (Change(K.CANCELLED, MONDAY, 3, MATHS), [(13, 2, 1, False)], "another pair is another lesson"),
    (Change(K.SUBSTITUTED, MONDAY, 2, MATHS, substitute=COLLEAGUE), [(13, 2, 1, False)], "held by another"),
    (Change(K.REPLACED, MONDAY, 2, MATHS, HISTORY), [(13, 2, 1, True), (13, 2, 2, False)], "one off, one on"),
    (Change(K.ADDED, TUESDAY, 4, None, HISTORY), [(13, 2, 1, False), (14, 4, 2, False)], "one more"),
    (Change(K.MOVED, MONDAY, 2, MATHS, new_date=TUESDAY), [(13, 2, 1, True), (14, 2, 1, False)], "the same pair"),
    (Change(K.MOVED, MONDAY, 2, MATHS, new_date=MONDAY, new_pair=0), [(13, 0, 1, False), (13, 2, 1, True)], "pair 0"),
    (Change(K.MOVED, MONDAY, 2, MATHS, new_date=dt.date(2023, 11, 20)), [(13, 2, 1, True)], "out of the week"),
    (Change(K.MOVED, dt.date(2023, 11, 6), 2, HISTORY, new_date=TUESDAY, new_pair=1),
     [(13, 2, 1, False), (14, 1, 2, False)], "into the week"),
    (Change(K.ROOM, MONDAY, 2, MATHS, room="305"), [(13, 2, 1, False)], "elsewhere"),
]


@pytest.mark.parametrize(("change", "expected"), [(change, lessons) for change, lessons, _ in CHANGES],
                         ids=[why for _, _, why in CHANGES])
def test_a_change_of_one_date(change, expected):
    assert told(week([place()], change)) == expected


def test_what_is_told_of_a_change():
    moved, arrived = week([place()], Change(K.MOVED, MONDAY, 2, MATHS, new_date=TUESDAY, new_pair=4))
    assert (moved.moved, arrived.moved, arrived.room) == ((TUESDAY, 4), (MONDAY, 2), "214")
    off, instead = week([place()], Change(K.REPLACED, MONDAY, 2, MATHS, HISTORY, room="11"))
    assert (off.other, instead.other, instead.room) == (HISTORY, MATHS, "11")
    [one] = week([place()], Change(K.SUBSTITUTED, MONDAY, 2, MATHS, substitute=COLLEAGUE),
                 Change(K.ROOM, MONDAY, 2, MATHS, room="305"))
    assert (one.substitute, one.change, one.room, one.number) == (COLLEAGUE, K.SUBSTITUTED, "305", 1)


def test_what_was_cancelled_may_be_added_again():
    [one] = week([place()], Change(K.CANCELLED, MONDAY, 2, MATHS), Change(K.ADDED, MONDAY, 2, None, MATHS))
    assert not one.off
