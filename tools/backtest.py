"""The forecast against results that are known: the open UCI table of two schools and a finished demo semester.

UCI «Student Performance», mathematics (P. Cortez, A. Silva, 2008; CC BY 4.0): G1 and G2 are the marks of two periods,
G3 the final one, 0–20. A student with G3 = 0 did not get a result: the model's «н/а». Only what a journal knows is
used: marks, absences, past failures. The naive predictor is the mark of the last period.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from models import Journal, Semester, db
from queries.forecast_facts import journal_facts
from queries.forecast_history import cases, finished, results, taught_by
from rules.forecast.model import Case, Model, Seen, Shape, learn
from rules.forecast.risk import AT_RISK
from rules.forecast.scale import MARKS, Forecast, Scale
from rules.norms import Norms

FILE = "uci_student_mat.csv"
SEED, FOLDS, REPEATS = 2023, 10, 20
TWENTY = Scale(tuple(range(1, 21)), passing=10, dropped=0)
ERASMUS = (10, 12, 14, 16)  # 0–9 fails, 10–11, 12–13, 14–15, 16–20
WEEKS = (4, 8, 12)


@dataclass
class Score:
    """Counts of one predictor: exact, by bands, passed or not, squares of misses, chances against facts."""

    bands: tuple[int, ...]
    passing: int
    count: int = 0
    exact: int = 0
    banded: int = 0
    passed: int = 0
    squares: float = 0.0
    sure: list[tuple[float, bool]] = field(default_factory=list)
    named: list[bool] = field(default_factory=list)
    failed: int = 0

    def add(self, actual: int, exact: int, band: int, passes: bool, mean: float,
            certainty: float | None = None) -> None:
        self.count += 1
        self.exact += exact == actual
        self.banded += band == self.band(actual)
        self.passed += passes == (actual >= self.passing)
        self.squares += (mean - actual) ** 2
        if certainty is not None:
            self.sure.append((certainty, band == self.band(actual)))

    def band(self, value: float) -> int:
        return sum(value >= border for border in self.bands)

    def foretold(self, actual: int, forecast: Forecast) -> None:
        chances = [forecast.dropped] + [0.0] * len(self.bands)
        for value, chance in zip(forecast.scale.values, forecast.chances, strict=True):
            chances[self.band(value)] += chance
        likely = forecast.scale.dropped if forecast.likely is None else forecast.likely
        best = max(range(len(chances)), key=chances.__getitem__)
        self.add(actual, likely, best, forecast.passes >= 0.5, forecast.mean, chances[best])
        fails = actual < self.passing
        self.failed += fails
        if 1 - forecast.passes >= AT_RISK:
            self.named.append(fails)

    def naive(self, actual: int, value: float, level: int) -> None:
        self.add(actual, level, self.band(level), level >= self.passing, value)

    @property
    def figures(self) -> tuple[float, float, float, float]:
        return (100 * self.exact / self.count, 100 * self.banded / self.count, 100 * self.passed / self.count,
                math.sqrt(self.squares / self.count))

    def calibration(self) -> tuple[float, list[tuple[str, int, float, float]]]:
        """The expected calibration error of the band foretold, and its table by tenths: how sure, how often right."""
        tenths: dict[int, list[tuple[float, bool]]] = {}
        for certainty, right in self.sure:
            tenths.setdefault(min(int(certainty * 10), 9), []).append((certainty, right))
        table = [(f"{10 * tenth}–{10 * tenth + 10} %", len(found), 100 * sum(c for c, _ in found) / len(found),
                  100 * sum(r for _, r in found) / len(found)) for tenth, found in sorted(tenths.items())]
        error = sum(size * abs(said - was) for _, size, said, was in table) / max(len(self.sure), 1)
        return error, table


@dataclass(frozen=True)
class Setup:
    title: str
    shape: Shape
    case: Callable[[dict[str, str]], Case]
    last: str


def _with_two(row: dict[str, str]) -> Case:
    first, second, failures, absences = (float(row[key]) for key in ("G1", "G2", "failures", "absences"))
    return Case(second, (first, failures, min(absences, 20)),
                (min(second, 10), float(second == 0), float(absences == 0), failures), 0.0)


def _with_one(row: dict[str, str]) -> Case:
    first, failures, absences = (float(row[key]) for key in ("G1", "failures", "absences"))
    return Case(first, (failures, min(absences, 20)), (min(first, 10), float(absences == 0), failures), 0.0)


# absences are signed by nothing here: those who left that course have none on record
SETUPS = (Setup("G3 по G1 и G2", Shape(TWENTY, (1, -1, 0), (-1, 0, 0, 1), spread=1.5), _with_two, "G2"),
          Setup("G3 по одной G1", Shape(TWENTY, (-1, 0), (-1, 0, 1), spread=1.5), _with_one, "G1"))


def cross_validated(rows: Sequence[dict[str, str]], setup: Setup, repeats: int = REPEATS) -> tuple[Score, Score]:
    """The model and the naive predictor on folds that the model has not seen."""
    ours, naive = Score(ERASMUS, TWENTY.passing), Score(ERASMUS, TWENTY.passing)
    seen = [Seen(setup.case(row), int(row["G3"]) or None) for row in rows]
    for model, fold in _folds(seen, setup.shape, repeats):
        for place in fold:
            actual, last = int(rows[place]["G3"]), int(rows[place][setup.last])
            ours.foretold(actual, model.forecast(seen[place].case))
            naive.naive(actual, last, last)
    return ours, naive


def _folds(seen: Sequence[Seen], shape: Shape, repeats: int) -> Iterator[tuple[Model, list[int]]]:
    order, chance = list(range(len(seen))), random.Random(SEED)
    for _ in range(repeats):
        chance.shuffle(order)
        for number in range(FOLDS):
            fold = order[number::FOLDS]
            held = set(fold)
            yield learn(shape, [one for place, one in enumerate(seen) if place not in held]), fold


def read_rows(folder: Path | None) -> list[dict[str, str]] | None:
    """The open table, where the folder has it; it is never a part of the project."""
    file = folder / FILE if folder else None
    if file is None or not file.is_file():
        return None
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def semester_back(app: Flask, weeks: Sequence[int] = WEEKS) -> Iterator[tuple[str, Score, Score]]:
    """The last finished semester as it stood after some weeks, foretold by the one before it."""
    with app.app_context():
        norms = Norms()
        now = db.session.scalars(sa.select(Semester).order_by(Semester.starts.desc()).limit(2)).all()
        last = finished(now[-1])
        before = finished(last) if last else None
        if last is None or before is None:
            return
        for week in weeks:
            yield f"неделя {week}", *_week(last, before, week, norms)


def _week(last: Semester, before: Semester, week: int, norms: Norms) -> tuple[Score, Score]:
    share = 7 * week / (last.ends - last.starts).days
    taught = taught_by(before, share, norms)
    facts = journal_facts(Journal.semester_id == last.id, last.starts + dt.timedelta(weeks=week), norms, last.starts)
    ended = results([journal.id for journal in facts])
    ours, naive = Score((3, 4, 5), MARKS.passing), Score((3, 4, 5), MARKS.passing)
    for journal in facts:
        known = [one.evidence for one in journal.students if (journal.id, one.id) in ended]
        for seen, evidence in zip(cases(journal, ended, taught.trust), known, strict=True):
            actual = seen.result or MARKS.dropped
            ours.foretold(actual, taught.model.forecast(seen.case))
            average = 3.7 if evidence.average is None else evidence.average
            naive.naive(actual, average, MARKS.nearest(average))
    return ours, naive


def show(title: str, pairs: Iterable[tuple[str, Score, Score]], banded: str, naive_name: str) -> None:
    print(f"\n{title}\n{'':<36}{'точно, %':>10}{banded:>14}{'сдал, %':>10}{'RMSE':>8}{'ECE, %':>8}")
    for name, ours, naive in pairs:
        for who, score in ((name, ours), (f"  {naive_name}", naive)):
            exact, bands, passed, error = score.figures
            ece = f"{score.calibration()[0]:.1f}" if score.sure else "—"
            print(f"{who:<36}{exact:>10.1f}{bands:>14.1f}{passed:>10.1f}{error:>8.3f}{ece:>8}")


def show_risk(pairs: Iterable[tuple[str, Score, Score]]) -> None:
    """How many of those named at risk failed, and how many of those who failed were named."""
    print(f"\n{'В зоне риска':<36}{'названо':>10}{'из них верно':>14}{'всего «2» и «н/а»':>20}")
    for name, ours, _ in pairs:
        print(f"{name:<36}{len(ours.named):>10}{sum(ours.named):>14}{ours.failed:>20}")


def show_calibration(name: str, score: Score) -> None:
    print(f"\n{name}: уверенность и доля верных\n{'сказано':<14}{'случаев':>9}{'в среднем, %':>14}{'верно, %':>10}")
    for tenth, size, said, was in score.calibration()[1]:
        print(f"{tenth:<14}{size:>9}{said:>14.1f}{was:>10.1f}")
