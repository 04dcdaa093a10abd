"""Успеваемость, качество, СОУ, средний балл against counts made by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rules.norms import Norms
from rules.statistics import (
    Standing,
    Tally,
    average,
    group_performance,
    group_quality,
    level,
    performance,
    quality,
    standing,
)
from rules.terms import FinalValue as V

# 10 students: 3 fives, 3 fours, 2 threes, 1 two, 1 «н/а»
CLASS = [V.FIVE] * 3 + [V.FOUR] * 3 + [V.THREE] * 2 + [V.TWO, V.NOT_ATTESTED]

TALLIES = [
    # values, успеваемость, качество, СОУ, средний балл, why
    (CLASS, "80", "60", "58.70", "3.89", "(300 + 192 + 72 + 16 + 7) : 10 = 58,70; 35 : 9 = 3,89; 8 and 6 of 10"),
    ([], None, None, None, None, "no students"),
    ([None, None], None, None, None, None, "nobody has a result yet"),
    ([V.CREDITED, None], None, None, None, None, "re-credited is not counted"),
    ([V.FIVE], "100", "100", "100", "5", "one excellent student"),
    ([V.TWO], "0", "0", "16", "2", "one failing student"),
    ([V.NOT_ATTESTED], "0", None, None, None, "all absent: only performance has a meaning"),
    ([V.NO_SHOW, V.FIVE], "50", "50", "53.50", "5", "a no-show counts as «н/а»: (100 + 7) : 2"),
    ([V.PASSED, V.PASSED, V.FAILED], "66.67", None, None, None, "credits have no digits"),
    ([V.PASSED, V.NOT_ATTESTED], "50", None, None, None, "«н/а» of a credit"),
    ([V.THREE, V.THREE], "100", "0", "36", "3", "everybody passes, no quality"),
    ([V.FIVE, None, V.CREDITED], "100", "100", "100", "5", "exempt ones leave the denominator"),
]


@pytest.mark.parametrize(("values", "passed", "good", "sou", "mean", "why"), TALLIES)
def test_formulae(values: list[V | None], passed: str | None, good: str | None, sou: str | None, mean: str | None,
                  why: str) -> None:
    tally = Tally.of(values)
    counted = (performance(tally), quality(tally), level(tally, Norms()), average(tally))
    assert counted == tuple(Decimal(number) if number else None for number in (passed, good, sou, mean)), why


def test_the_weight_of_na_is_a_norm() -> None:
    tally = Tally(fives=1, not_attested=1)
    assert level(tally, Norms(na_weight=Decimal(0))) == Decimal(50)


STANDINGS = [
    ([V.FIVE, V.FIVE], Standing.EXCELLENT, "all fives"),
    ([V.FIVE, V.FOUR], Standing.GOOD, "fours and fives"),
    ([V.FOUR], Standing.GOOD, "one four"),
    ([V.FIVE, V.THREE, V.FOUR], Standing.ONE_THREE, "one three among good marks"),
    ([V.THREE, V.THREE, V.FIVE], Standing.PASSING, "two threes"),
    ([V.THREE], Standing.PASSING, "the only mark is a three: nothing good beside it"),
    ([V.FIVE, V.TWO], Standing.FAILING, "a two"),
    ([V.FIVE, V.NOT_ATTESTED], Standing.FAILING, "«н/а»"),
    ([V.FIVE, V.FAILED], Standing.FAILING, "a failed credit"),
    ([V.FIVE, V.PASSED, V.CREDITED], Standing.EXCELLENT, "credits do not spoil"),
    ([V.PASSED], Standing.PASSING, "credits alone"),
    ([None, V.FIVE], Standing.EXCELLENT, "a discipline without a result yet"),
    ([None], None, "no results at all"),
    ([], None, "no disciplines"),
]


@pytest.mark.parametrize(("values", "expected", "why"), STANDINGS)
def test_standings(values: list[V | None], expected: Standing | None, why: str) -> None:
    assert standing(values) is expected, why


@pytest.mark.parametrize(("standings", "good", "passing"), [
    ([Standing.EXCELLENT, Standing.GOOD, Standing.ONE_THREE, Standing.FAILING], "50", "75"),
    ([Standing.PASSING, None], "0", "100"),
    ([None], None, None),
    ([], None, None),
])
def test_groups(standings: list[Standing | None], good: str | None, passing: str | None) -> None:
    assert group_quality(standings) == (Decimal(good) if good else None)
    assert group_performance(standings) == (Decimal(passing) if passing else None)
