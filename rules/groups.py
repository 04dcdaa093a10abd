"""Courses, semesters and the lines of a curriculum that a group studies in them (п. 5.4, Пр. 10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar

from rules.violation import Violation

LAST_COURSE = 6
YEAR_STARTS = 9  # September


class OfSemester(Protocol):
    """Anything that belongs to a semester of a curriculum."""

    @property
    def semester_number(self) -> int: ...


Line = TypeVar("Line", bound=OfSemester)


def academic_year(day: dt.date) -> int:
    """The calendar year in which the academic year of a day starts."""
    return day.year if day.month >= YEAR_STARTS else day.year - 1


def group_title(name: str, admission_year: int, closed_on: dt.date | None, subgroup: int | None = None) -> str:
    """A group as a list of several years names it: names come back, so a closed one tells its admission."""
    title = name if closed_on is None else f"{name}, набор {admission_year}"
    return f"{title}, подгр. {subgroup}" if subgroup else title


def subgroup_title(number: int | str | None) -> str:
    """«подгруппа 1»; nothing of the whole group."""
    return f"подгруппа {number}" if number else ""


def with_subgroup(title: str, number: int | str | None) -> str:
    """«ИС-22, подгруппа 1»: a group, a discipline or a teacher, and the part of the group where there is one."""
    return f"{title}, {subgroup_title(number)}" if number else title


def course(admission_year: int, year: int, first_course: int = 1) -> int:
    """Course in the academic year that starts in ``year``; below 1 before admission."""
    return year - admission_year + first_course


def is_studying(admission_year: int, year: int, closed_on: dt.date | None = None, first_course: int = 1) -> bool:
    """Whether the group studies in a year: admitted, not past the last course, not closed before September."""
    closed = closed_on is not None and closed_on <= dt.date(year, YEAR_STARTS, 1)
    return first_course <= course(admission_year, year, first_course) <= LAST_COURSE and not closed


def is_closed(closed_on: dt.date | None, day: dt.date) -> bool:
    """A group is closed from its closing day on."""
    return closed_on is not None and closed_on <= day


def semester_number(course_number: int, semester: int) -> int:
    """Number of a semester in the curriculum: (course − 1) × 2 + semester."""
    return (course_number - 1) * 2 + semester


def place(number: int) -> tuple[int, int]:
    """Course and semester by the number in the curriculum: 5 → (3, 1)."""
    return (number + 1) // 2, 2 - number % 2


def lines_of_semester(lines: Iterable[Line], admission_year: int, year: int, semester: int,
                      first_course: int = 1) -> list[Line]:
    """Lines of the group's curriculum that it studies in a semester of a year (Пр. 10)."""
    wanted = semester_number(course(admission_year, year, first_course), semester)
    return [line for line in lines if line.semester_number == wanted]


def check_group(admission_year: int, year: int, closed_on: dt.date | None, day: dt.date,
                first_course: int = 1) -> Violation | None:
    """A group takes journals and students only while it studies."""
    if is_closed(closed_on, day):
        assert closed_on is not None
        return Violation("5.4", f"Группа закрыта с {closed_on:%d.%m.%Y}", "group_id")
    if course(admission_year, year, first_course) < first_course:
        return Violation("5.4", f"Группа набора {admission_year} года в {year}-{year + 1} ещё не учится", "group_id")
    if course(admission_year, year, first_course) > LAST_COURSE:
        return Violation("5.4", f"Группа набора {admission_year} года уже закончила обучение", "group_id")
    return None
