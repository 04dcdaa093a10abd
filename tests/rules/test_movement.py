"""Movement of students by orders (п. 5.4)."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.movement import (
    FOLLOWERS,
    Span,
    Step,
    check_history,
    check_spans,
    check_stay,
    check_step,
    enrolment_day,
    needs_group,
    next_kinds,
    spans,
)
from rules.terms import MovementKind as K

TODAY = dt.date(2023, 11, 20)
SEPTEMBER, OCTOBER, NOVEMBER = dt.date(2023, 9, 1), dt.date(2023, 10, 2), dt.date(2023, 11, 13)


def step(kind: K, on: dt.date, to: int | None = None, source: int | None = None) -> Step:
    return Step(kind, on, "214", on, to, source)


HISTORIES = [
    ([], [], "no orders yet"),
    ([(K.ENROLMENT, SEPTEMBER, 1)], [], "enrolled"),
    ([(K.TRANSFER, SEPTEMBER, 1)], ["kind"], "transferred before enrolment"),
    ([(K.EXPULSION, SEPTEMBER, None)], ["kind"], "expelled before enrolment"),
    ([(K.ENROLMENT, SEPTEMBER, 1), (K.TRANSFER, OCTOBER, 2), (K.EXPULSION, NOVEMBER, None)], [], "a usual leaver"),
    ([(K.ENROLMENT, SEPTEMBER, 1), (K.LEAVE, OCTOBER, None), (K.RETURN, NOVEMBER, 2)], [], "a leave and back"),
    ([(K.ENROLMENT, SEPTEMBER, 1), (K.LEAVE, OCTOBER, None), (K.EXPULSION, NOVEMBER, None)], [], "expelled on leave"),
    ([(K.ENROLMENT, SEPTEMBER, 1), (K.LEAVE, OCTOBER, None), (K.TRANSFER, NOVEMBER, 2)], ["kind"], "moved on leave"),
    ([(K.ENROLMENT, SEPTEMBER, 1), (K.RETURN, OCTOBER, 1)], ["kind"], "returned from nowhere"),
    ([(K.ENROLMENT, SEPTEMBER, 1), (K.ENROLMENT, OCTOBER, 2)], ["kind"], "enrolled twice"),
    ([(K.ENROLMENT, SEPTEMBER, 1), (K.EXPULSION, OCTOBER, None), (K.ENROLMENT, NOVEMBER, 1)], [], "restored"),
    ([(K.ENROLMENT, SEPTEMBER, 1), (K.EXPULSION, OCTOBER, None), (K.RETURN, NOVEMBER, 1)], ["kind"], "not a return"),
    ([(K.ENROLMENT, SEPTEMBER, 1), (K.GRADUATION, OCTOBER, None), (K.EXPULSION, NOVEMBER, None)], ["kind"],
     "a graduate is not expelled"),
    ([(K.ENROLMENT, SEPTEMBER, 1), (K.TRANSFER, SEPTEMBER, 2)], ["effective_on"], "two orders on one day"),
    ([(K.EXPULSION, NOVEMBER, None), (K.ENROLMENT, SEPTEMBER, 1)], [], "entered out of order, but the dates are right"),
]


@pytest.mark.parametrize(("steps", "fields", "why"), HISTORIES)
def test_histories(steps: list[tuple[K, dt.date, int | None]], fields: list[str], why: str) -> None:
    violations = check_history([step(*each) for each in steps])
    assert [violation.field for violation in violations] == fields, why
    assert all(violation.point == "5.4" for violation in violations)


def test_a_student_leaves_the_group_he_is_in() -> None:
    enrolled = step(K.ENROLMENT, SEPTEMBER, 1)
    assert check_history([enrolled, step(K.TRANSFER, OCTOBER, 2, 1)]) == []
    assert [v.field for v in check_history([enrolled, step(K.TRANSFER, OCTOBER, 2, 3)])] == ["from_group"]


STEPS = [
    (Step(K.ENROLMENT, SEPTEMBER, "198", SEPTEMBER, 1), [], "complete"),
    (Step(K.ENROLMENT, SEPTEMBER, " ", SEPTEMBER, 1), ["order_number"], "no number"),
    (Step(K.ENROLMENT, SEPTEMBER, "198", TODAY + dt.timedelta(1), 1), ["order_date"], "an order of tomorrow"),
    (Step(K.ENROLMENT, TODAY + dt.timedelta(10), "198", TODAY, 1), [], "takes effect later"),
    (Step(K.ENROLMENT, SEPTEMBER, "198", dt.date(2022, 8, 1), 1), ["effective_on"], "more than a year apart"),
    (Step(K.ENROLMENT, SEPTEMBER, "198", SEPTEMBER), ["to_group"], "into which group?"),
    (Step(K.EXPULSION, SEPTEMBER, "198", SEPTEMBER, 1), ["to_group"], "expelled into a group"),
    (Step(K.TRANSFER, SEPTEMBER, "198", SEPTEMBER, 1, 1), ["to_group"], "into the same group"),
    (Step(K.TRANSFER, SEPTEMBER, "", TODAY + dt.timedelta(1), None, 1), ["order_number", "order_date", "to_group"],
     "all at once"),
]


@pytest.mark.parametrize(("one", "fields", "why"), STEPS)
def test_steps(one: Step, fields: list[str], why: str) -> None:
    assert [violation.field for violation in check_step(one, TODAY)] == fields, why


def test_time_in_groups_follows_from_the_orders() -> None:
    history = [step(K.ENROLMENT, SEPTEMBER, 1), step(K.TRANSFER, OCTOBER, 2, 1), step(K.LEAVE, NOVEMBER)]
    assert spans(history) == [
        Span(1, SEPTEMBER, dt.date(2023, 10, 1)),       # the day before the transfer
        Span(2, OCTOBER, dt.date(2023, 11, 12)),        # the day before the leave
    ]
    assert spans([*history, step(K.RETURN, TODAY, 2)])[-1] == Span(2, TODAY)
    assert spans([]) == []


@pytest.mark.parametrize(("stays", "field", "why"), [
    ([], None, "no time at all"),
    ([Span(1, SEPTEMBER)], None, "still there"),
    ([Span(1, SEPTEMBER, dt.date(2023, 10, 1)), Span(2, OCTOBER)], None, "one after another"),
    ([Span(2, OCTOBER), Span(1, SEPTEMBER, dt.date(2023, 10, 1))], None, "in any order"),
    ([Span(1, SEPTEMBER, OCTOBER), Span(2, OCTOBER)], "starts", "one day in two groups"),
    ([Span(1, SEPTEMBER), Span(2, OCTOBER)], "starts", "the first never ended"),
    ([Span(1, OCTOBER, SEPTEMBER)], "ends", "turned back"),
    ([Span(1, SEPTEMBER, SEPTEMBER)], None, "one day"),
])
def test_spans(stays: list[Span], field: str | None, why: str) -> None:
    violation = check_spans(stays)
    assert (violation and violation.field) == field, why


def test_every_kind_has_followers() -> None:
    assert set(FOLLOWERS) == {None, *K}
    assert next_kinds(K.LEAVE) == (K.RETURN, K.EXPULSION)
    assert [kind for kind in K if needs_group(kind)] == [K.ENROLMENT, K.TRANSFER, K.RETURN]


@given(st.data())
def test_a_right_history_gives_time_that_does_not_overlap(data: st.DataObject) -> None:
    last, day, steps = None, SEPTEMBER, []
    for _ in range(data.draw(st.integers(0, 8))):
        last = data.draw(st.sampled_from(next_kinds(last)))
        day += dt.timedelta(days=data.draw(st.integers(1, 60)))
        steps.append(step(last, day, data.draw(st.integers(1, 3)) if needs_group(last) else None))
    assert check_history(steps) == []
    stays = spans(steps)
    assert check_spans(stays) is None
    assert all(before.ends is not None and before.ends < after.starts for before, after in pairwise(stays))


DAYS = [
    (dt.date(2023, 8, 25), 2023, dt.date(2023, 9, 1), "an order of August: from 1 September"),
    (dt.date(2023, 8, 25), 2022, dt.date(2023, 9, 1), "into the second course"),
    (dt.date(2023, 10, 16), 2023, dt.date(2023, 10, 16), "within the year: from the order's day"),
    (dt.date(2023, 5, 30), 2023, dt.date(2023, 9, 1), "never before the intake"),
    (dt.date(2024, 2, 5), 2022, dt.date(2024, 2, 5), "in winter, from another college"),
]


@pytest.mark.parametrize(("order", "admission", "day", "why"), DAYS, ids=[case[-1] for case in DAYS])
def test_first_day_in_the_group(order: dt.date, admission: int, day: dt.date, why: str) -> None:
    assert enrolment_day(order, admission) == day


IN, OUT = step(K.ENROLMENT, SEPTEMBER, 1), step(K.EXPULSION, NOVEMBER)


@pytest.mark.parametrize(("stay", "entered", "left", "fields", "why"), [
    (Span(1, SEPTEMBER), IN, None, [], "still there by an order"),
    (Span(1, SEPTEMBER, dt.date(2023, 11, 12)), IN, OUT, [], "the order's eve is the last day"),
    (Span(1, SEPTEMBER), None, None, ["entered_by"], "by no order"),
    (Span(2, SEPTEMBER), IN, None, ["entered_by"], "an order into another group"),
    (Span(1, OCTOBER), IN, None, ["starts"], "later than the order"),
    (Span(1, SEPTEMBER, OCTOBER), IN, None, ["left_by"], "left by no order"),
    (Span(1, SEPTEMBER), IN, OUT, ["ends"], "let go, but still there"),
    (Span(1, SEPTEMBER, NOVEMBER), IN, OUT, ["ends"], "the day of the order is not in the group"),
])
def test_time_in_a_group_rests_on_orders(stay: Span, entered: Step | None, left: Step | None, fields: list[str],
                                         why: str) -> None:
    assert [violation.field for violation in check_stay(stay, entered, left)] == fields, why
