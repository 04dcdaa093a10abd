"""What is still within reach by the average, and which marks would bring a level (п. 4.1, 6.6)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from rules.forecast.evidence import FEW, Evidence
from rules.words import plural

WORST, BEST = 2, 5
AHEAD = 3
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Reach:
    """The lowest and the highest average that ``left`` further marks of weight 1 can still make."""

    low: Fraction
    high: Fraction
    left: int


@dataclass(frozen=True)
class Need:
    """What lifts the average to the border of a level.

    counts: by mark, how many in a row (0: it is there); a mark that never gets there is not named.
    """

    level: int
    left: int
    counts: tuple[tuple[int, int], ...]
    best: Fraction

    @property
    def is_there(self) -> bool:
        return bool(self.counts) and self.counts[0][1] == 0

    @property
    def in_reach(self) -> bool:
        return any(count <= self.left for _, count in self.counts)

    @property
    def words(self) -> str:
        """«Нужно 3 отметки «5» или 6 отметок «4»; занятий осталось 9»."""
        if self.is_there:
            return "средний балл уже такой"
        if not self.left:
            return "занятий не осталось"
        lessons = f"занятий осталось {self.left}"
        if not self.in_reach:
            return f"не достать: {lessons}, даже все «5» дадут {shown(self.best)}"
        ways = [f"{count} {plural(count, 'отметка', 'отметки', 'отметок')} «{mark}»"
                for mark, count in self.counts if count <= self.left]
        return f"нужно: {' или '.join(ways)}; {lessons}"


def reach(known: Evidence, left: int) -> Reach | None:
    """The fork of the average at the end of the semester; None when there is nothing to count at all."""
    if not known.weights + left:
        return None
    low, high = (Fraction(known.weighted + mark * left, known.weights + left) for mark in (WORST, BEST))
    return Reach(low, high, left)


def need(known: Evidence, level: int, left: int) -> Need:
    """Marks in a row that bring the average to half a mark below the level, where it is rounded to it."""
    border = level - HALF
    gap = border * known.weights - known.weighted
    counts = tuple((mark, _count(gap, mark - border) if known.weights else 1) for mark in (5, 4, 3) if mark >= level)
    best = Fraction(known.weighted + BEST * left, known.weights + left) if known.weights + left else Fraction(0)
    return Need(level, left, counts, best)


@lru_cache(maxsize=4096)
def fork(weighted: int, weights: int) -> str:
    """«3,74–4,31»: the average after three more marks, all «3» or all «5»; a dash where marks are few."""
    if weights < FEW:
        return "—"
    low, high = (shown(Fraction(weighted + mark * AHEAD, weights + AHEAD)) for mark in (3, 5))
    return f"{low}–{high}"


def _count(gap: Fraction, step: Fraction) -> int:
    return max(-int(-gap // step), 0)


def shown(number: Fraction | float) -> str:
    """«3,46»: two digits, half up."""
    hundredths = int(Fraction(number) * 100 + HALF)
    return f"{hundredths // 100},{hundredths % 100:02d}"
