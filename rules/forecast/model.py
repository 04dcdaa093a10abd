"""The model: a student gets no result, or the result where the marks stand, or one scattered about a shifted point.

1. «Не аттестован»: logistic in what strains a student (absences, few marks, low marks).
2. «Как сейчас»: with the chance ``stays`` the result is the level nearest to the point where the marks stand.
3. Otherwise normal about the point moved by ridge corrections, cut into the levels of the scale (McCullagh, 1980);
   the borders of levels stand where as many results of the past lay below them as the model says.

A better mark never lowers any of the three: coefficients of marks are bounded. Without history nothing is corrected.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rules.forecast.fitting import FREE, Bounds, Measure, Row, dot, logistic, logit, ridge
from rules.forecast.scale import Forecast, Scale

_ROUNDS, _TRUST, _RIDGE, _LOGIT_RIDGE = 8, 10.0, 3.0, 1.0
_FEW_BELOW, _FARTHEST, _HALVINGS = 15.0, 0.4, 8
SIGNS = {1: (0.0, math.inf), -1: (-math.inf, 0.0), 0: FREE}


@dataclass(frozen=True)
class Case:
    """What is known of a student; ``leaning``: log-odds of no result before anything is learned."""

    point: float
    shifts: tuple[float, ...] = ()
    strains: tuple[float, ...] = ()
    leaning: float = -5.0


@dataclass(frozen=True)
class Seen:
    """A case of the past and its result; None: there was none."""

    case: Case
    result: int | None


@dataclass(frozen=True)
class Shape:
    """What a model takes: signs that coefficients must keep, and what is believed before the first result."""

    scale: Scale
    shifts: tuple[int, ...] = ()
    strains: tuple[int, ...] = ()
    spread: float = 0.5
    stays: float = 0.3


@dataclass(frozen=True)
class Model:
    """``seen``: by how many results it was taught; 0 is the belief alone."""

    shape: Shape
    measure: Measure
    slopes: tuple[float, ...]
    spread: float
    stays: float
    strain_measure: Measure
    strain_slopes: tuple[float, ...]
    borders: tuple[float, ...]
    seen: int = 0

    def forecast(self, case: Case) -> Forecast:
        scale = self.shape.scale
        gone = logistic(case.leaning + dot(self.strain_slopes, self.strain_measure.of_row(case.strains)))
        point = case.point + dot(self.slopes, self.measure.of_row((case.point, *case.shifts)))
        stay = scale.nearest(case.point)
        chances = [(1 - self.stays) * chance + self.stays * (value == stay)
                   for value, chance in zip(scale.values, cut(self.borders, point, self.spread), strict=True)]
        return Forecast(scale, gone, tuple((1 - gone) * chance for chance in chances))


def cut(borders: Sequence[float], point: float, spread: float) -> list[float]:
    """The normal curve about the point, cut at the borders of levels; tails belong to the outermost ones."""
    below = [0.0, *(_normal((border - point) / spread) for border in borders), 1.0]
    return [high - low for low, high in pairwise(below)]


def believed(shape: Shape) -> Model:
    """The model before it has seen any result: the point itself, scattered as the shape says."""
    return learn(shape, ())


def learn(shape: Shape, seen: Sequence[Seen]) -> Model:
    """Coefficients from cases whose results are known."""
    got = _Got.of(shape, [one for one in seen if one.result is not None])
    strains = Measure.of([one.case.strains for one in seen], len(shape.strains))
    strained = logit([strains.of_row(one.case.strains) for one in seen], [one.result is None for one in seen],
                     [one.case.leaning for one in seen], [FREE, *(SIGNS[sign] for sign in shape.strains)], _LOGIT_RIDGE)
    slopes, spread, stays = got.separated()
    return Model(shape, got.measure, tuple(slopes), spread, stays, strains, tuple(strained),
                 got.borders(slopes, spread, stays), len(seen))


@dataclass
class _Got:
    """Cases that got a result: how much of it is «as it stands», how much is scatter (expectation–maximisation)."""

    shape: Shape
    measure: Measure
    rows: list[list[float]]
    points: list[float]
    gaps: list[float]
    repeats: list[bool]
    bounds: Bounds = field(default_factory=list)

    @classmethod
    def of(cls, shape: Shape, seen: Sequence[Seen]) -> _Got:
        plain = [(one.case.point, *one.case.shifts) for one in seen]
        measure = Measure.of(plain, 1 + len(shape.shifts))
        gaps = [(one.result or 0) - one.case.point for one in seen]
        repeats = [shape.scale.nearest(one.case.point) == one.result for one in seen]
        of_point = (-measure.spreads[0], math.inf)  # the point's own weight, 1 + slope / spread, is not below nothing
        return cls(shape, measure, [measure.of_row(row) for row in plain], [row[0] for row in plain], gaps, repeats,
                   [FREE, of_point, *(SIGNS[sign] for sign in shape.shifts)])

    def separated(self) -> tuple[list[float], float, float]:
        shape = self.shape
        slopes, spread, stays = [0.0] * len(self.bounds), shape.spread, shape.stays
        for _ in range(_ROUNDS if self.rows else 0):
            left = [gap - dot(slopes, row) for gap, row in zip(self.gaps, self.rows, strict=True)]
            held = [_share(stays, _level_chance(miss, spread)) if repeat else 0.0
                    for repeat, miss in zip(self.repeats, left, strict=True)]
            free = [1 - share for share in held]
            slopes = ridge(self.rows, self.gaps, free, self.bounds, _RIDGE, slopes)
            squares = sum(weight * (gap - dot(slopes, row)) ** 2
                          for weight, gap, row in zip(free, self.gaps, self.rows, strict=True))
            spread = math.sqrt((_TRUST * shape.spread ** 2 + squares) / (_TRUST + sum(free)))
            stays = (_TRUST * shape.stays + sum(held)) / (_TRUST + len(held))
        return slopes, spread, stays


    def borders(self, slopes: Row, spread: float, stays: float) -> tuple[float, ...]:
        """Half-way between levels, moved to where the results lay: the less, the fewer they are on either side."""
        values = self.shape.scale.values
        moved = [point + dot(slopes, row) for point, row in zip(self.points, self.rows, strict=True)]
        stay = [self.shape.scale.nearest(point) for point in self.points]
        results = [point + gap for point, gap in zip(self.points, self.gaps, strict=True)]
        found: list[float] = []
        for low, high in pairwise(values):
            middle = (low + high) / 2
            below = sum(result < middle for result in results)
            repeated = stays * sum(level < middle for level in stay)
            best = _balanced(middle, (below - repeated) / (1 - stays), moved, spread)
            known = min(below, len(results) - below)
            found.append(middle + (best - middle) * known / (known + _FEW_BELOW))
        return tuple(found)


def _balanced(middle: float, below: float, points: Sequence[float], spread: float) -> float:
    """The border below which the curve holds as many results as there were, not far from the middle."""
    low, high = middle - _FARTHEST, middle + _FARTHEST
    for _ in range(_HALVINGS):
        border = (low + high) / 2
        if sum(_normal((border - point) / spread) for point in points) < below:
            low = border
        else:
            high = border
    return (low + high) / 2


def _share(stays: float, scattered: float) -> float:
    return stays / (stays + (1 - stays) * max(scattered, 1e-9))


def _level_chance(miss: float, spread: float) -> float:
    """The chance that the scatter gave just this level, ``miss`` away from its middle."""
    return _normal((0.5 + miss) / spread) - _normal((miss - 0.5) / spread)


def _normal(value: float) -> float:
    return 0.5 * (1 + math.erf(value / math.sqrt(2)))
