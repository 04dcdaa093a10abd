"""What is done every night."""

from __future__ import annotations

import datetime as dt

import structlog
from flask import current_app

from actions import debts, housekeeping, imports, movement, tasks
from clock import school_now, wall_now


def clean_up() -> None:
    """Delete expired sessions, throttling counters, stored answers, files that nobody applied or needs any more."""
    hours = current_app.extensions["settings"].session_hours
    cleaned = housekeeping.clean_up(wall_now(), dt.timedelta(hours=hours))
    drafts = imports.forget_drafts(school_now())
    forgotten = tasks.forget(wall_now())
    structlog.get_logger().info("clean-up", sessions=cleaned.sessions, failures=cleaned.failures,
                                answers=cleaned.answers, codes=cleaned.codes, drafts=drafts, tasks=forgotten)


def shut_out_expelled() -> None:
    """Block accounts whose order of expulsion takes effect today (п. 5.4)."""
    blocked = movement.shut_out_expelled(school_now().date(), wall_now())
    structlog.get_logger().info("expelled", blocked=blocked)


def expire_debts() -> None:
    """Mark debts whose term ended yesterday as not cleared (п. 6.7)."""
    structlog.get_logger().info("debts", expired=debts.expire(school_now().date()))
