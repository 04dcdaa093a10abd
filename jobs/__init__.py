"""Work done behind the pages: huey keeps the queue beside the journal's own database."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterator
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from flask import Flask
from huey import Huey, crontab
from structlog.contextvars import bound_contextvars

from access.identity import Identity
from actions import audit
from actions.job_runs import Told, claim, note
from clock import school_now, wall_now
from config import Settings
from jobs import backups, control, nightly, notices, reminders, reports, sending, task_kinds
from jobs.queue import store_of
from models import db
from models.engine import patient, writing
from operations.container import Damaged, WrongPassword
from operations.databases import Failed

EXTENSION, WAKING = "jobs", "jobs.wake"
# at (hour, minute) of the college's zone
NIGHTLY = ((0, 5, nightly.shut_out_expelled), (0, 10, nightly.expire_debts), (0, 15, nightly.close_months),
           (1, 30, control.check_journals), (2, 10, nightly.clean_up), (2, 30, backups.back_up),
           (5, 0, reports.make_due))
SUNDAY = 6
RARELY, OFTEN = dt.timedelta(hours=1), dt.timedelta(seconds=40)
Job = Callable[[], Told | None]
Due = Callable[[dt.datetime], bool]


def queue_of(app: Flask) -> Huey:
    """The application's queue with its jobs, made when first asked for."""
    if EXTENSION not in app.extensions:
        settings: Settings = app.extensions["settings"]
        queue = store_of(app)
        for due, apart, job in _regular(settings.zone):
            queue.periodic_task(due, name=job.__name__)(partial(_run_once, app, job, apart))
        app.extensions[WAKING] = queue.task(name="wake")(partial(_run, app, task_kinds.run_tasks))
        app.extensions[EXTENSION] = queue
    found: Huey = app.extensions[EXTENSION]
    return found


def _regular(zone: ZoneInfo) -> Iterator[tuple[Due, dt.timedelta, Job]]:
    """When each job is due, and how far apart its beginnings are at least, whatever the clocks of the hosts say."""
    for hour, minute, job in (*NIGHTLY, *reminders.DAILY):
        yield _daily(hour, minute, zone), RARELY, job
    yield _daily(3, 30, zone, SUNDAY), RARELY, backups.try_out
    yield crontab(minute="*/2"), OFTEN, notices.tell
    yield crontab(), OFTEN, sending.send_due
    yield crontab(), OFTEN, task_kinds.run_tasks


def wake(app: Flask) -> None:
    """Have ordered tasks begun at once; should the queue be away, its worker looks every minute anyway."""
    queue_of(app)
    try:
        app.extensions[WAKING]()
    except Exception as error:  # the order itself is kept
        structlog.get_logger().error("not-woken", error=type(error).__name__)


def _words(error: Exception) -> str:
    """What went wrong; the words of other errors may hold people's data and stay in the log of the worker."""
    return str(error) if isinstance(error, (Damaged, Failed, WrongPassword, OSError, LookupError)) else (
        type(error).__name__)


def _daily(hour: int, minute: int, zone: ZoneInfo, weekday: int | None = None) -> Due:
    """The queue counts in UTC, people in the college's zone; ``weekday`` as of date.weekday()."""
    due = crontab(minute=str(minute), hour=str(hour))

    def is_due(moment: dt.datetime) -> bool:
        local = moment.replace(tzinfo=dt.UTC).astimezone(zone)
        return bool(due(local)) and weekday in (None, local.weekday())

    return is_due


def _run_once(app: Flask, job: Job, apart: dt.timedelta) -> None:
    """The clock of every host calls for a job; the first of them does it."""
    with app.app_context():
        writing.set(True)
        mine = claim(job.__name__, apart, wall_now())
        db.session.commit()
    if mine:
        _run(app, job)


def _run(app: Flask, job: Job) -> None:
    """One job, one transaction, signed as a job in the journal of changes; how it ended is kept either way."""
    with app.app_context(), bound_contextvars(request_id=secrets.token_hex(8)):
        writing.set(True)
        patient.set(True)
        audit.describe(db.session, Identity(None, frozenset(), school_now(), "job"))
        started = wall_now()
        try:
            told = job() or Told()
            note(job.__name__, started, wall_now(), True, told)
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            note(job.__name__, started, wall_now(), False, Told(_words(error)))
            db.session.commit()
            structlog.get_logger().exception("job", name=job.__name__, ok=False, ms=_since(started))
            raise
        structlog.get_logger().info("job", name=job.__name__, ok=True, ms=_since(started))


def _since(started: dt.datetime) -> int:
    return round((wall_now() - started).total_seconds() * 1000)
