"""When repeated reports are due and what they are about."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.report_periods import PeriodKind as Kind
from rules.report_schedule import MOST_KEPT, check_saving, next_day, period_on
from rules.terms import Repeat
from tests.rules.test_report_periods import YEAR

day = dt.date.fromisoformat


@pytest.mark.parametrize(("repeat", "today", "due"), [
    (Repeat.WEEKLY, "2023-11-20", "2023-11-27"),  # a Monday: the next one
    (Repeat.WEEKLY, "2023-11-26", "2023-11-27"),
    (Repeat.MONTHLY, "2023-11-20", "2023-12-01"),
    (Repeat.MONTHLY, "2023-12-01", "2024-01-01"),
    (Repeat.SEMESTER, "2023-11-20", "2023-12-30"),
    (Repeat.SEMESTER, "2023-12-29", "2023-12-30"),
    (Repeat.SEMESTER, "2023-12-30", "2024-07-01"),
    (Repeat.SEMESTER, "2024-07-01", None),  # the next year is not entered yet
])
def test_the_next_day(repeat, today, due):
    assert next_day(repeat, day(today), [YEAR]) == (due and day(due))


@pytest.mark.parametrize(("repeat", "kinds", "on", "code", "why"), [
    (Repeat.WEEKLY, (Kind.MONTH, Kind.WEEK), "2023-11-20", "2023-W46", "the week that is over"),
    (Repeat.MONTHLY, (Kind.MONTH, Kind.SEMESTER), "2023-12-01", "2023-11", "the month that is over"),
    (Repeat.SEMESTER, (Kind.SEMESTER,), "2023-12-30", "2023.1", "the semester that is over"),
    (Repeat.SEMESTER, (Kind.SEMESTER,), "2024-07-01", "2023.2", "and the second one"),
    (Repeat.WEEKLY, (Kind.SEMESTER,), "2023-11-20", "2023.1", "a report of semesters grows week by week"),
    (Repeat.MONTHLY, (Kind.YEAR,), "2024-02-01", "2023", "the year so far"),
    (Repeat.WEEKLY, (Kind.MONTH,), "2023-12-04", "2023-12", "the month of the eve"),
    (Repeat.SEMESTER, (Kind.MONTH,), "2023-12-30", "2023-12", "the last month of it"),
    (Repeat.SEMESTER, (Kind.SEMESTER,), "2023-09-01", None, "nothing has begun before it"),
])
def test_the_period(repeat, kinds, on, code, why):
    found = period_on(repeat, kinds, day(on), [YEAR])
    assert (found and found.code) == code, why


@pytest.mark.parametrize(("title", "kept", "refused"), [
    ("Пропуски", 0, False), ("Пропуски", MOST_KEPT - 1, False), ("Пропуски", MOST_KEPT, True), (" ", 0, True),
    ("я" * 120, 0, False), ("я" * 121, 0, True)])
def test_saving(title, kept, refused):
    assert (check_saving(title, kept) is not None) is refused
