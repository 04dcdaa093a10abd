"""Norms: defaults of decision 10, the college's values, bounds."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from rules.norms import NORMS, Norms, Rounding, check_norm, definition, in_force, shown
from rules.violation import Violation


def test_every_norm_has_a_definition_and_the_same_default() -> None:
    fields = {field.name for field in dataclasses.fields(Norms)} - {"mark_scale"}
    assert {norm.code for norm in NORMS} == fields
    assert Norms.from_values({norm.code: norm.default for norm in NORMS}) == Norms()


@pytest.mark.parametrize(("field", "value", "point"), [
    ("grace_days", 3, "6.1"), ("workday_ends", dt.time(17, 0), "6.2"), ("results_days", 7, "6.3"),
    ("marks_per_36_hours", 10, "6.4"), ("missed_share", Decimal("0.5"), "6.7"), ("inspection_every_months", 1, "7.2"),
    ("na_weight", 7, ""),
])
def test_defaults(field: str, value: object, point: str) -> None:
    assert getattr(Norms(), field) == value
    known = definition(field)
    assert known is not None
    assert known.point == point


@pytest.mark.parametrize("norm", NORMS, ids=lambda norm: norm.code)
def test_default_is_within_bounds(norm) -> None:
    assert check_norm(norm.code, norm.default) is None
    assert check_norm(norm.code, norm.lowest) is None
    assert check_norm(norm.code, norm.highest) is None
    assert check_norm(norm.code, norm.lowest - 1) is not None
    assert check_norm(norm.code, norm.highest + 1) is not None


@pytest.mark.parametrize(("code", "value", "fits"), [
    ("workday_ends", "17.30", True), ("workday_ends", "17.75", False), ("workday_ends", "17.305", False),
    ("grace_days", "2.5", False), ("missed_share", "0.4", True), ("missed_share", "NaN", False),
    ("no_such_norm", "1", False),
])
def test_values(code: str, value: str, fits: bool) -> None:
    assert (check_norm(code, Decimal(value)) is None) is fits


def test_values_of_the_college_replace_the_defaults() -> None:
    norms = Norms.from_values({"workday_ends": Decimal("16.30"), "grace_days": Decimal("5.00"),
                               "accumulation_rounding": Decimal(3)})
    assert (norms.workday_ends, norms.grace_days, norms.results_days) == (dt.time(16, 30), 5, 7)
    assert norms.accumulation_rounding is Rounding.DOWN
    with pytest.raises(Violation):
        Norms.from_values({"grace_days": Decimal(-1)})


def test_the_value_in_force_on_a_day() -> None:
    rows = [("grace_days", Decimal(5), dt.date(2024, 1, 1)), ("grace_days", Decimal(2), dt.date(2023, 9, 1))]
    assert in_force(rows, dt.date(2023, 8, 31)) == {}
    assert in_force(rows, dt.date(2023, 12, 31)) == {"grace_days": Decimal(2)}
    assert in_force(rows, dt.date(2024, 1, 1)) == {"grace_days": Decimal(5)}


@pytest.mark.parametrize(("value", "text"), [("17.00", "17"), ("0.5", "0,5"), ("100", "100"), ("7.00", "7")])
def test_shown(value: str, text: str) -> None:
    assert shown(Decimal(value)) == text
