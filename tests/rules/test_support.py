"""A request is concrete, an answer is in words; a line of the plan is overdue by its term."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.plan_schedule import is_reminded, state_on
from rules.public import check_address
from rules.support import check_answer, check_request, usual_wait
from rules.terms import PlanState, RequestState, SupportCategory

DAY = dt.timedelta(days=1)
TODAY = dt.date(2023, 11, 20)  # a Monday


@pytest.mark.parametrize(("category", "text", "fields"), [
    (SupportCategory.OTHER, "Не открывается журнал группы", []),
    (None, "Не открывается журнал группы", ["category"]),
    (SupportCategory.OTHER, "помогите", ["text"]),
    (SupportCategory.OTHER, "!!! ??? 123", ["text"]),
    (SupportCategory.OTHER, "слово " * 1000, ["text"]),
    (None, "", ["category", "text"]),
])
def test_request(category, text, fields):
    found = check_request(category, text)
    assert [violation.field for violation in found] == fields
    assert {violation.point for violation in found} <= {"8.3"}


@pytest.mark.parametrize(("state", "answer", "refused"), [
    (RequestState.DONE, "Откройте «Помощь»", False), (RequestState.DONE, "  ", True),
    (RequestState.DECLINED, ".", True),
    (RequestState.IN_WORK, "", False), (RequestState.IN_WORK, "б" * 4001, True),
])
def test_answer(state, answer, refused):
    assert (check_answer(state, answer) is not None) is refused


def test_usual_wait():
    assert usual_wait([]) is None
    assert usual_wait([DAY, 3 * DAY, 2 * DAY]) == 2 * DAY


@pytest.mark.parametrize(("state", "due", "expected"), [
    (PlanState.PLANNED, TODAY, PlanState.PLANNED), (PlanState.PLANNED, TODAY - DAY, PlanState.OVERDUE),
    (PlanState.OVERDUE, TODAY + DAY, PlanState.PLANNED), (PlanState.DONE, TODAY - DAY, PlanState.DONE),
    (PlanState.PLANNED, None, PlanState.PLANNED),
])
def test_state_of_a_line(state, due, expected):
    assert state_on(state, due, TODAY) is expected


@pytest.mark.parametrize(("state", "left", "expected"), [
    (PlanState.PLANNED, 7, True), (PlanState.PLANNED, 6, False), (PlanState.PLANNED, 1, True),
    (PlanState.PLANNED, 0, True), (PlanState.PLANNED, -3, True), (PlanState.DONE, 0, False),
])
def test_reminders(state, left, expected):
    assert is_reminded(state, TODAY + left * DAY, TODAY) is expected
    assert not is_reminded(state, None, TODAY)


def test_an_overdue_line_is_not_told_every_day():
    assert not is_reminded(PlanState.PLANNED, TODAY - DAY, TODAY + DAY)


@pytest.mark.parametrize(("url", "passes"), [
    ("https://college.example/polozhenie.pdf", True), ("http://college.example", True), (None, True), ("", True),
    ("javascript:alert(1)", False), ("data:text/html,x", False), ("college.example", False), ("https://", False),
    ("https://a b", False), ("https://[::1", False),
])
def test_address_of_a_paper(url, passes):
    assert (check_address(url) is None) is passes
