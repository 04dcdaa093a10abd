"""Who of a group needs attention now, and why, in words (п. 4.1, 5.3); a forecast may add to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rules.attestation import DEBT_VALUES, short
from rules.averages import WeightedMark, show, weighted_average
from rules.norms import Norms
from rules.terms import FinalValue

# the regulation has no numbers here; fewer marks or lessons say nothing yet
LOW_AVERAGE, FEWEST_MARKS = Decimal(3), 3
MANY_TWOS, TWOS_SHARE = 3, Decimal("0.25")
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
    """Why the student is at risk, the gravest first, subjects of one reason together; nothing when all is well."""
    said = (
        ("итоговая", [f"{one.subject} {short(value)}" for one in standings for value in one.finals
                      if value in DEBT_VALUES]),
        ("пропущено больше половины (п. 6.7)", [f"{one.subject} {one.missed} из {one.held}" for one in standings
                                                if is_mostly_missed(one, norms)]),
        ("средний ниже 3", [f"{one.subject} {show(one.average)}" for one in standings if is_low(one)]),
        ("много двоек", [f"{one.subject} {one.count(2)}" for one in standings if has_many_twos(one)]),
        ("без уважительной причины", _unexcused(standings)))
    return tuple(f"{what}: {', '.join(found)}" for what, found in said if found)


def is_mostly_missed(one: Standing, norms: Norms) -> bool:
    """More than half of the lessons missed: «н/а» would be recommended (п. 6.7)."""
    return one.held >= FEWEST_LESSONS and Decimal(one.missed) > norms.missed_share * one.held


def is_low(one: Standing) -> bool:
    return one.average is not None and one.average < LOW_AVERAGE and len(one.marks) >= FEWEST_MARKS


def has_many_twos(one: Standing) -> bool:
    """A quarter of the marks and at least three, though the average hides it."""
    twos = one.count(2)
    return not is_low(one) and twos >= MANY_TWOS and twos >= TWOS_SHARE * len(one.marks)


def _unexcused(standings: Sequence[Standing]) -> list[str]:
    hours, held = sum(one.unexcused for one in standings), sum(one.held_hours for one in standings)
    return [f"{hours} ч из {held}"] if held and Decimal(hours) > UNEXCUSED_SHARE * held else []
