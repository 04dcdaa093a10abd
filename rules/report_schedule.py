"""When a repeated report is due and which period it is then about (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from rules.report_periods import DAY, WEEK, Period, PeriodKind, StudyYear, month_of, of_years, week_of
from rules.terms import Repeat
from rules.violation import Violation

MOST_KEPT = 30  # repeated reports of one person
TITLE_LENGTH = 120
_LARGER = (PeriodKind.MONTH, PeriodKind.SEMESTER, PeriodKind.YEAR)


def next_day(repeat: Repeat, today: dt.date, years: Iterable[StudyYear]) -> dt.date | None:
    """The next day after ``today`` on which it is made; None while the calendar has no such day."""
    if repeat is Repeat.WEEKLY:
        return today + WEEK - DAY * today.weekday()
    if repeat is Repeat.MONTHLY:
        return month_of(today).last + DAY
    ends = [one.last for one in of_years(years) if one.kind is PeriodKind.SEMESTER and one.last >= today]
    return min(ends) + DAY if ends else None


def period_on(repeat: Repeat, kinds: Sequence[PeriodKind], day: dt.date, years: Sequence[StudyYear]) -> Period | None:
    """What a report made on the day is about: the week, the month or the semester that is over.

    A report of longer periods only is about the one that lasted on the eve: a yearly one grows month by month.
    """
    eve = day - DAY
    own = _own(repeat, eve, years)
    if own is not None and own.kind in kinds:
        return own
    lasting = [*_begun(years, eve), month_of(eve)]
    return next((one for kind in _LARGER if kind in kinds for one in lasting if one.kind is kind), None)


def check_saving(title: str, kept: int) -> Violation | None:
    """A repeated report has a name of its own, and nobody keeps too many."""
    if not title.strip():
        return Violation("", "Назовите отчёт, чтобы узнать его среди других", "title")
    if len(title.strip()) > TITLE_LENGTH:
        return Violation("", f"Название длиннее {TITLE_LENGTH} знаков", "title")
    if kept >= MOST_KEPT:
        return Violation("", f"У вас уже {MOST_KEPT} отчётов по расписанию: удалите ненужные", "title")
    return None


def _own(repeat: Repeat, eve: dt.date, years: Sequence[StudyYear]) -> Period | None:
    if repeat is Repeat.WEEKLY:
        return week_of(eve)
    if repeat is Repeat.MONTHLY:
        return month_of(eve)
    over = [one for one in _begun(years, eve) if one.kind is PeriodKind.SEMESTER]
    return over[0] if over else None


def _begun(years: Sequence[StudyYear], day: dt.date) -> list[Period]:
    """Years and semesters that have begun by the day, the latest first."""
    return sorted((one for one in of_years(years) if one.first <= day), key=lambda one: one.first, reverse=True)
