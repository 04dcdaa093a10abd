"""When a lesson may be recorded and whose cells are open at it (п. 5.4, 6.1, 7.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.calendar import WorkCalendar
from rules.terms import DayKind, MovementKind
from rules.violation import Violation

PAIRS = range(10)
HOURS = range(1, 9)


@dataclass(frozen=True)
class Order:
    """The order that brought a student into a group or took out of it."""

    kind: MovementKind
    number: str
    date: dt.date | None = None


@dataclass(frozen=True)
class Stay:
    """A student's time in a group, both days inclusive."""

    starts: dt.date
    ends: dt.date | None = None
    entered: Order | None = None
    left: Order | None = None

    def holds(self, day: dt.date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class ClosedPeriod:
    """A span of days closed by a deputy: «октябрь», «I семестр»."""

    starts: dt.date
    ends: dt.date
    title: str = "период"


@dataclass(frozen=True)
class Reopening:
    """Leave to write about lessons of a span until it expires."""

    starts: dt.date
    ends: dt.date
    expires_at: dt.datetime


def check_date(date: dt.date, today: dt.date, semester: tuple[dt.date, dt.date],
               calendar: WorkCalendar) -> Violation | None:
    """A lesson is recorded by fact: not ahead, inside its semester, on a working day (п. 6.1)."""
    starts, ends = semester
    if date > today:
        return Violation("6.1", f"{date:%d.%m} ещё не наступило: занятие записывают в день проведения", "date")
    if not starts <= date <= ends:
        return Violation("6.1", f"{date:%d.%m.%Y} не входит в семестр {starts:%d.%m.%Y}–{ends:%d.%m.%Y}", "date")
    if not calendar.is_working(date):
        return Violation("6.1", f"{date:%d.%m} — {_day_off(calendar.kind_of(date))}: занятий в этот день нет", "date")
    return None


def check_pair(pair: int | None, bells: Iterable[int] = PAIRS) -> Violation | None:
    """The pair is one of the bell schedule."""
    allowed = sorted(bells)
    if pair in allowed:
        return None
    return Violation("", f"Пара — число от {allowed[0]} до {allowed[-1]} по расписанию звонков", "pair")


def check_hours(hours: int | None) -> Violation | None:
    """Academic hours of one lesson: a pair is 2, a day of practice 6 or 8."""
    if hours in HOURS:
        return None
    return Violation("", f"Часы занятия — целое число от {HOURS[0]} до {HOURS[-1]}; пара — 2 часа", "hours")


def closed_reason(date: dt.date, stays: Sequence[Stay], closings: Iterable[ClosedPeriod] = (),
                  reopened: bool = False, archived: bool = False) -> Violation | None:
    """Why a student's cell of a lesson is closed, in words; None when it is open.

    A reopening opens a closed period; it never opens days outside membership (п. 5.4) nor an archived year (п. 7.5).
    """
    outside = _outside(date, sorted(stays, key=lambda stay: stay.starts))
    if outside:
        return Violation("5.4", outside)
    return closed_period(date, closings, reopened, archived)


def archived_year() -> Violation:
    """Nobody writes into an archived year, whatever the role (п. 7.5)."""
    return Violation("7.5", "Учебный год в архиве, изменения в него не вносят")


def closed_period(date: dt.date, closings: Iterable[ClosedPeriod], reopened: bool = False,
                  archived: bool = False) -> Violation | None:
    """Why nobody writes about this day: the year is in the archive, or the period is closed (п. 7.2, 7.3, 7.5)."""
    if archived:
        return archived_year()
    closed = next((period for period in closings if period.starts <= date <= period.ends), None)
    if closed is None or reopened:
        return None
    return Violation("7.2", f"Закрыто: {closed.title}. Попросите заместителя директора открыть журнал",
                     None, "reopening")


def is_reopened(date: dt.date, grants: Iterable[Reopening], now: dt.datetime) -> bool:
    """Whether a grant covers the day and has not expired; it closes itself."""
    return any(grant.starts <= date <= grant.ends and now <= grant.expires_at for grant in grants)


def _outside(date: dt.date, stays: Sequence[Stay]) -> str | None:
    if any(stay.holds(date) for stay in stays):
        return None
    before = [stay for stay in stays if stay.ends is not None and stay.ends < date]
    after = [stay for stay in stays if stay.starts > date]
    if before:
        return _left_words(before[-1])
    return _entered_words(after[0]) if after else "Студент не состоит в группе"


def _left_words(stay: Stay) -> str:
    """«выбыл с 13.11, пр. № 214»"""
    assert stay.ends is not None
    word = "академический отпуск" if stay.left and stay.left.kind is MovementKind.LEAVE else "выбыл"
    return f"{word} с {stay.ends + dt.timedelta(days=1):%d.%m}{_order(stay.left)}"


def _entered_words(stay: Stay) -> str:
    """«в группе с 02.10, пр. № 198»"""
    return f"в группе с {stay.starts:%d.%m}{_order(stay.entered)}"


def _order(order: Order | None) -> str:
    return f", пр. № {order.number}" if order else ""


def _day_off(kind: DayKind | None) -> str:
    return "выходной день" if kind is None else kind.title
