"""Hours go to the one who taught; a group is counted once, its teachers each by himself."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.hours import Taught, hours_of, hours_of_group

DAY = dt.date(2023, 11, 20)
ANNA, BORIS, VERA = 1, 2, 3
LINE = 5


def taught(subgroup, pair, teacher, hours=2):
    return Taught(LINE, subgroup, DAY, pair, hours, teacher)


@pytest.mark.parametrize(("lessons", "group", "teachers"), [
    ([], {}, (0, 0)),
    ([taught(None, 1, ANNA), taught(None, 2, BORIS)], {LINE: 4}, (2, 2)),  # one instead of the other, or after him
    ([taught(1, 1, ANNA), taught(2, 1, BORIS)], {LINE: 2}, (2, 2)),  # subgroups at one time
    ([taught(1, 1, ANNA), taught(2, 3, BORIS)], {LINE: 2}, (2, 2)),  # and at different times
    ([taught(1, 1, ANNA), taught(1, 2, ANNA), taught(2, 1, BORIS)], {LINE: 4}, (4, 2)),  # the one that had the most
    ([taught(None, 1, ANNA, 20), taught(1, 2, ANNA, 10), taught(2, 3, BORIS, 10)], {LINE: 30}, (30, 10)),
    ([taught(1, 1, ANNA), taught(1, 2, VERA), taught(2, 1, BORIS)], {LINE: 4}, (2, 2)),  # a subgroup changed teacher
])
def test_a_group_is_counted_once_and_its_teachers_each(lessons, group, teachers):
    assert hours_of_group(lessons) == group
    assert (hours_of(ANNA, lessons), hours_of(BORIS, lessons)) == teachers


def test_lines_are_apart():
    other = Taught(LINE + 1, None, DAY, 3, 2, ANNA)
    assert hours_of_group([taught(None, 1, ANNA), other]) == {LINE: 2, LINE + 1: 2}
