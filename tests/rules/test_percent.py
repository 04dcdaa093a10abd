"""Whole percents: half up, 100 and 0 only when it is so."""

from __future__ import annotations

import pytest

from rules.percent import percent


@pytest.mark.parametrize(("part", "whole", "shown"), [
    (22, 28, 79),  # 78.57
    (26, 30, 87),  # 86.67
    (1, 8, 13),  # 12.5
    (1, 3, 33),
    (0, 28, 0),
    (28, 28, 100),
    (399, 400, 99),  # one is missing
    (1, 400, 1),  # one is there
    (30, 28, 107),  # more hours than planned
    (0, 0, None),
])
def test_percents(part, whole, shown):
    assert percent(part, whole) == shown
