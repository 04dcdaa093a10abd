"""Hours given: to the one who taught, and once for the group whatever its subgroups (п. 5.6, 7.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Taught:
    """One lesson as hours are counted: to a subgroup or to the whole group (None), by ``teacher``."""

    line: int
    subgroup: int | None
    date: dt.date
    pair: int
    hours: int
    teacher: int


def hours_of(teacher: int, lessons: Iterable[Taught]) -> int:
    """Hours of a teacher: every lesson he gave, each subgroup by itself."""
    return sum(lesson.hours for lesson in lessons if lesson.teacher == teacher)


def hours_of_group(lessons: Iterable[Taught]) -> dict[int, int]:
    """Hours of a group by curriculum line: what the whole group had, and subgroups once, at one time or not.

    Of subgroups the one that had the most counts: the plan counts the group once. A change of teacher in the middle
    of a semester loses nothing.
    """
    had: dict[int, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    for lesson in lessons:
        had[lesson.line][lesson.subgroup] += lesson.hours
    return {line: parts.pop(None, 0) + max(parts.values(), default=0) for line, parts in had.items()}
