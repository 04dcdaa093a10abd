"""Hours go to the one who taught, whichever part of the group it was."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.hours import Taught, hours_of

DAY = dt.date(2023, 11, 20)
ANNA, BORIS, VERA = 1, 2, 3
LINE = 5


def taught(subgroup, pair, teacher, hours=2):
    return Taught(LINE, subgroup, DAY, pair, hours, teacher)


@pytest.mark.parametrize(("lessons", "anna", "boris"), [
    ([], 0, 0),
    ([taught(None, 1, ANNA), taught(None, 2, BORIS)], 2, 2),  # one instead of the other, or after him
    ([taught(1, 1, ANNA), taught(2, 1, BORIS)], 2, 2),  # subgroups at one time
    ([taught(1, 1, ANNA), taught(1, 2, ANNA), taught(2, 1, BORIS)], 4, 2),
    ([taught(None, 1, ANNA, 20), taught(1, 2, ANNA, 10), taught(2, 3, BORIS, 10)], 30, 10),
    ([taught(1, 1, ANNA), taught(1, 2, VERA), taught(2, 1, BORIS)], 2, 2),  # a subgroup changed its teacher
])
def test_each_teacher_has_the_hours_that_he_gave(lessons, anna, boris):
    assert (hours_of(ANNA, lessons), hours_of(BORIS, lessons)) == (anna, boris)
