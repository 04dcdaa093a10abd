"""What is done every night."""

from __future__ import annotations

import datetime as dt

import structlog
from flask import current_app

from access.identity import Identity
from actions import closings, debts, housekeeping, imports, movement, tasks
from clock import school_now, wall_now


def clean_up() -> None:
    """Delete expired sessions, throttling counters, stored answers, files that nobody applied or needs any more."""
    hours = current_app.extensions["settings"].session_hours
    cleaned = housekeeping.clean_up(wall_now(), dt.timedelta(hours=hours))
    drafts = imports.forget_drafts(school_now())
    forgotten = tasks.forget(wall_now())
    structlog.get_logger().info("clean-up", sessions=cleaned.sessions, failures=cleaned.failures,
                                answers=cleaned.answers, codes=cleaned.codes, questions=cleaned.questions,
                                drafts=drafts, tasks=forgotten)


def shut_out_expelled() -> None:
    """Block accounts whose order of expulsion takes effect today (п. 5.4)."""
    blocked = movement.shut_out_expelled(school_now().date(), wall_now())
    structlog.get_logger().info("expelled", blocked=blocked)


def close_months() -> None:
    """Close months that the norm closes by itself (п. 7.2)."""
    closed = closings.close_by_norm(Identity(None, frozenset(), school_now(), "job"))
    structlog.get_logger().info("closings", closed=len(closed))


def expire_debts() -> None:
    """Mark debts whose term ended yesterday as not cleared (п. 6.7)."""
    structlog.get_logger().info("debts", expired=debts.expire(school_now().date()))
