"""A timetable on its way in, as its file tells of it: names are not looked for yet (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rules.terms import WeekParity


@dataclass(frozen=True)
class Named:
    """What is taught, by whom and where, in the words of the file; ``index`` is «МДК.01.01» or empty."""

    discipline: str
    teacher: str = ""
    index: str = ""
    room: str | None = None
    subgroup: int | None = None


@dataclass(frozen=True)
class LessonRow:
    """A lesson on a date; ``place`` is its column or cell in the file; ``substitute``: who gives it instead."""

    line: int
    place: str
    date: dt.date
    pair: int
    group: str
    what: Named
    substitute: str = ""
    cancelled: bool = False


@dataclass(frozen=True)
class WeekRow:
    """A lesson of the week: on odd, even or all weeks."""

    line: int
    weekday: int
    pair: int
    parity: WeekParity
    group: str
    what: Named


@dataclass(frozen=True)
class ChangeRow:
    """A line of a substitution sheet: instead of ``was`` goes what ``now`` holds; nothing there: cancelled."""

    line: int
    date: dt.date
    pair: int
    group: str
    was: Named | None
    now: tuple[Named, ...]
    independent: bool = False


@dataclass(frozen=True)
class TimetableFile:
    """What a file holds: lessons by date, or the week, or changes of one date.

    stated: days and groups that the file tells of in full, so that a lesson not named there is not held.
    """

    lessons: tuple[LessonRow, ...] = ()
    week: tuple[WeekRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    stated: frozenset[tuple[dt.date, str]] = frozenset()
    warnings: tuple[str, ...] = ()
