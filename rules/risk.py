"""Who of a group needs attention now, and why, in words (п. 4.1, 5.3); a forecast may add to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rules.attestation import DEBT_VALUES, short
from rules.averages import WeightedMark, show, weighted_average
from rules.norms import Norms
from rules.terms import FinalValue

# the regulation has no numbers here; fewer marks or lessons say nothing yet
LOW_AVERAGE, FEWEST_MARKS = Decimal(3), 3
MANY_TWOS = 3
FEWEST_LESSONS = 4
UNEXCUSED_SHARE = Decimal("0.1")


@dataclass(frozen=True)
class Standing:
    """A student in a subject of a semester.

    missed of held are lessons during membership (п. 6.7), hours are those missed, unexcused without a good reason;
    finals: what is published, owes: a debt of it is open.
    """

    subject: str
    marks: tuple[WeightedMark, ...] = ()
    missed: int = 0
    held: int = 0
    hours: int = 0
    unexcused: int = 0
    held_hours: int = 0
    finals: tuple[FinalValue, ...] = ()

    @property
    def average(self) -> Decimal | None:
        return weighted_average(self.marks)

    def count(self, value: int) -> int:
        return sum(mark == value for mark, _ in self.marks)


def reasons(standings: Sequence[Standing], norms: Norms) -> tuple[str, ...]:
    """Why the student is at risk, the gravest first; nothing when all is well."""
    found = [*_results(standings), *_absences(standings, norms), *_marks(standings)]
    share = _unexcused(standings)
    return tuple([*found, share] if share else found)


def _results(standings: Sequence[Standing]) -> Iterable[str]:
    for one in standings:
        bad = [short(value) for value in one.finals if value in DEBT_VALUES]
        if bad:
            yield f"{one.subject}: итоговая {', '.join(bad)}"


def _absences(standings: Sequence[Standing], norms: Norms) -> Iterable[str]:
    """More than half of the lessons missed: «н/а» would be recommended (п. 6.7)."""
    for one in standings:
        if one.held >= FEWEST_LESSONS and Decimal(one.missed) > norms.missed_share * one.held:
            yield f"{one.subject}: пропущено {one.missed} из {one.held} занятий (п. 6.7)"


def _marks(standings: Sequence[Standing]) -> Iterable[str]:
    for one in standings:
        average, twos = one.average, one.count(2)
        if average is not None and average < LOW_AVERAGE and len(one.marks) >= FEWEST_MARKS:
            yield f"{one.subject}: средний {show(average)}"
        elif twos >= MANY_TWOS:
            yield f"{one.subject}: отметок «2» — {twos}"


def _unexcused(standings: Sequence[Standing]) -> str:
    hours, held = sum(one.unexcused for one in standings), sum(one.held_hours for one in standings)
    if not held or Decimal(hours) <= UNEXCUSED_SHARE * held:
        return ""
    return f"без уважительной причины пропущено {hours} ч из {held}"
