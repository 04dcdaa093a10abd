"""What the diary tells parents: absences in words, a work that waits for its mark (п. 4.1, 5.8, 6.3)."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.groups import YEAR_STARTS, course
from rules.lessons import Stay
from rules.terms import Gender, MovementKind
from rules.violation import Violation
from rules.words import by_gender, plural

SATURDAY, SUNDAY = 5, 6
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
    excused: bool = False


@dataclass(frozen=True)
class Place:
    """Days in a group; its course of a year follows from the admission."""

    group: str
    stay: Stay
    admission_year: int = 0
    first_course: int = 1


@dataclass(frozen=True)
class Standing:
    """Why a student is in no group today, in words; ``last_day`` is the last one in a group, if there was any."""

    words: str
    last_day: dt.date | None = None


LEFT = {MovementKind.EXPULSION: "Отчислен(а)", MovementKind.GRADUATION: "Выпуск",
        MovementKind.LEAVE: "Академический отпуск", MovementKind.TRANSFER: "Переведён(а)"}


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


def standing(places: Sequence[Place], today: dt.date, gender: Gender | None) -> Standing | None:
    """What to say of a student who is not in a group today: left by which order, or not come yet (п. 5.4)."""
    if any(place.stay.holds(today) for place in places):
        return None
    last = next((place.stay for place in reversed(places) if place.stay.starts <= today), None)
    ahead = next((place for place in places if place.stay.starts > today), None)
    if ahead is not None:
        return Standing(f"Занятия в группе {ahead.group} начнутся {ahead.stay.starts:%d.%m.%Y}",
                        last.ends if last else None)
    if last is None or last.ends is None:
        return Standing(by_gender("Ещё не зачислен(а) в группу", gender))
    order = f", приказ № {last.left.number}" if last.left else ""
    what = LEFT.get(last.left.kind, "Выбыл(а)") if last.left else "Выбыл(а)"
    return Standing(f"{by_gender(what, gender)} с {last.ends + dt.timedelta(days=1):%d.%m.%Y}{order}", last.ends)


def group_words(places: Sequence[Place], first: dt.date, last: dt.date) -> str:
    """Groups of a span of days: «группа ИС-21», «по 08.10 группа ЭО-11, с 09.10 группа СВ-12»; "" in none."""
    met = [place for place in places if place.stay.starts <= last and (place.stay.ends or last) >= first]
    if len(met) < 2:
        return "".join(f"группа {place.group}" for place in met)
    ended = met[0].stay.ends or last
    return ", ".join([f"по {ended:%d.%m} группа {met[0].group}",
                      *(f"с {place.stay.starts:%d.%m} группа {place.group}" for place in met[1:])])


def year_words(places: Sequence[Place], year: int) -> str:
    """Groups of an academic year with their course: «ЭО-11, СВ-12, 1-й курс»."""
    first, last = dt.date(year, YEAR_STARTS, 1), dt.date(year + 1, YEAR_STARTS, 1) - dt.timedelta(days=1)
    met = [place for place in places if place.stay.starts <= last and (place.stay.ends or last) >= first]
    courses = {course(place.admission_year, year, place.first_course): None for place in met}
    return ", ".join([*dict.fromkeys(place.group for place in met), *(f"{number}-й курс" for number in courses)])


def check_acknowledgement(monday: dt.date, today: dt.date, stays: Iterable[Stay]) -> Violation | None:
    """A week is seen after it has begun, and only one in which the student was in a group (п. 5.7)."""
    sunday = monday + dt.timedelta(days=SUNDAY)
    if monday > today:
        return Violation("5.7", "Эта неделя ещё не началась", "week")
    if not any(stay.starts <= sunday and (stay.ends or sunday) >= monday for stay in stays):
        return Violation("5.7", "В эту неделю студент не состоял в группе: отмечать нечего", "week")
    return None
