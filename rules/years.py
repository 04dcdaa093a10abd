"""Academic years, semesters and days off: whole, in order, not overlapping (п. 6.9, 7.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from rules.groups import YEAR_STARTS
from rules.spans import Days, check_order, first_met
from rules.terms import DayKind
from rules.violation import Violation

FIRST_MONTHS = (8, 9, 10)
LAST_MONTH = 8
SHORTEST_SEMESTER = dt.timedelta(days=28)
LONGEST: dict[DayKind, int] = {DayKind.HOLIDAY: 14, DayKind.VACATION: 75, DayKind.DAY_OFF: 14, DayKind.WORKDAY: 1}


def check_year(year: int, days: Days, others: Iterable[tuple[str, Days]]) -> list[Violation]:
    """A year starts about September of its year, ends by August of the next, and overlaps no other."""
    found = []
    if days.starts.year != year or days.starts.month not in FIRST_MONTHS:
        found.append(Violation("", f"Учебный год {year}-{year + 1} начинается около 01.{YEAR_STARTS:02d}.{year}",
                               "starts"))
    ends = days.ends
    assert ends is not None
    if turned := check_order(days.starts, ends):
        found.append(turned)
    elif ends.year != year + 1 or ends.month > LAST_MONTH:
        found.append(Violation("", f"Учебный год {year}-{year + 1} заканчивается летом {year + 1} года", "ends"))
    if not found and (met := first_met(days, others)) is not None:
        found.append(Violation("", f"Пересекается с учебным годом {met[0]}: он {met[1]}", "starts"))
    return found


def check_semester(number: int, days: Days, year: Days, others: Mapping[int, Days]) -> list[Violation]:
    """A semester lies in its year; the second begins when the first is over. ``others`` are the year's by number."""
    assert days.ends is not None
    if turned := check_order(days.starts, days.ends):
        return [turned]
    found = []
    if not year.holds(days.starts):
        found.append(Violation("", f"Учебный год длится {year}", "starts"))
    if not year.holds(days.ends):
        found.append(Violation("", f"Учебный год длится {year}", "ends"))
    if days.ends - days.starts < SHORTEST_SEMESTER:
        found.append(Violation("", "Семестр короче четырёх недель: проверьте даты", "ends"))
    for other, its in others.items():
        if days.meets(its):
            found.append(Violation("", f"Пересекается с {other} семестром: он {its}", "starts"))
        elif (number < other) != (days.starts < its.starts):
            found.append(Violation("", f"{other} семестр {its}: порядок семестров нарушен", "starts"))
    return found


def check_days_off(kind: DayKind, days: Days, others: Iterable[tuple[str, Days]]) -> list[Violation]:
    """Days off of a reasonable length, entered once; ``others`` are of the same kind by title."""
    assert days.ends is not None
    if turned := check_order(days.starts, days.ends):
        return [turned]
    length = (days.ends - days.starts).days + 1
    if length > LONGEST[kind]:
        longest = LONGEST[kind]
        return [Violation("", "Рабочий день переносят по одному" if longest == 1
                          else f"{length} дн. подряд: {kind.title} — не больше {longest}. Проверьте даты", "ends")]
    if (met := first_met(days, others)) is not None:
        return [Violation("", f"Эти дни уже записаны: {met[0]}, {met[1]}", "starts")]
    return []


def check_inside(days: Days, held: Iterable[dt.date], what: str) -> Violation | None:
    """What has been recorded must stay inside the changed dates: «занятия»."""
    outside = sorted(day for day in held if not days.holds(day))
    if not outside:
        return None
    place = "starts" if outside[0] < days.starts else "ends"
    return Violation("", f"За этими датами останутся {what}: {outside[0]:%d.%m.%Y}"
                         + (f" — {outside[-1]:%d.%m.%Y}" if len(outside) > 1 else ""), place)
