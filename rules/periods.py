"""Closing a month, a semester or a year, and leave to write into it (п. 7.2, 7.3, 7.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from rules.deadlines import is_reason
from rules.norms import Norms
from rules.terms import ClosingScope
from rules.violation import Violation

LONGEST_GRANT = dt.timedelta(days=31)


def check_closing(scope: ClosingScope, starts: dt.date, ends: dt.date, today: dt.date,
                  calendar: Collection[tuple[dt.date, dt.date]]) -> Violation | None:
    """A period is closed after it has ended; a month is a whole calendar month (п. 7.2).

    calendar: first and last days of the college's semesters or years, whichever the scope is.
    """
    if ends < starts:
        return Violation("7.2", "Конец периода раньше начала", "ends")
    if ends >= today:
        return Violation("7.2", "Период ещё не закончился: закрывают прошедшее", "ends")
    if scope is ClosingScope.MONTH:
        whole = starts.day == 1 and starts.month == ends.month and (ends + dt.timedelta(days=1)).day == 1
        return None if whole and starts.year == ends.year else Violation(
            "7.2", "Месяц закрывают целиком: с первого по последнее число", "starts")
    if (starts, ends) not in calendar:
        return Violation("7.2", f"В календаре лицея нет такого периода ({scope.title}): первый и последний день берут "
                                "из учебного года", "starts")
    return None


def closes_itself(ends: dt.date, today: dt.date, first: Norms, last: Norms) -> bool:
    """Whether the norm of a month's last day closes it: as many whole days are over; 0 leaves it to a deputy (п. 7.2).

    Where its first or last days were kept elsewhere, it stays open to what is brought over (ADR 29).
    """
    return first.kept_here and last.kept_here and 0 < last.close_month_after_days < (today - ends).days


def check_reopening(starts: dt.date, ends: dt.date, reason: str | None, expires_at: dt.datetime | None,
                    now: dt.datetime) -> list[Violation]:
    """Leave to write late has a reason and ends by itself, in a month at the latest (п. 7.2)."""
    found = []
    if ends < starts:
        found.append(Violation("7.2", "Последнее занятие раньше первого", "ends"))
    if starts > now.date():
        found.append(Violation("7.2", "Эти занятия ещё не прошли: разрешение не нужно", "starts"))
    if not is_reason(reason):
        found.append(Violation("7.2", "Укажите причину словами", "reason"))
    if expires_at is not None and expires_at <= now:
        found.append(Violation("7.2", "Срок разрешения уже прошёл", "expires_at"))
    elif expires_at is not None and expires_at - now > LONGEST_GRANT:
        found.append(Violation("7.2", "Разрешение дают не больше чем на месяц", "expires_at"))
    return found
