"""Days in headings of other journals: «05.09.2023», «05.09», «05.09.23, 2-я пара», a day under its month."""

from __future__ import annotations

import datetime as dt
import re

from actions.intake.past import PastDay
from importers.values import BadValue, Cell, to_date, to_text
from rules.words import MONTH_TITLES

Span = tuple[dt.date, dt.date]

_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?(?:\s*г\.?)?(?:[\s,;(№]+(\d)(?:\s*-?\s*я)?(?:\s*пара|"
                  r"\s*урок)?\s*\)?)?")
_SCHOOL_YEAR_BEGINS = 8  # from August on, a month without a year is of the first calendar year


def day_of(cell: Cell, span: Span) -> PastDay:
    """The day of a heading and the pair where it is named; raises BadValue when it is no day."""
    text = to_text(cell)
    match = _DAY.fullmatch(text)
    if match is None or isinstance(cell, (dt.date, dt.datetime)):
        return PastDay(to_date(cell))
    day, month, year, pair = match.groups()
    try:
        return PastDay(dt.date(_year(year, int(month), span), int(month), int(day)), int(pair) if pair else None)
    except ValueError:
        raise BadValue(f"даты «{text}» нет в календаре") from None


def is_day(cell: Cell, span: Span) -> bool:
    """Whether a heading is a day: plain numbers are not, whatever Excel would make of them."""
    if isinstance(cell, (bool, int, float)) or to_text(cell).isdecimal():
        return False
    try:
        day_of(cell, span)
    except BadValue:
        return False
    return True


def month_of_heading(cell: Cell) -> int | None:
    """«Сентябрь», «сентябрь 2023»."""
    word = to_text(cell).casefold().split(" ")[0]
    return MONTH_TITLES.index(word) + 1 if word in MONTH_TITLES else None


def day_under(month: int, cell: Cell, span: Span) -> PastDay | None:
    """A number below its month; None when it is no day of it."""
    text = to_text(cell)
    if not text.isdecimal() or len(text) > 2:
        return None
    try:
        return PastDay(dt.date(_year(None, month, span), month, int(text)))
    except ValueError:
        return None


def _year(written: str | None, month: int, span: Span) -> int:
    if written:
        return int(written) if len(written) == 4 else 2000 + int(written)
    return span[0].year if month >= _SCHOOL_YEAR_BEGINS else span[1].year
