"""Plan against fact (п. 3, 7.3)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.deviation import PlannedTopic, check_deviation
from rules.topics import GivenLesson, TopicState, deviations, facts, late_words

PLAN = [PlannedTopic(11, 1, "Классы", 2), PlannedTopic(12, 2, "Делегаты", 4), PlannedTopic(13, 3, "События", 2)]


def lessons(*topics, hours=2):
    return [GivenLesson(number, hours, topic) for number, topic in enumerate(topics, 1)]


@pytest.mark.parametrize(("given", "over", "states"), [
    ((), False, "ahead ahead ahead"),
    ((), True, "skipped skipped skipped"),  # the semester is over, п. 7.3
    ((11,), False, "done ahead ahead"),
    ((11, 12), False, "done partly ahead"),
    ((11, 12), True, "done partly skipped"),
    ((11, 12, 12), False, "done done ahead"),
    ((11, 11), False, "over ahead ahead"),
    ((12,), False, "skipped partly ahead"),  # the second topic began, the first was left out
    ((13,), False, "skipped skipped done"),
    ((None, 99), False, "ahead ahead ahead"),  # not of this plan
])
def test_what_became_of_each_topic(given, over, states):
    found = facts(PLAN, lessons(*given), over)
    assert " ".join(found[topic.id].state.value for topic in PLAN) == states


def test_hours_and_lessons_of_a_topic_are_told():
    found = facts(PLAN, [GivenLesson(1, 2, 12), GivenLesson(2, 1, 12), GivenLesson(3, 2, 13)], over=False)
    assert (found[12].hours, found[12].lessons, found[12].state) == (3, (1, 2), TopicState.PARTLY)


CASES = [
    ((11, 12, 12, 13), {}),
    ((11, 13, 12, 12), {2: "не по порядку: тема 3 раньше темы 2"}),  # what was left out is next again
    ((13, 13), {1: "не по порядку: тема 3 раньше темы 1",
                2: "тема повторяется: по плану 2\u00a0ч, с этим занятием 4\u00a0ч"}),
    ((11, 11), {2: "тема повторяется: по плану 2\u00a0ч, с этим занятием 4\u00a0ч"}),
    ((11, 12, 12, 12), {4: "тема повторяется: по плану 4\u00a0ч, с этим занятием 6\u00a0ч"}),
    ((11, 12, 12, 13, 13), {5: "тема повторяется: по плану 2\u00a0ч, с этим занятием 4\u00a0ч"}),
    ((None, 11), {1: "вне плана"}),
    ((99,), {1: "вне плана"}),  # a topic of another plan
]


@pytest.mark.parametrize(("given", "said"), CASES)
def test_lessons_that_left_the_plan(given, said):
    assert {lesson: left.words for lesson, left in deviations(PLAN, lessons(*given)).items()} == said


@pytest.mark.parametrize(("given", "said"), CASES)
def test_the_page_tells_what_the_entry_asked_a_reason_for(given, said):
    hours = dict.fromkeys((11, 12, 13), 0)
    asked = []
    for number, topic in enumerate(given, 1):
        state = [PlannedTopic(one.id, one.number, one.title, one.hours, hours[one.id]) for one in PLAN]
        if check_deviation(state, topic, None) is not None:
            asked.append(number)
        if topic in hours:
            hours[topic] += 2
    assert asked == list(said)


def test_without_a_plan_nothing_leaves_it():
    assert deviations([], lessons(None, None)) == {}


@pytest.mark.parametrize(("entered", "reason", "said"), [
    (13, None, None),
    (14, None, "записано 14.11 с опозданием"),  # by a reopening, which has its own reason
    (14, "болезнь", "записано 14.11 с опозданием: болезнь"),
    (13, "описка", "изменено с опозданием: описка"),
])
def test_a_late_record_is_told(entered, reason, said):
    assert late_words(dt.date(2023, 11, 13), dt.date(2023, 11, entered), reason) == said
