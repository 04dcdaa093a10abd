"""Periods of reports: what codes name, what is offered, on which day students are counted."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.report_periods import PeriodKind, StudyYear, choices, days_between, read_period
from rules.spans import Days

day = dt.date.fromisoformat
YEAR = StudyYear(2023, Days(day("2023-09-01"), day("2024-06-30")), (
    (1, Days(day("2023-09-01"), day("2023-12-29"))), (2, Days(day("2024-01-09"), day("2024-06-30")))))
TODAY = day("2023-11-20")


@pytest.mark.parametrize(("code", "kind", "first", "last", "title"), [
    ("2023-11", PeriodKind.MONTH, "2023-11-01", "2023-11-30", "ноябрь 2023"),
    ("2024-02", PeriodKind.MONTH, "2024-02-01", "2024-02-29", "февраль 2024"),
    ("2023-12", PeriodKind.MONTH, "2023-12-01", "2023-12-31", "декабрь 2023"),
    ("2023-W47", PeriodKind.WEEK, "2023-11-20", "2023-11-26", "20–26 ноября 2023"),
    ("2024-W01", PeriodKind.WEEK, "2024-01-01", "2024-01-07", "1–7 января 2024"),
    ("2023.1", PeriodKind.SEMESTER, "2023-09-01", "2023-12-29", "1 семестр 2023-2024"),
    ("2023.2", PeriodKind.SEMESTER, "2024-01-09", "2024-06-30", "2 семестр 2023-2024"),
    ("2023", PeriodKind.YEAR, "2023-09-01", "2024-06-30", "2023-2024 учебный год"),
    ("2023-11-01_2023-11-07", PeriodKind.DAYS, "2023-11-01", "2023-11-07", "с 01.11.2023 по 07.11.2023"),
])
def test_a_code_names_a_period(code, kind, first, last, title):
    found = read_period(code, [YEAR])
    assert (found.kind, found.code, found.title, found.first, found.last) == (kind, code, title, day(first), day(last))


@pytest.mark.parametrize("code", [
    "", "2022", "2022.1", "2023.3", "2023-13", "2023-W54", "2023-W00", "2023-02-30_2023-03-01",
    "2023-03-02_2023-03-01", "2020-01-01_2023-01-01", "x", "２０２３"])
def test_other_codes_name_none(code):
    assert read_period(code, [YEAR]) is None


def test_what_has_not_begun_is_not_offered():
    offered = choices((PeriodKind.SEMESTER, PeriodKind.MONTH, PeriodKind.YEAR), [YEAR], TODAY)
    assert [one.code for one in offered] == ["2023.1", "2023-11", "2023-10", "2023-09", "2023"]
    assert choices((PeriodKind.SEMESTER,), [], TODAY) == []
    assert [one.code for one in choices((PeriodKind.WEEK, PeriodKind.DAYS), [YEAR], TODAY)][:2] == [
        "2023-W47", "2023-W46"]


@pytest.mark.parametrize(("code", "counted"), [("2023-11", "2023-11-20"), ("2023-10", "2023-10-31"),
                                               ("2023.1", "2023-11-20")])
def test_students_are_counted_on_the_last_day_or_today(code, counted):
    assert read_period(code, [YEAR]).counted_on(TODAY) == day(counted)


def test_days_are_in_order_and_a_year_at_most():
    assert days_between(TODAY, TODAY).title == "с 20.11.2023 по 20.11.2023"
    assert days_between(TODAY, TODAY - dt.timedelta(days=1)) is None
    assert days_between(TODAY, TODAY + dt.timedelta(days=401)) is None
