"""Which pairs a journal has on a day: the week's timetable and its changes by date (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt

import pytest

from queries.lessons import next_pair, scheduled_pairs
from rules.terms import ChangeKind, WeekParity
from tests import factories as f

MONDAY = dt.date(2023, 11, 20)


@pytest.fixture
def journal(db):
    journal = f.JournalFactory()
    f.TimetableSlotFactory(journal=journal, weekday=1, pair=2)
    f.TimetableSlotFactory(journal=journal, weekday=1, pair=4, parity=WeekParity.ODD)
    return journal


@pytest.mark.parametrize(("change", "pairs"), [
    ({}, [2, 4]),                                                      # the 13th week from 1 September is odd
    ({"kind": ChangeKind.CANCELLED}, [4]),
    ({"kind": ChangeKind.SUBSTITUTED}, [2, 4]),                        # given by another, but given
    ({"kind": ChangeKind.MOVED, "new_date": dt.date(2023, 11, 22), "new_pair": 5}, [4]),
    ({"kind": ChangeKind.MOVED, "date": dt.date(2023, 11, 14), "new_date": MONDAY, "new_pair": 5}, [2, 4, 5]),
    ({"kind": ChangeKind.MOVED, "new_date": MONDAY, "new_pair": 3}, [3, 4]),
])
def test_changes_of_a_day(journal, change, pairs):
    if change:
        substitute = f.TeacherFactory() if change["kind"] is ChangeKind.SUBSTITUTED else None
        f.TimetableChangeFactory(journal=journal, pair=2, substitute=substitute, **{"date": MONDAY, **change})
    assert scheduled_pairs(journal, MONDAY) == pairs


def test_an_added_lesson_and_one_instead_of_another(journal):
    other = f.JournalFactory()
    f.TimetableChangeFactory(journal=None, new_journal=other, date=MONDAY, pair=6, kind=ChangeKind.ADDED)
    f.TimetableChangeFactory(journal=journal, new_journal=other, date=MONDAY, pair=2, kind=ChangeKind.REPLACED)
    assert scheduled_pairs(other, MONDAY) == [2, 6]
    assert scheduled_pairs(journal, MONDAY) == [4]


def test_even_weeks(journal):
    assert scheduled_pairs(journal, MONDAY - dt.timedelta(days=7)) == [2]


def test_the_next_pair_is_the_first_without_a_record(journal):
    assert next_pair(journal, MONDAY) == 2
    f.LessonFactory(journal=journal, date=MONDAY, pair=2)
    assert next_pair(journal, MONDAY) == 4
