"""The figures of п. 5.7 as arithmetic: a table for every rule, the reason in the margin."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from rules.indicators import (
    Due,
    Entry,
    Home,
    Indicator,
    Share,
    Turn,
    Written,
    compare,
    entry_state,
    home_state,
    homework,
    hours_due,
    participation,
    shown,
    topics_due,
    with_marks,
)


def at(day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2023, 11, day, hour, tzinfo=dt.UTC)


DUE = Due(record=at(7, 23), homework=at(7, 17))


def written(entered=None, attendance=None, home=None, *, topic: bool = True, expects: bool = True) -> Written:
    return Written(expects, topic, entered or at(7), attendance, home)


@pytest.mark.parametrize(("record", "now", "state"), [
    (None, at(7, 12), Entry.WAITING),  # the day is not over
    (None, at(8), Entry.MISSING),
    (written(attendance=at(7), home=at(7, 17)), at(7, 18), Entry.WHOLE),  # the last moment is in time
    (written(attendance=at(7), home=at(7, 18)), at(8), Entry.LATE),  # homework after the working day (п. 6.2)
    (written(attendance=at(8), home=at(7)), at(8), Entry.LATE),  # absences on the next day (п. 6.1)
    (written(entered=at(8), attendance=at(8), home=at(8)), at(8), Entry.LATE),
    (written(attendance=at(7)), at(7, 18), Entry.WAITING),  # no homework yet, the day is not over
    (written(attendance=at(7)), at(8), Entry.PARTIAL),
    (written(attendance=at(7), expects=False), at(8), Entry.WHOLE),  # a control work sets nothing for home
    (written(home=at(7)), at(8), Entry.PARTIAL),  # nobody was marked present
    (written(attendance=at(7), home=at(7), topic=False), at(8), Entry.PARTIAL),
])
def test_entry(record, now, state):
    assert entry_state(record, DUE, now) is state


@pytest.mark.parametrize(("record", "now", "state"), [
    (None, at(7, 17), Home.WAITING),
    (None, at(7, 18), Home.MISSING),  # a lesson not recorded has no homework either
    (written(home=at(7, 17)), at(8), Home.IN_TIME),
    (written(home=at(7, 18)), at(8), Home.LATE),
    (written(), at(8), Home.MISSING),
    (written(expects=False), at(8), Home.NOT_SET),
    (written(home=at(7), expects=False), at(8), Home.IN_TIME),  # set though it need not be
])
def test_homework_of_a_lesson(record, now, state):
    assert home_state(record, DUE, now) is state


def test_shares_of_lessons():
    assert participation([Entry.WHOLE, Entry.LATE, Entry.PARTIAL, Entry.MISSING, Entry.WAITING]) == Share(1, 4)
    assert participation([Entry.WAITING]) == Share(0, 0)
    states = [Home.IN_TIME, Home.LATE, Home.MISSING, Home.WAITING, Home.NOT_SET]
    assert homework(states) == (Share(2, 3), Share(1, 3))


@pytest.mark.parametrize(("counts", "none", "one"), [
    ([], Share(0, 0), Share(0, 0)),  # nobody studies
    ([0, 0], Share(2, 2), Share(0, 2)),  # all were absent: without marks they are
    ([0, 1, 1, 2, 7], Share(1, 5), Share(2, 5)),
])
def test_marks(counts, none, one):
    assert with_marks(counts, 0) == none
    assert with_marks(counts, 1) == one


@pytest.mark.parametrize(("weekly", "ordered", "due"), [
    (10, 8, 10),  # a cancelled lesson does not make the plan smaller
    (10, 10, 10),  # cancelled and given on another day instead
    (10, 12, 12),  # an additional lesson is a plan as well
    (0, 0, 0),
])
def test_hours_due(weekly, ordered, due):
    assert hours_due(weekly, ordered) == due


@pytest.mark.parametrize(("hours", "due", "topics"), [
    ([2, 2, 4], 0, 0), ([2, 2, 4], 2, 1), ([2, 2, 4], 7, 2), ([2, 2, 4], 8, 3), ([2, 2, 4], 90, 3), ([], 8, 0)])
def test_topics_due(hours, due, topics):
    assert topics_due(hours, due) == topics


@pytest.mark.parametrize(("share", "percent", "words"), [
    (Share(0, 0), None, "—"), (Share(0, 5), Decimal(0), "0"), (Share(1, 3), Decimal("33.3"), "33,3"),
    (Share(2, 3), Decimal("66.7"), "66,7"), (Share(1, 16), Decimal("6.3"), "6,3"), (Share(5, 5), Decimal(100), "100"),
    (Share(11, 10), Decimal(110), "110")])
def test_percent(share, percent, words):
    assert share.percent == percent
    assert str(share) == words
    assert shown(percent) == words


@pytest.mark.parametrize(("indicator", "now", "before", "turn", "words"), [
    (Indicator.PARTICIPATION, Share(9, 10), Share(8, 10), Turn.BETTER, "лучше на 10"),
    (Indicator.NO_MARKS, Share(9, 10), Share(8, 10), Turn.WORSE, "хуже на 10"),  # fewer is better
    (Indicator.ONE_MARK, Share(1, 16), Share(1, 8), Turn.BETTER, "лучше на 6,2"),
    (Indicator.MATERIAL, Share(1, 2), Share(2, 4), Turn.SAME, "без изменений"),
    (Indicator.FAMILIES, Share(1, 2), Share(0, 0), Turn.UNKNOWN, "сравнить не с чем"),
    (Indicator.HOMEWORK, Share(0, 0), Share(1, 2), Turn.UNKNOWN, "сравнить не с чем"),
])
def test_comparison(indicator, now, before, turn, words):
    found = compare(indicator, now, before)
    assert found.turn is turn
    assert found.words == words
