"""Russian words around numbers, dates and people."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from rules.terms import Gender

MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня",
          "июля", "августа", "сентября", "октября", "ноября", "декабря")
MONTH_TITLES = ("январь", "февраль", "март", "апрель", "май", "июнь",
                "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь")
SHORT_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
FEMININE = ("ни одной", "одна", "две", "три", "четыре", "пять", "шесть", "семь", "восемь")
_ENDING = re.compile(r"(\w+)\(-?(\w+)\)")


def plural(count: int, one: str, few: str, many: str) -> str:
    """The form of a noun after a number: 1 занятие, 2 занятия, 5 занятий."""
    if count % 10 == 1 and count % 100 != 11:
        return one
    if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14):
        return few
    return many


def waiting(left: dt.timedelta) -> str:
    """«через 14 минут», «через 3 часа»: never sooner than it will be."""
    minutes = -(-int(left.total_seconds()) // 60) or 1
    if minutes <= 90:
        return f"через {minutes} {plural(minutes, 'минуту', 'минуты', 'минут')}"
    hours = -(-minutes // 60)
    return f"через {hours} {plural(hours, 'час', 'часа', 'часов')}"


def joined(words: Sequence[str]) -> str:
    """«темы, посещаемости и задания»."""
    return " и ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def number_word(number: int) -> str:
    """A small number of things feminine in Russian by a word: «две»; a bigger one by digits."""
    return FEMININE[number] if number < len(FEMININE) else str(number)


def date_words(day: dt.date) -> str:
    """«13 ноября»."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def span_words(first: dt.date, last: dt.date, year: int) -> str:
    """«13–18 ноября», «30 октября – 4 ноября»; with the year when it is not ``year``."""
    if (first.year, first.month) == (last.year, last.month):
        span = f"{first.day}–{date_words(last)}"
    else:
        span = f"{date_words(first)} – {date_words(last)}"
    return span if last.year == year else f"{span} {last.year}"


def by_gender(text: str, gender: Gender | None) -> str:
    """«был(а)» as it is said of a man or a woman; unchanged when the gender is not known."""
    if gender is None:
        return text
    return _ENDING.sub(r"\1\2" if gender == Gender.FEMALE else r"\1", text)
