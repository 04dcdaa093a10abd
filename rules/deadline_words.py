"""Deadlines of a lesson as one line: «до 17:00, осталось 2 ч (п. 6.2)», «просрочено на 3 дня» (п. 6.1–6.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rules.calendar import WorkCalendar
from rules.deadlines import UNTIMED, Timeliness, grace_end, homework_deadline, judge, lesson_deadline
from rules.norms import Norms
from rules.words import plural

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass(frozen=True)
class DeadlineLine:
    """words with the point; tone: "" in time, "warn" today, "bad" late; needs: what makes an entry acceptable."""

    words: str
    tone: str = ""
    needs: str | None = None


@dataclass(frozen=True)
class Recorded:
    """What of a lesson is in the journal already; ``lesson_ends`` is the end of its pair by the bells."""

    lesson: bool = False
    homework: bool = False
    lesson_ends: dt.time | None = None


def lesson_line(now: dt.datetime, day: dt.date, recorded: Recorded, calendar: WorkCalendar, norms: Norms,
                reopened_until: dt.datetime | None = None) -> DeadlineLine:
    """The nearest deadline of a lesson's entry that has not been met."""
    due = lesson_deadline(day, calendar, norms)
    grace = grace_end(due, calendar, norms)
    if due == UNTIMED:
        return DeadlineLine("сроки записи за этот день не идут: журнал вели не здесь")
    match judge(now, due, grace):
        case Timeliness.IN_TIME:
            return _today(now, due, homework_deadline(day, calendar, norms, recorded.lesson_ends), recorded)
        case Timeliness.LATE_WITH_REASON if recorded.lesson:
            return DeadlineLine(f"исправить можно с причиной до {grace:%d.%m} (п. 6.1)", "", "reason")
        case Timeliness.LATE_WITH_REASON:
            late = late_words(now, due, calendar)
            return DeadlineLine(f"{late}, нужна причина: примут до {grace:%d.%m} (п. 6.1)", "bad", "reason")
    if reopened_until is not None:
        return DeadlineLine(f"открыто до {reopened_until:%d.%m, %H:%M} (п. 7.2)", "warn")
    return DeadlineLine(f"срок записи прошёл {grace:%d.%m} (п. 6.1)", "" if recorded.lesson else "bad", "reopening")


def results_line(now: dt.datetime, due: dt.datetime, calendar: WorkCalendar) -> DeadlineLine:
    """Until when marks of a declared work are given: «до 23.11 (п. 6.3)»."""
    if due == UNTIMED:
        return DeadlineLine("срока нет: журнал за тот день вели не здесь")
    if now <= due:
        return DeadlineLine(f"до {due:%d.%m} (п. 6.3)", "warn")
    return DeadlineLine(f"{late_words(now, due, calendar)} (п. 6.3)", "bad", "reason")


def left_words(left: dt.timedelta) -> str:
    """«2 ч», «1 ч 40 мин», «5 мин», «3 дня»: rounded up to a minute, so that nobody reads zero."""
    if left >= 2 * DAY:
        return f"{left.days} {plural(left.days, 'день', 'дня', 'дней')}"
    minutes = -(-int(left.total_seconds()) // 60) or 1
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} ч" if hours else "", f"{rest} мин" if rest and hours < 3 else ""]
    return " ".join(part for part in parts if part)


def late_words(now: dt.datetime, due: dt.datetime, calendar: WorkCalendar) -> str:
    """«просрочено на 3 дня» by dates; on the deadline's own day by hours."""
    days = (calendar.local_date(now) - calendar.local_date(due)).days
    if days:
        return f"просрочено на {days} {plural(days, 'день', 'дня', 'дней')}"
    return f"просрочено на {left_words(now - due)}"


def _today(now: dt.datetime, due: dt.datetime, homework_due: dt.datetime, recorded: Recorded) -> DeadlineLine:
    if recorded.lesson and recorded.homework:
        return DeadlineLine("записано, исправить можно до конца дня (п. 6.1)")
    what = "задание " if recorded.lesson else ""
    if now <= homework_due < due:
        left = left_words(homework_due - now)
        return DeadlineLine(f"{what}до {homework_due:%H:%M}, осталось {left} (п. 6.2)", "warn")
    if now <= homework_due:
        return DeadlineLine(f"{what}до конца дня, осталось {left_words(due - now)} (п. 6.1, 6.2)", "warn")
    if recorded.lesson:
        return DeadlineLine("задание на дом теперь с причиной (п. 6.2)", "bad", "reason")
    return DeadlineLine(f"до конца дня, осталось {left_words(due - now)} (п. 6.1), задание на дом с причиной (п. 6.2)",
                        "warn", "reason")
