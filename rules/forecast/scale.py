"""The scale of results and a forecast over it: probabilities, never a verdict (п. 4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Scale:
    """values: levels of a result, the lowest first; dropped: the number that stands for no result in a mean."""

    values: tuple[int, ...]
    passing: int
    dropped: int

    def nearest(self, point: float) -> int:
        """The level of a number, halves up, never outside of the scale."""
        return self.values[sum(point >= (low + high) / 2 for low, high in pairwise(self.values))]


MARKS = Scale((2, 3, 4, 5), passing=3, dropped=2)


@dataclass(frozen=True)
class Forecast:
    """dropped: the chance of no result («н/а»); chances: those of the scale's values; together 1."""

    scale: Scale
    dropped: float
    chances: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The expected result; «н/а» counts as the scale says."""
        return self.dropped * self.scale.dropped + sum(
            value * chance for value, chance in zip(self.scale.values, self.chances, strict=True))

    @property
    def passes(self) -> float:
        return self.at_least(self.scale.passing)

    @property
    def likely(self) -> int | None:
        """The likeliest result; None is «н/а»."""
        best = max(range(len(self.chances)), key=self.chances.__getitem__)
        return None if self.dropped > self.chances[best] else self.scale.values[best]

    @property
    def certainty(self) -> float:
        """The chance of the likeliest result."""
        return max(self.dropped, *self.chances)

    def at_least(self, level: int) -> float:
        return sum(chance for value, chance in zip(self.scale.values, self.chances, strict=True) if value >= level)

    def span(self, share: float = 0.8) -> tuple[int | None, int | None]:
        """The narrowest run of neighbouring results that holds the share; None is «н/а», below the lowest."""
        results = (None, *self.scale.values)
        chances = (self.dropped, *self.chances)
        runs = ((end - start, -sum(chances[start:end]), start, end)
                for start in range(len(results)) for end in range(start + 1, len(results) + 1)
                if sum(chances[start:end]) >= share - 1e-9)
        _, _, start, end = min(runs)
        return results[start], results[end - 1]
