"""Hours go to the one who taught; a group is counted once, its teachers each by himself."""

from __future__ import annotations

import datetime as dt

from rules.hours import Taught, hours_of, hours_of_group

DAY = dt.date(2023, 11, 20)
ANNA, BORIS = 1, 2
LESSONS = [
    Taught(10, 5, DAY, 1, 2, ANNA),  # the first subgroup
    Taught(11, 5, DAY, 1, 2, BORIS),  # the second one at the same time
    Taught(10, 5, DAY, 2, 2, ANNA),
    Taught(11, 5, DAY.replace(day=21), 3, 2, BORIS),  # and on another day
    Taught(12, 6, DAY, 4, 2, BORIS, substituted=ANNA),  # instead of Anna
]


def test_a_teacher_gets_what_he_gave():
    assert (hours_of(ANNA, LESSONS), hours_of(BORIS, LESSONS)) == (4, 6)


def test_a_group_is_counted_once():
    assert hours_of_group(LESSONS) == {5: 4, 6: 2}
    assert hours_of_group([]) == {}
