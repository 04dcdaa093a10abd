"""Marks needed by hours (п. 6.4)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rules.accumulation import Progress, needed_marks, progress
from rules.norms import Norms, Rounding

HOURS = [
    (36, 10, "the regulation's own number"),
    (72, 20, "the regulation's own number"),
    (108, 30, "«и т. д.»"),
    (0, 0, "no hours, no marks"),
    (1, 1, "a part is a whole mark"),
    (34, 10, "9,44 upwards"),
    (37, 11, "10,28 upwards"),
    (18, 5, "exactly a half of 36"),
    (40, 12, "11,11 upwards"),
]


@pytest.mark.parametrize(("hours", "needed", "why"), HOURS)
def test_needed(hours: int, needed: int, why: str) -> None:
    assert needed_marks(hours, Norms()) == needed, why


@pytest.mark.parametrize(("rounding", "at_34", "at_45"), [
    (Rounding.UP, 10, 13), (Rounding.NEAREST, 9, 13), (Rounding.DOWN, 9, 12),    # 9,44 and 12,5
])
def test_rounding_is_a_norm(rounding: Rounding, at_34: int, at_45: int) -> None:
    norms = Norms(accumulation_rounding=rounding)
    assert (needed_marks(34, norms), needed_marks(45, norms)) == (at_34, at_45)


def test_slope_is_a_norm() -> None:
    assert needed_marks(36, Norms(marks_per_36_hours=Decimal("7.5"))) == 8


@pytest.mark.parametrize(("given", "needed", "missing", "enough", "percent", "text"), [
    (7, 10, 3, False, 70, "7 из 10"),
    (10, 10, 0, True, 100, "10 из 10"),
    (12, 10, 0, True, 100, "12 из 10"),
    (0, 10, 10, False, 0, "0 из 10"),
    (0, 0, 0, True, 100, "0 из 0"),
])
def test_progress(given: int, needed: int, missing: int, enough: bool, percent: int, text: str) -> None:
    bar = Progress(given, needed)
    assert (bar.missing, bar.is_enough, bar.percent, str(bar)) == (missing, enough, percent, text)
    assert progress(7, 36, Norms()) == Progress(7, 10)
