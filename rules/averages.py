"""The weighted average of current marks: for information, a final never follows from it (п. 6.6)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

WeightedMark = tuple[int, int]
NOTE = "Итоговая отметка не привязана к среднему баллу (п. 6.6)"
_HUNDREDTH = Decimal("0.01")


def weighted_average(marks: Iterable[WeightedMark]) -> Decimal | None:
    """Σ(mark × weight) / Σ weight to two digits, half up; None without marks."""
    total = weights = 0
    for value, weight in marks:
        total, weights = total + value * weight, weights + weight
    return quotient(total, weights)


@lru_cache(maxsize=4096)
def quotient(total: int, weights: int) -> Decimal | None:
    """The average of a sum and its weights; a few thousand pairs are all there are."""
    return (Decimal(total) / weights).quantize(_HUNDREDTH, ROUND_HALF_UP) if weights else None


@lru_cache(maxsize=4096)
def show(number: Decimal | None, digits: int = 2) -> str:
    """«4,33»; a dash where there is nothing to count."""
    if number is None:
        return "—"
    return f"{number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}".replace(".", ",")


def formula(marks: Iterable[WeightedMark]) -> str:
    """The count in full: «(5 + 4 × 2) : 3 = 4,33»; "" without marks."""
    pairs = list(marks)
    if not pairs:
        return ""
    terms = " + ".join(str(value) if weight == 1 else f"{value} × {weight}" for value, weight in pairs)
    return f"({terms}) : {sum(weight for _, weight in pairs)} = {show(weighted_average(pairs))}"
