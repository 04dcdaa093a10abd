"""Academic debts: term, attempts, results (п. 6.7; 273-ФЗ, ст. 58)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.debts import (
    FORMS,
    Term,
    check_attempt,
    check_result,
    check_term,
    form_of,
    last_day,
    results,
    state_of,
)
from rules.norms import Norms
from rules.terms import DebtState, FinalKind
from rules.terms import FinalValue as V

OPENED, DUE = dt.date(2023, 12, 25), dt.date(2024, 12, 25)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(("kind", "form"), [
    (FinalKind.SEMESTER, FinalKind.GRADED_CREDIT), (FinalKind.COURSE, FinalKind.GRADED_CREDIT),
    (FinalKind.EXAM, FinalKind.EXAM), (FinalKind.CREDIT, FinalKind.CREDIT), (FinalKind.MODULE, FinalKind.MODULE)])
def test_a_result_is_made_up_in_its_own_form(kind: FinalKind, form: FinalKind) -> None:
    assert form_of(kind) is form
    assert form in FORMS


@pytest.mark.parametrize(("opened", "months", "day"), [
    (OPENED, 12, DUE), (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
    (dt.date(2023, 8, 31), 6, dt.date(2024, 2, 29)), (dt.date(2023, 11, 30), 1, dt.date(2023, 12, 30))])
def test_the_last_day(opened: dt.date, months: int, day: dt.date) -> None:
    assert last_day(opened, Norms(debt_months=months)) == day


@pytest.mark.parametrize(("form", "due", "reason", "field", "why"), [
    (FinalKind.EXAM, DUE, None, None, "the year's last day"),
    (FinalKind.EXAM, DUE + DAY, None, "due_on", "a day more than a year"),
    (FinalKind.EXAM, DUE + DAY, ".", "due_on", "a dot is no reason"),
    (FinalKind.EXAM, DUE + DAY, "академический отпуск", None, "leave is not counted"),
    (FinalKind.EXAM, OPENED + DAY, None, None, "the shortest"),
    (FinalKind.EXAM, OPENED, None, "due_on", "not the same day"),
    (FinalKind.SEMESTER, DUE, None, "form", "a semester cannot be sat again"),
])
def test_terms(form: FinalKind, due: dt.date, reason: str | None, field: str | None, why: str) -> None:
    violation = check_term(form, OPENED, due, Norms(), reason)
    assert (violation and violation.field) == field, why


OPEN = Term(OPENED, DUE, DebtState.OPEN)
FAILED = Term(OPENED, DUE, DebtState.FIRST_FAILED)
FIRST, LATER = dt.date(2024, 1, 25), dt.date(2024, 3, 1)
ATTEMPTS = [
    (1, FIRST, "", OPEN, None, Norms(), None, "the first needs no commission"),
    (1, OPENED, "", OPEN, None, Norms(), None, "on the first day"),
    (1, OPENED - DAY, "", OPEN, None, Norms(), "date", "before the debt"),
    (1, DUE, "", OPEN, None, Norms(), None, "on the last day"),
    (1, DUE + DAY, "", OPEN, None, Norms(), "date", "after the term"),
    (2, LATER, "Домнин, Чуев", OPEN, FIRST, Norms(), "number", "the first has no result yet"),
    (2, LATER, "Домнин, Чуев", FAILED, FIRST, Norms(), None, "before a commission"),
    (2, LATER, "", FAILED, FIRST, Norms(), "members", "without a commission"),
    (2, LATER, "1, 2", FAILED, FIRST, Norms(), "members", "a commission has names"),
    (2, FIRST, "Домнин, Чуев", FAILED, FIRST, Norms(), "date", "on the day of the first"),
    (3, LATER, "Домнин, Чуев", FAILED, FIRST, Norms(), "number", "the law gives two"),
    (2, LATER, "Домнин, Чуев", FAILED, FIRST, Norms(debt_attempts=1), "number", "the college gives one"),
]


@pytest.mark.parametrize(("number", "date", "members", "term", "first", "norms", "field", "why"), ATTEMPTS)
def test_attempts(number: int, date: dt.date, members: str, term: Term, first: dt.date | None, norms: Norms,
                  field: str | None, why: str) -> None:
    violation = check_attempt(number, date, members, term, first, norms)
    assert (violation and violation.field) == field, why


@pytest.mark.parametrize("state", [DebtState.CLOSED, DebtState.EXPIRED])
def test_a_debt_that_is_over_has_no_more_attempts(state: DebtState) -> None:
    violation = check_attempt(1, FIRST, "", Term(OPENED, DUE, state), None, Norms())
    assert violation is not None
    assert state.title in violation.message


RESULTS = [
    (FinalKind.CREDIT, V.PASSED, FIRST, True, "on the day"),
    (FinalKind.CREDIT, V.PASSED, FIRST - DAY, False, "the day before"),
    (FinalKind.CREDIT, V.FIVE, FIRST, False, "a credit has no digits"),
    (FinalKind.EXAM, V.THREE, FIRST + 400 * DAY, True, "entered late, held in time"),
    (FinalKind.EXAM, V.NO_SHOW, FIRST, True, "did not come"),
    (FinalKind.EXAM, V.NOT_ATTESTED, FIRST, False, "«н/а» is a final result only"),
    (FinalKind.EXAM, V.CREDITED, FIRST, False, "a re-credit is no attempt"),
]


@pytest.mark.parametrize(("form", "value", "today", "fits", "why"), RESULTS)
def test_results(form: FinalKind, value: V, today: dt.date, fits: bool, why: str) -> None:
    assert (check_result(form, value, FIRST, today) is None) is fits, why


@pytest.mark.parametrize("form", FORMS)
def test_every_form_can_be_passed_and_failed(form: FinalKind) -> None:
    assert {state_of([value], DUE, FIRST, Norms()) for value in results(form)} == {
        DebtState.CLOSED, DebtState.FIRST_FAILED}


STATES = [
    ([], FIRST, Norms(), DebtState.OPEN, "nothing yet"),
    ([None], FIRST, Norms(), DebtState.OPEN, "appointed"),
    ([], DUE, Norms(), DebtState.OPEN, "on the last day"),
    ([None], DUE + DAY, Norms(), DebtState.EXPIRED, "the term is over"),
    ([V.THREE], DUE + DAY, Norms(), DebtState.CLOSED, "passed, whenever it is looked at"),
    ([V.TWO], FIRST, Norms(), DebtState.FIRST_FAILED, "one more"),
    ([V.NO_SHOW, None], LATER, Norms(), DebtState.FIRST_FAILED, "the commission is appointed"),
    ([V.TWO, V.FOUR], LATER, Norms(), DebtState.CLOSED, "before the commission"),
    ([V.TWO, V.NO_SHOW], LATER, Norms(), DebtState.EXPIRED, "both failed"),
    ([V.FAILED], FIRST, Norms(debt_attempts=1), DebtState.EXPIRED, "the only one failed"),
]


@pytest.mark.parametrize(("values", "today", "norms", "state", "why"), STATES)
def test_states(values: list[V | None], today: dt.date, norms: Norms, state: DebtState, why: str) -> None:
    assert state_of(values, DUE, today, norms) is state, why
