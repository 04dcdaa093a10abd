"""Hours given: to the one who taught, and once for the group whatever its subgroups (п. 5.6, 7.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Taught:
    """One lesson as hours are counted: ``teacher`` gave it, instead of ``substituted`` if anybody."""

    journal: int
    line: int
    date: dt.date
    pair: int
    hours: int
    teacher: int
    substituted: int | None = None


def hours_of(teacher: int, lessons: Iterable[Taught]) -> int:
    """Hours of a teacher: every lesson he gave, each subgroup by itself."""
    return sum(lesson.hours for lesson in lessons if lesson.teacher == teacher)


def hours_of_group(lessons: Iterable[Taught]) -> dict[int, int]:
    """Hours of a group by curriculum line: subgroups at one time are one lesson, at different times too.

    A line taught by subgroups is given as far as the subgroup that had the most: the plan counts the group once.
    """
    by_journal: dict[tuple[int, int], int] = defaultdict(int)
    for lesson in lessons:
        by_journal[lesson.line, lesson.journal] += lesson.hours
    found: dict[int, int] = {}
    for (line, _), hours in by_journal.items():
        found[line] = max(found.get(line, 0), hours)
    return found
