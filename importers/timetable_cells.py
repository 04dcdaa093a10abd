"""What cells of timetables say: a discipline with its index, several teachers, a date in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from actions.intake.refusal import ImportRefused
from actions.intake.timetable import Named
from importers.text import clean, normalise_index, to_cyrillic
from rules.timetable_words import people, room_name, split_discipline
from rules.words import MONTHS, WEEKDAYS

_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)")
_WORDED = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(MONTHS)})\s+(\d{{4}})(?!\d)", re.IGNORECASE)
_ROOMS = re.compile(r"\s*[,;/]\s*")


@lru_cache(maxsize=4096)
def named(discipline: str, teachers: str, room: str, subgroup: int | None = None) -> tuple[Named, ...]:
    """A cell with one teacher is one lesson; with two it is two, as colleges write subgroups.

    A semester says the same cell hundreds of times: what it means is kept.
    """
    index, title = split_discipline(to_cyrillic(clean(discipline)))
    who = people(to_cyrillic(clean(teachers))) or [""]
    place = _room(room)
    places = [_room(one) for one in _ROOMS.split(clean(room))] if place else []
    rooms = places if len(places) == len(who) > 1 else [place] * len(who)
    return tuple(Named(title, one, normalise_index(index) if index else "", where, subgroup)
                 for one, where in zip(who, rooms, strict=True))


def _room(text: str) -> str | None:
    """«Мoodle» is a word of two alphabets, and it is not Cyrillic that it should become."""
    plain = clean(text)
    return room_name(plain if "oodle" in plain else to_cyrillic(plain))


def dates_in(text: str) -> list[dt.date]:
    """Every date of a phrase: «на 27.10.2025 г.», «на 28 СЕНТЯБРЯ 2026»."""
    found = []
    for day, month, year in _DOTTED.findall(text):
        found.append(_date(int(day), int(month), int(year) + (2000 if len(year) == 2 else 0)))
    for day, word, year in _WORDED.findall(text):
        found.append(_date(int(day), MONTHS.index(word.lower()) + 1, int(year)))
    return [one for one in found if one is not None]


def _date(day: int, month: int, year: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def day_of_sheet(titles: Iterable[str], sheet: str, given: dt.date | None) -> tuple[dt.date, list[str]]:
    """The day that a sheet is for, and what to be told of it.

    The title and the name of the sheet may disagree: the weekday of the title decides, or else people do.
    """
    text = " ".join(titles)
    if given is not None:
        return given, []
    told = list(dict.fromkeys([*dates_in(text), *dates_in(sheet)]))
    if not told:
        raise ImportRefused.because("На листе нет даты: укажите день, на который составлено расписание")
    weekday = next((number for number, name in enumerate(WEEKDAYS, 1) if name in text.casefold()), None)
    fitting = [day for day in told if weekday is None or day.isoweekday() == weekday]
    if len(told) > 1 and len(fitting) != 1:
        days = " и ".join(f"{day:%d.%m.%Y}" for day in told)
        raise ImportRefused.because(f"В заголовке и в названии листа разные даты: {days}. Укажите день сами")
    day = fitting[0] if fitting else told[0]
    words = []
    if len(told) > 1:
        words.append(f"В заголовке и в названии листа разные даты; по дню недели взято {day:%d.%m.%Y}")
    if weekday is not None and day.isoweekday() != weekday:
        words.append(f"{day:%d.%m.%Y} — {WEEKDAYS[day.isoweekday() - 1]}, а в заголовке {WEEKDAYS[weekday - 1]}")
    return day, words
