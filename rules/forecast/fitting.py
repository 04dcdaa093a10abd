"""Least squares whose coefficients keep their sign and stay near nothing: in plain Python, a few milliseconds.

Ridge (Hoerl and Kennard, 1970) by coordinate descent within bounds; the logistic one by reweighted least squares.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Row = Sequence[float]
Bounds = Sequence[tuple[float, float]]
FREE = (-math.inf, math.inf)
_SWEEPS, _STEPS, _ENOUGH = 200, 15, 1e-9


@dataclass(frozen=True)
class Measure:
    """Means and spreads of columns, so that a ridge treats them alike."""

    means: tuple[float, ...]
    spreads: tuple[float, ...]

    @classmethod
    def of(cls, rows: Sequence[Row], width: int) -> Measure:
        if not rows:
            return cls((0.0,) * width, (1.0,) * width)
        means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
        squares = [sum((value - mean) ** 2 for value in column) / len(rows)
                   for column, mean in zip(zip(*rows, strict=True), means, strict=True)]
        return cls(tuple(means), tuple(math.sqrt(square) if square > _ENOUGH else 1.0 for square in squares))

    def of_row(self, row: Row) -> list[float]:
        """1 for the constant, then each value in spreads from its mean."""
        return [1.0, *((value - mean) / spread
                       for value, mean, spread in zip(row, self.means, self.spreads, strict=True))]


def dot(left: Row, right: Row) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


def logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def ridge(rows: Sequence[Row], targets: Row, weights: Row, bounds: Bounds, penalty: float,
          start: Row = ()) -> list[float]:
    """Coefficients that bring the weighted squares down; the penalty draws each of them to nothing."""
    width = len(bounds)
    left = [[0.0] * width for _ in range(width)]
    right = [0.0] * width
    for row, target, weight in zip(rows, targets, weights, strict=True):
        for i in range(width):
            share = weight * row[i]
            right[i] += share * target
            line = left[i]
            for j in range(i + 1):
                line[j] += share * row[j]
    for i in range(width):
        left[i][i] += penalty
        for j in range(i):
            left[j][i] = left[i][j]
    return _descend(left, right, bounds, list(start) or [0.0] * width)


def _descend(left: list[list[float]], right: list[float], bounds: Bounds, found: list[float]) -> list[float]:
    for _ in range(_SWEEPS):
        moved = 0.0
        for i, (low, high) in enumerate(bounds):
            rest = right[i] - dot(left[i], found) + left[i][i] * found[i]
            value = min(max(rest / left[i][i], low), high)
            moved = max(moved, abs(value - found[i]))
            found[i] = value
        if moved < _ENOUGH:
            break
    return found


def logit(rows: Sequence[Row], happened: Sequence[bool], leanings: Row, bounds: Bounds,
          penalty: float) -> list[float]:
    """Coefficients of the log-odds beyond each row's own leaning."""
    found = [0.0] * len(bounds)
    for _ in range(_STEPS if rows else 0):
        odds = [dot(found, row) for row in rows]
        chances = [logistic(odd + leaning) for odd, leaning in zip(odds, leanings, strict=True)]
        weights = [max(chance * (1 - chance), 1e-4) for chance in chances]
        targets = [odd + (fact - chance) / weight for odd, fact, chance, weight
                   in zip(odds, happened, chances, weights, strict=True)]
        before, found = found, ridge(rows, targets, weights, bounds, penalty, found)
        if max(abs(a - b) for a, b in zip(before, found, strict=True)) < 1e-4:
            break
    return found
