"""A topic out of its turn says why (п. 3, 5.6)."""

from __future__ import annotations

import pytest

from rules.deviation import PlannedTopic, check_deviation, next_of

DONE, HALF, NEW = (PlannedTopic(1, 1, "Классы", 2, 2), PlannedTopic(2, 2, "Делегаты", 4, 2),
                   PlannedTopic(3, 3, "События", 2))
PLAN = (DONE, HALF, NEW)
REASON = "студенты на практике, тема переставлена"


@pytest.mark.parametrize(("plan", "chosen", "reason", "fits", "why"), [
    (PLAN, 2, None, True, "the next one, begun and not finished"),
    (PLAN, 3, None, False, "ahead of the plan"),
    (PLAN, 3, REASON, True, "ahead, and says why"),
    (PLAN, 3, ".", False, "a dot is no reason"),
    (PLAN, 1, None, False, "given already"),
    (PLAN, None, None, False, "a topic of one's own"),
    (PLAN, None, REASON, True, "a topic of one's own, and why"),
    ((DONE,), 1, None, False, "the plan is over"),
    ((DONE,), None, REASON, True, "beyond the plan, and why"),
    ((), None, None, True, "there is no plan to deviate from"),
])
def test_deviation(plan, chosen, reason, fits, why):
    found = check_deviation(plan, chosen, reason)
    assert (found is None) is fits, why
    assert found is None or (found.point, found.field) == ("5.6", "deviation_reason")


def test_a_refusal_names_what_is_next():
    found = check_deviation(PLAN, 3, None)
    assert found is not None and "№ 2 «Делегаты»" in found.message


def test_nothing_is_next_when_all_is_given():
    assert next_of((DONE,)) is None
    assert next_of(PLAN) is HALF
