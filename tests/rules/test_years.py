"""Years, semesters, days off, bells (п. 6.9)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.bells import Bell, check_bell
from rules.spans import Days
from rules.terms import DayKind
from rules.years import check_days_off, check_inside, check_semester, check_year


def days(first: str, last: str) -> Days:
    return Days(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


YEAR = days("2023-09-01", "2024-06-30")
FIRST, SECOND = days("2023-09-01", "2023-12-29"), days("2024-01-09", "2024-06-29")


@pytest.mark.parametrize(("year", "span", "fields", "why"), [
    (2024, days("2024-09-02", "2025-06-30"), [], "an ordinary year"),
    (2024, days("2024-08-26", "2025-08-31"), [], "from August to August"),
    (2024, days("2024-01-15", "2025-06-30"), ["starts"], "from January"),
    (2024, days("2025-09-01", "2025-12-30"), ["starts", "ends"], "of another year"),
    (2024, days("2024-09-02", "2025-12-31"), ["ends"], "more than a year"),
    (2024, days("2024-09-02", "2024-09-01"), ["ends"], "turned back"),
    (2023, YEAR, ["starts"], "once more"),
])
def test_years(year: int, span: Days, fields: list[str], why: str) -> None:
    assert [violation.field for violation in check_year(year, span, [("2023-2024", YEAR)])] == fields, why


@pytest.mark.parametrize(("number", "span", "others", "fields", "why"), [
    (1, FIRST, {}, [], "the first"),
    (2, SECOND, {1: FIRST}, [], "the second after it"),
    (2, days("2023-12-29", "2024-06-29"), {1: FIRST}, ["starts"], "one common day"),
    (2, days("2023-09-01", "2023-10-10"), {1: days("2023-10-11", "2023-12-29")}, ["starts"], "the second first"),
    (1, days("2023-08-31", "2023-12-29"), {}, ["starts"], "before the year"),
    (2, days("2024-01-09", "2024-07-01"), {}, ["ends"], "past the year"),
    (2, days("2024-01-09", "2024-01-20"), {}, ["ends"], "twelve days"),
    (2, days("2024-06-29", "2024-01-09"), {}, ["ends"], "turned back"),
])
def test_semesters(number: int, span: Days, others: dict[int, Days], fields: list[str], why: str) -> None:
    assert [violation.field for violation in check_semester(number, span, YEAR, others)] == fields, why


@pytest.mark.parametrize(("kind", "span", "field", "why"), [
    (DayKind.HOLIDAY, days("2023-11-04", "2023-11-06"), None, "three days"),
    (DayKind.HOLIDAY, days("2023-11-04", "2023-11-20"), "ends", "more than a fortnight"),
    (DayKind.VACATION, days("2024-07-01", "2024-08-31"), None, "a summer"),
    (DayKind.VACATION, days("2024-06-01", "2024-08-31"), "ends", "a quarter of the year"),
    (DayKind.WORKDAY, days("2023-11-04", "2023-11-04"), None, "one Saturday"),
    (DayKind.WORKDAY, days("2023-11-04", "2023-11-05"), "ends", "moved one by one"),
    (DayKind.DAY_OFF, days("2024-01-01", "2024-01-03"), "starts", "entered already"),
    (DayKind.DAY_OFF, days("2023-11-05", "2023-11-04"), "ends", "turned back"),
])
def test_days_off(kind: DayKind, span: Days, field: str | None, why: str) -> None:
    found = check_days_off(kind, span, [("Новый год", days("2024-01-01", "2024-01-08"))])
    assert [violation.field for violation in found] == ([field] if field else []), why


@pytest.mark.parametrize(("held", "field", "why"), [
    ([], None, "nothing yet"),
    (["2023-09-01", "2023-12-29"], None, "on the very edges"),
    (["2023-08-31"], "starts", "a lesson before"),
    (["2023-10-01", "2023-12-30"], "ends", "a lesson after"),
])
def test_what_is_recorded_stays_inside(held: list[str], field: str | None, why: str) -> None:
    found = check_inside(FIRST, [dt.date.fromisoformat(day) for day in held], "занятия")
    assert (found and found.field) == field, why


def bell(pair: int, starts: str, ends: str) -> Bell:
    return Bell(pair, dt.time.fromisoformat(starts), dt.time.fromisoformat(ends))


@pytest.mark.parametrize(("one", "field", "why"), [
    (bell(2, "10:15", "11:50"), None, "after the first"),
    (bell(0, "07:30", "08:20"), None, "a zero pair before it"),
    (bell(2, "10:05", "11:40"), None, "without a break"),
    (bell(10, "20:00", "21:00"), "pair", "no such pair"),
    (bell(2, "11:50", "10:15"), "ends", "turned back"),
    (bell(2, "10:15", "10:20"), "ends", "five minutes"),
    (bell(2, "10:15", "13:00"), "ends", "almost three hours"),
    (bell(1, "10:15", "11:50"), "pair", "there is one"),
    (bell(2, "10:00", "11:00"), "starts", "the first is not over"),
    (bell(2, "07:00", "08:00"), "starts", "the second before the first"),
    (bell(0, "12:00", "13:00"), "starts", "the zero one after the first"),
])
def test_bells(one: Bell, field: str | None, why: str) -> None:
    found = check_bell(one, [bell(1, "08:30", "10:05")])
    assert [violation.field for violation in found] == ([field] if field else []), why
