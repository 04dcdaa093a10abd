"""Will the marks suffice: by the pace so far and the lessons left; works held against the plan (п. 6.4, 7.3)."""

from __future__ import annotations

import pytest

from rules.pace import Outlook, Pace, WorkCount, work_counts
from rules.terms import WorkKind

K = WorkKind


@pytest.mark.parametrize(("given", "needed", "held", "left", "expected", "outlook", "why"), [
    (10, 10, 18, 0, 10, Outlook.ENOUGH, "as many as needed"),
    (12, 10, 9, 9, 24, Outlook.ENOUGH, "more than needed"),
    (0, 0, 0, 0, 0, Outlook.ENOUGH, "nothing is needed"),
    (5, 10, 9, 9, 10, Outlook.ON_PACE, "exactly as many by the end"),
    (5, 10, 10, 9, 9, Outlook.BEHIND, "9.5 marks are nine"),
    (0, 10, 3, 15, 0, Outlook.BEHIND, "not one mark yet"),
    (0, 10, 0, 18, 0, Outlook.NOT_BEGUN, "no lesson yet: nothing is known"),
    (9, 10, 18, 0, 9, Outlook.OVER, "no lessons are left"),
    (0, 10, 0, 0, 0, Outlook.OVER, "came when the lessons were over"),
])
def test_the_outlook_of_a_student(given, needed, held, left, expected, outlook, why):
    pace = Pace(given, needed, held, left)
    assert (pace.expected, pace.outlook) == (expected, outlook)
    assert pace.will_miss is (outlook in (Outlook.BEHIND, Outlook.OVER))


@pytest.mark.parametrize(("pace", "words"), [
    (Pace(7, 10, 9, 1), "нужно ещё: 3 отметки, осталось 1 занятие"), (Pace(9, 10, 18, 0), "не хватает: 1 отметка"),
    (Pace(10, 10, 9, 9), "")])
def test_what_is_missing_in_words(pace, words):
    assert pace.words == words


@pytest.mark.parametrize(("held", "planned", "tests", "counts", "why"), [
    ({K.CONTROL: 1}, {K.CONTROL: 2, K.CHECK: 1}, 0,
     (WorkCount(K.CONTROL, 1, 2), WorkCount(K.CHECK, 0, 1)), "fewer than planned, and one kind not at all"),
    ({K.PRACTICAL: 3}, {}, 0, (WorkCount(K.PRACTICAL, 3, 0),), "the plan has none"),
    ({K.PRACTICAL: 3}, None, 1, (WorkCount(K.CONTROL, 0, 1), WorkCount(K.PRACTICAL, 3, None)), "no thematic plan"),
    ({}, None, 0, (), "nothing planned, nothing held")])
def test_works_against_the_plan(held, planned, tests, counts, why):
    assert work_counts(held, planned, tests) == counts


@pytest.mark.parametrize(("count", "short"), [(WorkCount(K.CONTROL, 1, 2), True), (WorkCount(K.CONTROL, 2, 2), False),
                                              (WorkCount(K.CONTROL, 1, None), False)])
def test_fewer_works_than_planned(count, short):
    assert count.is_short is short
