"""The bench of the forecast: scores by hand, folds that hide what they ask, a semester foretold by the one before."""

from __future__ import annotations

import random

import pytest

from rules.forecast.scale import MARKS, Forecast
from tools import backtest


def rows(count: int = 120) -> list[dict[str, str]]:
    """Invented students: the last mark tells much, a tenth gets no result."""
    chance = random.Random(5)
    found = []
    for number in range(count):
        level = chance.gauss(11, 3)
        first, second, last = (str(min(max(round(level + chance.gauss(0, 1.2)), 1), 20)) for _ in range(3))
        gone = number % 10 == 0
        found.append({"G1": first, "G2": "0" if gone else second, "G3": "0" if gone else last, "failures": "0",
                      "absences": "0" if gone else "4"})
    return found


def test_scores_by_hand():
    score = backtest.Score((3, 4, 5), MARKS.passing)
    score.foretold(4, Forecast(MARKS, 0.0, (0.0, 0.2, 0.8, 0.0)))   # right, 80 % sure, the mean is 3,8
    score.foretold(2, Forecast(MARKS, 0.1, (0.0, 0.6, 0.3, 0.0)))   # «3» and wrong, the mean is 3,2
    assert score.figures == pytest.approx((50, 50, 50, ((0.2 ** 2 + 1.2 ** 2) / 2) ** 0.5))
    assert (score.named, score.failed) == ([], 1), "a chance of failing of 0,1 is not named"
    score.foretold(2, Forecast(MARKS, 0.3, (0.2, 0.4, 0.1, 0.0)))
    assert (score.named, score.failed) == ([True], 2)
    del score.sure[-1]
    error, table = score.calibration()
    assert [line[:2] for line in table] == [("60–70 %", 1), ("80–90 %", 1)]
    assert error == pytest.approx((60 + 20) / 2)


@pytest.mark.parametrize(("value", "band"), [(0, 0), (9, 0), (10, 1), (11, 1), (12, 2), (14, 3), (16, 4), (20, 4)])
def test_bands_of_erasmus(value, band):
    assert backtest.Score(backtest.ERASMUS, 10).band(value) == band


@pytest.mark.parametrize("setup", backtest.SETUPS, ids=lambda setup: setup.last)
def test_every_student_is_asked_once_a_round(setup):
    ours, naive = backtest.cross_validated(rows(), setup, repeats=1)
    again, _ = backtest.cross_validated(rows(), setup, repeats=1)
    assert ours.count == naive.count == 120
    assert ours.figures == again.figures, "the seed is fixed"
    assert ours.figures[3] < naive.figures[3], "the model beats the last mark"


def test_a_fold_is_not_taught_what_it_asks():
    """A model that had seen them would know that all of a fold failed."""
    known = rows(40)
    setup = backtest.SETUPS[0]
    seen = [backtest.Seen(setup.case(row), int(row["G3"]) or None) for row in known]
    for model, fold in backtest._folds(seen, setup.shape, 1):
        assert model.seen == 40 - len(fold)


def test_without_data_nothing_is_invented(tmp_path, capsys):
    assert backtest.read_rows(tmp_path) is None
    assert backtest.read_rows(None) is None
