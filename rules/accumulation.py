"""How many current marks make an honest semester result (п. 6.4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from rules.norms import Norms, Rounding
from rules.percent import percent

MODULE_HOURS = 36
_WAYS = {Rounding.UP: ROUND_CEILING, Rounding.NEAREST: ROUND_HALF_UP, Rounding.DOWN: ROUND_FLOOR}


@dataclass(frozen=True)
class Progress:
    """Marks given against marks needed: «7 из 10»."""

    given: int
    needed: int

    @property
    def missing(self) -> int:
        return max(self.needed - self.given, 0)

    @property
    def is_enough(self) -> bool:
        return self.missing == 0

    @property
    def percent(self) -> int:
        """Filled part of the bar, 0–100; nothing needed counts as filled."""
        return min(percent(self.given, self.needed) or 0, 100) if self.needed else 100

    def __str__(self) -> str:
        return f"{self.given} из {self.needed}"


def needed_marks(planned_hours: int, norms: Norms) -> int:
    """10 marks for 36 planned contact hours, 20 for 72 «и т. д.»: parts are rounded by the norm (п. 6.4)."""
    exact = norms.marks_per_36_hours * planned_hours / Decimal(MODULE_HOURS)
    return int(exact.quantize(Decimal(1), rounding=_WAYS[norms.accumulation_rounding]))


def progress(given: int, planned_hours: int, norms: Norms) -> Progress:
    """A student's marks of the semester against the norm (п. 6.4)."""
    return Progress(given, needed_marks(planned_hours, norms))
