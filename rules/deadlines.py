"""When an entry is due, and whether it is late (п. 6.1, 6.2, 6.3, 6.9). Deadlines are inclusive moments."""

from __future__ import annotations

import datetime as dt

from rules.calendar import WorkCalendar
from rules.norms import Norms
from rules.terms import Term
from rules.violation import Violation

UNTIMED = dt.datetime(9999, 12, 30, tzinfo=dt.UTC)  # no deadline: the journal of the day was kept elsewhere


class Timeliness(Term):
    """How an entry stands to its deadline."""

    IN_TIME = "in_time", "в срок"
    LATE_WITH_REASON = "late_with_reason", "с опозданием, нужна причина"
    NEEDS_REOPENING = "needs_reopening", "нужно разрешение заместителя директора"


def lesson_deadline(lesson_date: dt.date, calendar: WorkCalendar, norms: Norms) -> dt.datetime:
    """The record of a lesson, its attendance and its marks are due on the same day (п. 5.6, 6.1)."""
    return calendar.end_of_day(lesson_date) if norms.kept_here else UNTIMED


def homework_deadline(lesson_date: dt.date, calendar: WorkCalendar, norms: Norms,
                      lesson_ends: dt.time | None = None) -> dt.datetime:
    """Homework is due at the end of the working day; after an evening lesson, on the same day (п. 6.2)."""
    if not norms.kept_here:
        return UNTIMED
    if lesson_ends is not None and lesson_ends >= norms.workday_ends:
        return calendar.end_of_day(lesson_date)
    return calendar.end_of_working_day(lesson_date, norms)


def results_deadline(held_on: dt.date, calendar: WorkCalendar, norms: Norms) -> dt.datetime:
    """Results of a declared work are due a week after the day it was held (п. 6.3)."""
    return calendar.end_of_day(held_on + dt.timedelta(days=norms.results_days)) if norms.kept_here else UNTIMED


def finals_deadline(semester_ends: dt.date, calendar: WorkCalendar) -> dt.datetime:
    """Final marks are due by the semester's last day (п. 6.9)."""
    return calendar.end_of_day(semester_ends)


def grace_end(deadline: dt.datetime, calendar: WorkCalendar, norms: Norms) -> dt.datetime:
    """Until when a late entry is taken with a reason: the end of the third working day after the deadline's day."""
    if norms.grace_days == 0 or deadline == UNTIMED:
        return deadline
    return calendar.end_of_day(calendar.add_working_days(calendar.local_date(deadline), norms.grace_days))


def judge(now: dt.datetime, deadline: dt.datetime, grace: dt.datetime) -> Timeliness:
    """In time up to the deadline's own moment, late up to the end of grace, closed after it."""
    moment = _utc(now)
    if moment <= _utc(deadline):
        return Timeliness.IN_TIME
    if moment <= _utc(grace):
        return Timeliness.LATE_WITH_REASON
    return Timeliness.NEEDS_REOPENING


def check_lesson_entry(now: dt.datetime, lesson_date: dt.date, calendar: WorkCalendar, norms: Norms,
                       reason: str | None = None) -> Violation | None:
    """The record of a lesson, attendance and ordinary marks: the same day (п. 6.1)."""
    deadline = lesson_deadline(lesson_date, calendar, norms)
    return _check("6.1", "Занятие, посещаемость и отметки записывают в день занятия",
                  now, deadline, calendar, norms, reason)


def check_homework_entry(now: dt.datetime, lesson_date: dt.date, calendar: WorkCalendar, norms: Norms,
                         reason: str | None = None, lesson_ends: dt.time | None = None) -> Violation | None:
    """Homework: by the end of the working day (п. 6.2)."""
    deadline = homework_deadline(lesson_date, calendar, norms, lesson_ends)
    return _check("6.2", "Домашнее задание вносят до конца рабочего дня",
                  now, deadline, calendar, norms, reason)


def check_results_entry(now: dt.datetime, held_on: dt.date, calendar: WorkCalendar, norms: Norms,
                        reason: str | None = None) -> Violation | None:
    """Marks for a declared control, check, laboratory or practical work: within a week (п. 6.3)."""
    deadline = results_deadline(held_on, calendar, norms)
    return _check("6.3", f"Отметки за работу выставляют не позднее {norms.results_days} дней со дня проведения",
                  now, deadline, calendar, norms, reason)


def check_final_entry(now: dt.datetime, semester_ends: dt.date, calendar: WorkCalendar, norms: Norms,
                      reason: str | None = None) -> Violation | None:
    """Final marks: not later than the end of the semester (п. 6.9)."""
    deadline = finals_deadline(semester_ends, calendar)
    return _check("6.9", "Итоговые отметки выставляют не позднее окончания семестра",
                  now, deadline, calendar, norms, reason)


def check_correction(now: dt.datetime, entered_at: dt.datetime, calendar: WorkCalendar,
                     reason: str | None = None) -> Violation | None:
    """An entry changed after the day it was made asks for a reason: changes are under control (п. 2.1)."""
    if calendar.local_date(now) <= calendar.local_date(entered_at) or is_reason(reason):
        return None
    day = calendar.local_date(entered_at)
    return Violation("2.1", f"Отметка записана {day:%d.%m}. Чтобы исправить её позже, укажите причину",
                     "late_reason", "reason")


def is_reason(reason: str | None) -> bool:
    """A reason is words, not a dot."""
    return sum(letter.isalpha() for letter in reason or "") >= 3


def _check(point: str, duty: str, now: dt.datetime, deadline: dt.datetime, calendar: WorkCalendar, norms: Norms,
           reason: str | None) -> Violation | None:
    """What is late asks for a reason, what is very late for a reopening: who asks knows whether there is one."""
    grace = grace_end(deadline, calendar, norms)
    timeliness = judge(now, deadline, grace)
    if timeliness is Timeliness.IN_TIME:
        return None
    due = f"{duty}: срок истёк {deadline.astimezone(calendar.zone):%d.%m в %H:%M}"
    if timeliness is Timeliness.NEEDS_REOPENING:
        return Violation(point, f"{due}, с причиной можно было до {grace.astimezone(calendar.zone):%d.%m}. "
                                "Попросите заместителя директора открыть журнал", None, "reopening")
    if is_reason(reason):
        return None
    return Violation(point, f"{due}. Укажите причину опоздания", "late_reason", "reason")


def _utc(moment: dt.datetime) -> dt.datetime:
    """Moments of one zone compare by the wall clock, which lies when it is moved; UTC does not."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be judged")
    return moment.astimezone(dt.UTC)
