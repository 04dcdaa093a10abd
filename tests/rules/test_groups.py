"""Courses and semesters of groups (п. 5.4, Пр. 10)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from rules.groups import (
    academic_year,
    check_group,
    course,
    is_closed,
    is_studying,
    lines_of_semester,
    place,
    semester_number,
    subgroup_title,
    with_subgroup,
)


@dataclass(frozen=True)
class Line:
    title: str
    semester_number: int


@pytest.mark.parametrize(("day", "year"), [
    (dt.date(2023, 9, 1), 2023), (dt.date(2023, 8, 31), 2022), (dt.date(2024, 1, 15), 2023),
    (dt.date(2024, 6, 30), 2023), (dt.date(2023, 12, 31), 2023),
])
def test_academic_year(day: dt.date, year: int) -> None:
    assert academic_year(day) == year


@pytest.mark.parametrize(("admission", "year", "first", "expected", "why"), [
    (2023, 2023, 1, 1, "the year of admission"),
    (2021, 2023, 1, 3, "two years later"),
    (2023, 2023, 2, 2, "admitted to the second course after 11 classes"),
    (2024, 2023, 1, 0, "not admitted yet"),
])
def test_course(admission: int, year: int, first: int, expected: int, why: str) -> None:
    assert course(admission, year, first) == expected, why


@pytest.mark.parametrize(("number", "where"), [(1, (1, 1)), (2, (1, 2)), (5, (3, 1)), (8, (4, 2))])
def test_semester_numbers(number: int, where: tuple[int, int]) -> None:
    assert place(number) == where
    assert semester_number(*where) == number


LINES = [Line("Математика", 1), Line("Математика", 2), Line("Базы данных", 3), Line("Сети", 5)]


@pytest.mark.parametrize(("admission", "year", "semester", "first", "titles", "why"), [
    (2023, 2023, 1, 1, ["Математика"], "first course, first semester"),
    (2022, 2023, 1, 1, ["Базы данных"], "second course"),
    (2022, 2023, 2, 1, [], "the plan has nothing there"),
    (2022, 2023, 1, 2, ["Сети"], "admitted to the second course, now on the third"),
    (2024, 2023, 1, 1, [], "not admitted yet"),
])
def test_lines(admission: int, year: int, semester: int, first: int, titles: list[str], why: str) -> None:
    found = lines_of_semester(LINES, admission, year, semester, first)
    assert [line.title for line in found] == titles, why


@pytest.mark.parametrize(("closed_on", "day", "closed"), [
    (None, dt.date(2023, 11, 20), False),
    (dt.date(2023, 11, 20), dt.date(2023, 11, 20), True),
    (dt.date(2023, 11, 21), dt.date(2023, 11, 20), False),
])
def test_closed(closed_on: dt.date | None, day: dt.date, closed: bool) -> None:
    assert is_closed(closed_on, day) is closed


@pytest.mark.parametrize(("admission", "year", "closed_on", "studying", "why"), [
    (2023, 2023, None, True, "first course"),
    (2024, 2023, None, False, "admitted next year"),
    (2017, 2023, None, False, "seventh course"),
    (2020, 2023, dt.date(2023, 6, 30), False, "closed in summer"),
    (2020, 2023, dt.date(2024, 6, 30), True, "closes after the year"),
])
def test_studying(admission: int, year: int, closed_on: dt.date | None, studying: bool, why: str) -> None:
    assert is_studying(admission, year, closed_on) is studying, why
    violation = check_group(admission, year, closed_on, dt.date(year, 11, 20))
    assert (violation is None) is studying, why


@pytest.mark.parametrize(("number", "alone", "after"), [(1, "подгруппа 1", "ИС-22, подгруппа 1"), (None, "", "ИС-22")])
def test_a_part_of_a_group_is_named_after_it(number, alone, after):
    assert (subgroup_title(number), with_subgroup("ИС-22", number)) == (alone, after)
