"""What watches over the journal asks: no user, no people's data (п. 7.1, 9.6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from models import JobRun, db


@dataclass(frozen=True)
class Beat:
    """The last run of a job; moments by the wall's clock."""

    name: str
    ended: dt.datetime
    succeeded: dt.datetime | None
    ok: bool


def reach() -> None:
    """Raises what the driver does when the database is away."""
    db.session.scalar(sa.select(1))


def beats() -> tuple[Beat, ...]:
    return tuple(Beat(*row) for row in db.session.execute(
        sa.select(JobRun.name, JobRun.finished_at, JobRun.succeeded_at, JobRun.ok).order_by(JobRun.name)))
