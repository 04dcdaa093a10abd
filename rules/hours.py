"""Hours given go to the one who taught (п. 5.6, 7.3)."""

from __future__ import annotations

import datetime as dt
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
