"""The weighted average, for information only (п. 6.6)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.averages import formula, show, weighted_average

AVERAGES = [
    ([], None, "", "nothing to count"),
    ([(5, 1)], "5.00", "(5) : 1 = 5,00", "one mark"),
    ([(5, 1), (4, 1)], "4.50", "(5 + 4) : 2 = 4,50", "equal weights"),
    ([(5, 1), (4, 2)], "4.33", "(5 + 4 × 2) : 3 = 4,33", "a control work counts twice"),
    ([(2, 1), (2, 1), (3, 1)], "2.33", "(2 + 2 + 3) : 3 = 2,33", "down"),
    ([(5, 1), (5, 1), (4, 1)], "4.67", "(5 + 5 + 4) : 3 = 4,67", "up"),
    ([(5, 1)] * 5 + [(4, 1)] * 3, "4.63", "(5 + 5 + 5 + 5 + 5 + 4 + 4 + 4) : 8 = 4,63", "4,625: half goes up"),
]


@pytest.mark.parametrize(("marks", "expected", "words", "why"), AVERAGES)
def test_averages(marks: list[tuple[int, int]], expected: str | None, words: str, why: str) -> None:
    assert weighted_average(marks) == (Decimal(expected) if expected else None), why
    assert formula(marks) == words, why


@pytest.mark.parametrize(("number", "digits", "text"), [
    (None, 2, "—"), (Decimal("4.5"), 2, "4,50"), (Decimal("85.333"), 1, "85,3"), (Decimal("0.05"), 1, "0,1"),
    (Decimal(100), 0, "100"),
])
def test_show(number: Decimal | None, digits: int, text: str) -> None:
    assert show(number, digits) == text


@given(st.lists(st.tuples(st.integers(2, 5), st.integers(1, 10)), min_size=1))
def test_the_average_lies_between_the_marks(marks: list[tuple[int, int]]) -> None:
    average = weighted_average(marks)
    assert average is not None
    assert min(value for value, _ in marks) <= average <= max(value for value, _ in marks)
    assert weighted_average(reversed(marks)) == average
