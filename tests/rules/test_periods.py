"""Closing and reopening (п. 7.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from rules.norms import Norms
from rules.periods import check_closing, check_reopening, closes_itself
from rules.terms import ClosingScope

TODAY = dt.date(2023, 11, 20)
NOW = dt.datetime(2023, 11, 20, 15, tzinfo=ZoneInfo("Asia/Barnaul"))


@pytest.mark.parametrize(("scope", "starts", "ends", "field"), [
    (ClosingScope.MONTH, "2023-10-01", "2023-10-31", None),
    (ClosingScope.MONTH, "2024-02-01", "2024-02-29", "ends"),        # not over yet
    (ClosingScope.MONTH, "2023-11-01", "2023-11-20", "ends"),        # today is not over
    (ClosingScope.MONTH, "2023-10-02", "2023-10-31", "starts"),      # not the whole month
    (ClosingScope.MONTH, "2023-10-01", "2023-10-30", "starts"),
    (ClosingScope.MONTH, "2023-10-31", "2023-10-01", "ends"),
    (ClosingScope.SEMESTER, "2023-01-09", "2023-06-30", None),
    (ClosingScope.SEMESTER, "2022-09-01", "2023-06-30", "starts"),   # a year, not a semester
    (ClosingScope.SEMESTER, "2023-05-01", "2023-06-30", "starts"),   # a piece of one
    (ClosingScope.MONTH, "2022-10-01", "2023-10-31", "starts"),
    (ClosingScope.YEAR, "2022-09-01", "2023-08-31", None),
])
def test_closing(scope, starts, ends, field):
    calendar = {ClosingScope.SEMESTER: (dt.date(2023, 1, 9), dt.date(2023, 6, 30)),
                ClosingScope.YEAR: (dt.date(2022, 9, 1), dt.date(2023, 8, 31))}
    refusal = check_closing(scope, dt.date.fromisoformat(starts), dt.date.fromisoformat(ends), TODAY,
                            {calendar[scope]} if scope in calendar else ())
    assert (refusal.field if refusal else None) == field


@pytest.mark.parametrize(("after", "kept_here", "today", "closed"), [
    (0, True, "2024-08-31", False),   # a deputy closes
    (5, True, "2023-11-05", False),   # the fifth day is whole only at its end
    (5, True, "2023-11-06", True),
    (90, True, "2024-01-29", False),
    (90, True, "2024-01-30", True),
    (5, False, "2023-11-20", False),  # marks are still brought over
])
def test_a_norm_closes_october(after, kept_here, today, closed):
    norms = Norms(close_month_after_days=after, kept_here=kept_here)
    assert closes_itself(dt.date(2023, 10, 31), dt.date.fromisoformat(today), norms, norms) is closed


def test_a_month_that_began_elsewhere_is_left_to_its_import():
    here = Norms(close_month_after_days=5)
    elsewhere = replace(here, kept_here=False)
    ends, today = dt.date(2023, 10, 31), dt.date(2023, 11, 20)
    assert closes_itself(ends, today, here, here)
    assert not closes_itself(ends, today, elsewhere, here)
    assert not closes_itself(ends, today, here, elsewhere)


@pytest.mark.parametrize(("starts", "ends", "reason", "hours", "fields"), [
    ("2023-11-01", "2023-11-03", "болел", 24, []),
    ("2023-11-03", "2023-11-01", "болел", 24, ["ends"]),
    ("2023-11-21", "2023-11-22", "болел", 24, ["starts"]),           # has not come
    ("2023-11-01", "2023-11-03", "-", 24, ["reason"]),
    ("2023-11-01", "2023-11-03", "болел", 0, ["expires_at"]),        # already over
    ("2023-11-01", "2023-11-03", "болел", 24 * 32, ["expires_at"]),  # too long
])
def test_reopening(starts, ends, reason, hours, fields):
    found = check_reopening(dt.date.fromisoformat(starts), dt.date.fromisoformat(ends), reason,
                            NOW + dt.timedelta(hours=hours), NOW)
    assert [violation.field for violation in found] == fields
