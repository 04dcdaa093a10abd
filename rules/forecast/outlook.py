"""A group by its students: expected успеваемость and качество, with the span that holds four times of five (п. 4.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHARE = 0.8


@dataclass(frozen=True)
class Outlook:
    """Per cent of ``count`` students: the expected one and the span."""

    count: int
    expected: float
    low: float
    high: float

    @property
    def words(self) -> str:
        if not self.count:
            return "студентов нет"
        return f"{self.expected:.0f}\u00a0%, вероятно от {self.low:.0f} до {self.high:.0f}\u00a0%"


def outlook(chances: Iterable[float]) -> Outlook:
    """How many of the students get there, each with a chance of his own: the exact law of their sum.

    The students are taken as independent; a common cause (a strict exam) makes the true span wider.
    """
    known = list(chances)
    if not known:
        return Outlook(0, 0.0, 0.0, 0.0)
    law = law_of_sum(known)
    low, high = _quantile(law, (1 - SHARE) / 2), _quantile(law, (1 + SHARE) / 2)
    size = len(known)
    return Outlook(size, 100 * sum(known) / size, 100 * low / size, 100 * high / size)


def law_of_sum(chances: Sequence[float]) -> list[float]:
    """Probabilities of 0, 1, 2 … successes (Poisson's binomial, by adding one student at a time)."""
    law = [1.0]
    for chance in chances:
        law = [(law[k] * (1 - chance) if k < len(law) else 0.0) + (law[k - 1] * chance if k else 0.0)
               for k in range(len(law) + 1)]
    return law


def _quantile(law: Sequence[float], share: float) -> int:
    total = 0.0
    for count, chance in enumerate(law):
        total += chance
        if total >= share - 1e-12:
            return count
    return len(law) - 1
