"""What is reminded of at its hour; run again, each reminds of nothing more."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from access.identity import Identity
from actions import reminders
from actions.job_runs import Told
from clock import school_now, wall_now


def remind_of_homework() -> Told:
    """In the evening: homework of the next school day (п. 6.2)."""
    return _remind("homework", reminders.homework_for_tomorrow)


def remind_of_lessons() -> Told:
    """In the evening of the same day: lessons without a record (п. 6.1)."""
    return _remind("lessons", reminders.lessons_not_written)


def remind_of_plan() -> Told:
    """In the morning: terms of the plan schedule (Пр. 15)."""
    return _remind("plan", reminders.terms_of_plan)


def sum_up_week() -> Told:
    """In the morning: last week, if it has not been summed up (п. 5.7)."""
    return _remind("week", reminders.week_of_journals)


def _remind(what: str, remind: Callable[..., int]) -> Told:
    made = remind(Identity(None, frozenset(), school_now(), "job"), wall_now())
    structlog.get_logger().info("reminders", of=what, made=made)
    return Told(f"уведомлений: {made}")


# at (hour, minute) of the college's zone: mornings begin when quiet hours end
DAILY = ((8, 0, remind_of_plan), (8, 10, sum_up_week), (18, 0, remind_of_homework), (19, 30, remind_of_lessons))
