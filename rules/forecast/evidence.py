"""What a journal knows of a student by a day, and how the model reads it (п. 4.1, 6.4, 6.7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rules.forecast.model import Case, Shape
from rules.forecast.scale import MARKS
from rules.terms import MarkKind

FEW = 3  # with fewer marks nothing is foretold of the result
RECENT = 3
TRUST = 4.0  # weights of marks that the middle of the group is worth, until finished journals tell
WRITTEN = frozenset({MarkKind.CONTROL, MarkKind.CHECK, MarkKind.LABORATORY, MarkKind.PRACTICAL, MarkKind.TEST})
_USUAL_MISSED, _LESSONS = 0.12, 6.0  # what is believed of attendance before there are lessons
_MIDDLE = 3.7
SHAPE = Shape(MARKS, shifts=(1, 1, 1, -1), strains=(1, -1, -1, 1), spread=0.5, stays=0.3)


@dataclass(frozen=True)
class Given:
    """A current mark; written: for a control, check, laboratory, practical work or a test."""

    value: int
    weight: int = 1
    written: bool = False


@dataclass(frozen=True)
class Evidence:
    """marks in the order of lessons; due: how many п. 6.4 asks for by now; group: its mean in the journal;
    past, debts: the mean of the student's results of the year before and how many were not passed."""

    marks: tuple[Given, ...] = ()
    missed: int = 0
    held: int = 0
    due: float = 0.0
    group: float | None = None
    past: float | None = None
    debts: int = 0

    @property
    def weights(self) -> int:
        return sum(mark.weight for mark in self.marks)

    @property
    def weighted(self) -> int:
        return sum(mark.value * mark.weight for mark in self.marks)

    @property
    def average(self) -> float | None:
        return self.weighted / self.weights if self.marks else None

    @property
    def share(self) -> float:
        """Of the lessons held, how many were missed."""
        return self.missed / self.held if self.held else 0.0

    @property
    def recent(self) -> tuple[int, ...]:
        return tuple(mark.value for mark in self.marks[-RECENT:])

    @property
    def works(self) -> tuple[int, ...]:
        return tuple(mark.value for mark in self.marks if mark.written)

    @property
    def is_scarce(self) -> bool:
        """«Мало данных»."""
        return len(self.marks) < FEW

    def with_more(self, *values: int) -> Evidence:
        return replace(self, marks=(*self.marks, *(Given(value) for value in values)))


def case_of(known: Evidence, trust: float = TRUST) -> Case:
    """The point is the average drawn to the middle of the group: the fewer the marks, the nearer (Bühlmann, 1967)."""
    middle = known.group if known.group is not None else known.past if known.past is not None else _MIDDLE
    point = _drawn(known.marks, middle, trust)
    missed = (known.missed + _USUAL_MISSED * _LESSONS) / (known.held + _LESSONS)
    filled = min(len(known.marks) / known.due, 1.0) if known.due >= 1 else 1.0
    shifts = (_drawn(known.marks[-RECENT:], point, trust),
              _drawn([mark for mark in known.marks if mark.written], point, trust),
              known.past if known.past is not None else middle, missed)
    # half of the lessons missed is an even chance, each tenth less makes it e times smaller (п. 6.7)
    return Case(point, shifts, (missed, filled, point, min(known.debts, 3)), 10 * (missed - 0.5))


def trust_of(students: Iterable[Sequence[Given]]) -> float:
    """Scatter of a student's own marks over that of students: how many marks the middle of the group is worth."""
    several = [[mark.value for mark in marks] for marks in students if len(marks) > 1]
    if len(several) < 2:
        return TRUST
    means = [sum(values) / len(values) for values in several]
    free = sum(len(values) - 1 for values in several)
    within = sum((value - mean) ** 2 for values, mean in zip(several, means, strict=True) for value in values) / free
    middle = sum(means) / len(means)
    between = sum((mean - middle) ** 2 for mean in means) / (len(means) - 1)
    between -= within * sum(1 / len(values) for values in several) / len(several)
    return min(max(within / max(between, 0.01), 1.0), 12.0)


def _drawn(marks: Sequence[Given], middle: float, trust: float) -> float:
    total = sum(mark.value * mark.weight for mark in marks) + middle * trust
    return total / (sum(mark.weight for mark in marks) + trust)
