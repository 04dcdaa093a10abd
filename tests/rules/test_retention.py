"""Seven days, four weeks, twelve months of copies (п. 7.1)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.retention import kept

START = dt.datetime(2023, 1, 1, 2, 30, tzinfo=dt.UTC)
NIGHTS = [START + dt.timedelta(days=day) for day in range(500)]


def test_a_long_row_of_nights_keeps_days_weeks_and_months():
    stays = sorted(kept(NIGHTS), reverse=True)
    assert stays[:7] == NIGHTS[:-8:-1]
    assert len(stays) <= 7 + 4 + 12
    assert len({(one.year, one.month) for one in stays}) == 12
    assert len({one.isocalendar()[:2] for one in stays if one > NIGHTS[-29]}) >= 4


def test_night_after_night_nothing_needed_is_lost():
    """Turning over every night keeps as much as turning over once."""
    held: set[dt.datetime] = set()
    for night in NIGHTS:
        held = kept({*held, night})
    assert held == kept(NIGHTS)


@pytest.mark.parametrize(("moments", "number"), [
    ([], 0),
    ([START], 1),
    ([START, START + dt.timedelta(hours=3)], 1),  # two of a day: the newer
    ([START, START + dt.timedelta(days=400)], 2),  # a long break loses nothing
])
def test_few_copies(moments, number):
    assert len(kept(moments)) == number
    assert not moments or max(moments) in kept(moments)
