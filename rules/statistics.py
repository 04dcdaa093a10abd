"""Успеваемость, качество, СОУ, средний балл (п. 5.7, 7.3) by the formulae of «Сетевой город»."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rules.norms import Norms
from rules.terms import FinalValue, Term

_MARKS = {FinalValue.FIVE: 5, FinalValue.FOUR: 4, FinalValue.THREE: 3, FinalValue.TWO: 2}
_FAILING = {FinalValue.TWO, FinalValue.FAILED, FinalValue.NOT_ATTESTED, FinalValue.NO_SHOW}
_SOU_WEIGHTS = {5: 100, 4: 64, 3: 36, 2: 16}
_HUNDREDTH = Decimal("0.01")


class Standing(Term):
    """A student by all final results of a period; each belongs to one standing."""

    EXCELLENT = "excellent", "отличник"
    GOOD = "good", "хорошист"
    ONE_THREE = "one_three", "с одной «3»"
    PASSING = "passing", "успевающий"
    FAILING = "failing", "неуспевающий"


@dataclass(frozen=True)
class Tally:
    """Final results of a discipline: exempt, re-credited and students without a result are not counted.

    A no-show is counted with «н/а»: the student is not attested.
    """

    fives: int = 0
    fours: int = 0
    threes: int = 0
    twos: int = 0
    not_attested: int = 0
    passed: int = 0
    failed: int = 0

    @classmethod
    def of(cls, values: Iterable[FinalValue | None]) -> Tally:
        return cls.counted_by(Counter(value for value in values if value is not None))

    @classmethod
    def counted_by(cls, counts: Mapping[FinalValue, int]) -> Tally:
        """The same of numbers that the database has counted by value."""
        count = Counter(counts)
        return cls(count[FinalValue.FIVE], count[FinalValue.FOUR], count[FinalValue.THREE], count[FinalValue.TWO],
                   count[FinalValue.NOT_ATTESTED] + count[FinalValue.NO_SHOW],
                   count[FinalValue.PASSED], count[FinalValue.FAILED])

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.fives + other.fives, self.fours + other.fours, self.threes + other.threes,
                     self.twos + other.twos, self.not_attested + other.not_attested, self.passed + other.passed,
                     self.failed + other.failed)

    @property
    def marked(self) -> int:
        """Students with a digit."""
        return self.fives + self.fours + self.threes + self.twos

    @property
    def counted(self) -> int:
        """N of the formulae of quality and СОУ: digits and «н/а»."""
        return self.marked + self.not_attested


def performance(tally: Tally) -> Decimal | None:
    """Абсолютная успеваемость: 5, 4, 3 and credits passed, of all counted, per cent; None without students."""
    passed = tally.fives + tally.fours + tally.threes + tally.passed
    return share(passed, tally.counted + tally.passed + tally.failed)


def quality(tally: Tally) -> Decimal | None:
    """Качество знаний: 5 and 4 of all counted, per cent; credits have no quality."""
    return share(tally.fives + tally.fours, tally.counted if tally.marked else 0)


def level(tally: Tally, norms: Norms) -> Decimal | None:
    """СОУ, степень обученности: 5 → 100, 4 → 64, 3 → 36, 2 → 16, «н/а» → the norm (7), averaged, per cent."""
    if not tally.marked:
        return None
    counts = {5: tally.fives, 4: tally.fours, 3: tally.threes, 2: tally.twos}
    total = sum(_SOU_WEIGHTS[mark] * count for mark, count in counts.items()) + norms.na_weight * tally.not_attested
    return (Decimal(total) / tally.counted).quantize(_HUNDREDTH, ROUND_HALF_UP)


def average(tally: Tally) -> Decimal | None:
    """Средний балл of the digits alone; None without digits."""
    if not tally.marked:
        return None
    total = 5 * tally.fives + 4 * tally.fours + 3 * tally.threes + 2 * tally.twos
    return (Decimal(total) / tally.marked).quantize(_HUNDREDTH, ROUND_HALF_UP)


def standing(values: Iterable[FinalValue | None]) -> Standing | None:
    """Where a student stands by the results of all disciplines; None when there is no result at all."""
    held = [value for value in values if value is not None]
    marks = [_MARKS[value] for value in held if value in _MARKS]
    if any(value in _FAILING for value in held):
        return Standing.FAILING
    if not marks:
        return Standing.PASSING if held else None
    if min(marks) == 5:
        return Standing.EXCELLENT
    if min(marks) == 4:
        return Standing.GOOD
    return Standing.ONE_THREE if marks.count(3) == 1 and len(marks) > 1 else Standing.PASSING


def group_quality(standings: Iterable[Standing | None]) -> Decimal | None:
    """Отличники and хорошисты of the students with results, per cent."""
    count = _with_results(standings)
    return share(count[Standing.EXCELLENT] + count[Standing.GOOD], count.total())


def group_performance(standings: Iterable[Standing | None]) -> Decimal | None:
    """Students without a debt of those with results, per cent."""
    count = _with_results(standings)
    return share(count.total() - count[Standing.FAILING], count.total())


def _with_results(standings: Iterable[Standing | None]) -> Counter[Standing]:
    return Counter(standing for standing in standings if standing is not None)


def share(part: int, whole: int) -> Decimal | None:
    """What part of the whole, per cent with two decimals; None of nothing."""
    return (Decimal(100 * part) / whole).quantize(_HUNDREDTH, ROUND_HALF_UP) if whole else None
