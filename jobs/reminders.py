"""What is reminded of at its hour; run again, each reminds of nothing more."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from access.identity import Identity
from actions import reminders
from clock import school_now, wall_now


def remind_of_homework() -> None:
    """In the evening: homework of the next school day (п. 6.2)."""
    _remind("homework", reminders.homework_for_tomorrow)


def remind_of_lessons() -> None:
    """In the evening of the same day: lessons without a record (п. 6.1)."""
    _remind("lessons", reminders.lessons_not_written)


def remind_of_plan() -> None:
    """In the morning: terms of the plan schedule (Пр. 15)."""
    _remind("plan", reminders.terms_of_plan)


def sum_up_week() -> None:
    """In the morning: last week, if it has not been summed up (п. 5.7)."""
    _remind("week", reminders.week_of_journals)


def _remind(what: str, remind: Callable[..., int]) -> None:
    made = remind(Identity(None, frozenset(), school_now(), "job"), wall_now())
    structlog.get_logger().info("reminders", of=what, made=made)


# at (hour, minute) of the college's zone: mornings begin when quiet hours end
DAILY = ((8, 0, remind_of_plan), (8, 10, sum_up_week), (18, 0, remind_of_homework), (19, 30, remind_of_lessons))
