"""A fault of each check in a small world: how it is made, whom it names, how it is mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from access.identity import Identity
from models import User
from tests import factories as f

TUESDAY = dt.date(2023, 11, 14)
FIRST, LAST = dt.date(2023, 11, 1), dt.date(2023, 11, 20)
NOW = dt.datetime(2023, 11, 20, 15, 0, tzinfo=ZoneInfo("Asia/Barnaul"))  # a Monday
JOB = Identity(None, frozenset(), NOW, "job")


@dataclass(frozen=True)
class Fault:
    """A world with one fault and its healthy neighbours.

    who: the person who answers; mend: puts it right; now: another moment of the clock.
    lesson, student: where it is; None when the check is not about one; explanation: what is said already.
    """

    who: User | None
    mend: Callable[[], Any]
    lesson: Any = None
    student: Any = None
    explanation: str | None = None
    now: dt.datetime = NOW
    first: dt.date = FIRST
    last: dt.date = LAST


FAULTS: list[tuple[str, str, Callable[[], Fault]]] = []


def fault(check: str) -> Callable[[Callable[[], Fault]], Callable[[], Fault]]:
    """Register a world of the check; a check may have several."""
    def remember(build: Callable[[], Fault]) -> Callable[[], Fault]:
        FAULTS.append((check, build.__name__, build))
        return build
    return remember


def day(number: int, month: int = 11) -> dt.date:
    return dt.date(2023, month, number)


def lesson(journal: Any = None, date: dt.date = TUESDAY, pair: int = 1, **values: Any) -> Any:
    """A whole lesson of Tuesday, 14.11 with homework, unless said otherwise."""
    homework = values.pop("homework", True)
    made = f.LessonFactory(**({} if journal is None else {"journal": journal}), date=date, pair=pair, **values)
    if homework:
        f.HomeworkFactory(lesson=made)
    return made


def lessons(journal: Any, *numbers: int, **values: Any) -> list[Any]:
    """Whole lessons of the days of November."""
    return [lesson(journal, day(number), **values) for number in numbers]


def member(journal: Any, **values: Any) -> Any:
    """A student of the journal's group."""
    return f.MembershipFactory(group=journal.group, **values).student


def mark(lesson: Any, student: Any, value: int = 4, **values: Any) -> Any:
    """A mark of the student at the lesson."""
    cell = f.CellFactory(lesson=lesson, student=student, **values.pop("cell", {}))
    return f.MarkFactory(cell=cell, value=value, **values)


def absent(lesson: Any, student: Any, letter: str = "н", **values: Any) -> Any:
    return f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=student, **values), kind__letter=letter,
                            **({"kind__is_late": True} if letter == "о" else {}))
