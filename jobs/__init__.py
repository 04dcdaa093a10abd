"""Work done behind the pages: huey keeps the queue beside the journal's own database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey, crontab

from access.identity import Identity
from actions import audit
from clock import school_now
from config import Settings
from jobs import control, nightly, notices, sending
from models import db
from models.engine import writing

EXTENSION = "jobs"
# at (hour, minute) of the college's zone
NIGHTLY = ((0, 5, nightly.shut_out_expelled), (0, 10, nightly.expire_debts), (1, 30, control.check_journals),
           (2, 10, nightly.clean_up))


def queue_of(app: Flask) -> Huey:
    """The application's queue with its jobs, made when first asked for."""
    if EXTENSION not in app.extensions:
        settings: Settings = app.extensions["settings"]
        queue = _queue(settings)
        for hour, minute, job in NIGHTLY:
            queue.periodic_task(_daily(hour, minute, settings.zone), name=job.__name__)(partial(_run, app, job))
        queue.periodic_task(crontab(minute="*/2"), name=notices.tell.__name__)(partial(_run, app, notices.tell))
        queue.periodic_task(crontab(), name=sending.send_due.__name__)(partial(_run, app, sending.send_due))
        app.extensions[EXTENSION] = queue
    found: Huey = app.extensions[EXTENSION]
    return found


def _queue(settings: Settings) -> Huey:
    if settings.is_sqlite:
        Path(settings.instance).mkdir(parents=True, exist_ok=True)
        return SqliteHuey("journal", filename=str(Path(settings.instance) / "jobs.db"), fsync=True)
    return PostgresHuey("journal", dsn=settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1))


def _daily(hour: int, minute: int, zone: ZoneInfo) -> Callable[[dt.datetime], bool]:
    """The queue counts in UTC, people in the college's zone."""
    due = crontab(minute=str(minute), hour=str(hour))
    return lambda moment: bool(due(moment.replace(tzinfo=dt.UTC).astimezone(zone)))


def _run(app: Flask, job: Callable[[], None]) -> None:
    """One job, one transaction, signed as a job in the journal of changes."""
    with app.app_context():
        writing.set(True)
        audit.describe(db.session, Identity(None, frozenset(), school_now(), "job"))
        job()
        db.session.commit()
