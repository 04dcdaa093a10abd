"""What the diary tells parents: absences in words, a work that waits for its mark (п. 4.1, 5.8, 6.3)."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rules.terms import Gender
from rules.words import by_gender, plural

SATURDAY = 5
_VERBS = ("не был", "опоздал", "отсутствовал", "болел")
_MASCULINE = re.compile(rf"\b({'|'.join(_VERBS)})\b(?!\()")


@dataclass(frozen=True)
class Missed:
    """One absence as the dictionary describes it: its title and its words for the diary."""

    title: str
    words: str
    is_late: bool = False
    minutes: int | None = None
    hours: int = 0


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def absence_words(missed: Missed, gender: Gender | None) -> str:
    """«не была: болезнь», «опоздал на 10 мин»: words of the dictionary, never its letters."""
    said = by_gender(_MASCULINE.sub(r"\1(а)", missed.words.strip() or missed.title), gender)
    if not said.startswith(_VERBS):
        said = by_gender("опоздал(а)" if missed.is_late else f"не был(а): {said}", gender)
    return f"{said} на {missed.minutes} мин" if missed.is_late and missed.minutes else said


def missed_words(absences: Iterable[Missed]) -> list[str]:
    """Absences of a week counted by cause: «2 занятия: болезнь», «1 опоздание»."""
    late, causes = 0, Counter[str]()
    for missed in absences:
        if missed.is_late:
            late += 1
        else:
            causes[missed.title] += 1
    lines = [f"{count} {plural(count, 'занятие', 'занятия', 'занятий')}: {title}" for title, count in causes.items()]
    return [*lines, f"{late} {plural(late, 'опоздание', 'опоздания', 'опозданий')}"] if late else lines


def awaits_mark(held_on: dt.date, today: dt.date, days: int) -> bool:
    """Whether the marks of a declared work are still due: a week from the day it was held (п. 6.3)."""
    return held_on <= today <= held_on + dt.timedelta(days=days)
