"""What the system did by itself and how it ended, a row per job (п. 7.1, 9.6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from models import JobRun, db


@dataclass(frozen=True)
class Told:
    """What a job says of its end; ``details`` are figures for the page of the system."""

    message: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def claim(name: str, apart: dt.timedelta, now: dt.datetime) -> bool:
    """Whether this worker may begin what every host's clock has called for; the caller commits before it begins."""
    if db.session.scalar(sa.select(JobRun.id).where(JobRun.name == name)) is None:
        try:
            with db.session.begin_nested():
                db.session.add(JobRun(name=name, started_at=now, finished_at=now, message="начато"))
        except IntegrityError:  # another host was first
            return False
        return True
    taken = db.session.execute(sa.update(JobRun).where(
        JobRun.name == name, JobRun.started_at <= now - apart).values(started_at=now))
    return cast(sa.CursorResult[Any], taken).rowcount == 1


def note(name: str, started: dt.datetime, finished: dt.datetime, ok: bool, told: Told) -> JobRun:
    """Write how the job ended over its row; moments by the wall's clock."""
    run = db.session.scalar(sa.select(JobRun).where(JobRun.name == name)) or JobRun(name=name)
    run.started_at, run.finished_at, run.ok = started, finished, ok
    run.message, run.details = told.message[:500] or None, told.details or None
    if ok:
        run.succeeded_at = finished
    db.session.add(run)
    return run
