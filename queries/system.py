"""State of the system for the administrator: copies, jobs, disk, schema, versions, what was not sent (п. 7.1, 9.6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import JobRun, Outbox, db
from queries.sending import stuck
from rules.terms import DeliveryState


@dataclass(frozen=True)
class Run:
    """How a job last ended; moments in the college's zone."""

    name: str
    started: dt.datetime
    seconds: float
    ok: bool
    succeeded: dt.datetime | None
    message: str
    details: dict[str, Any]


@dataclass(frozen=True)
class Schema:
    """engine: with its version; size: bytes of the database."""

    engine: str
    revision: str
    size: int


def runs(user: Identity) -> dict[str, Run]:
    """The last run of each job by name."""
    zone = user.now.tzinfo
    return {run.name: Run(run.name, run.started_at.astimezone(zone),
                          max((run.finished_at - run.started_at).total_seconds(), 0), run.ok,  # one may be under way
                          run.succeeded_at.astimezone(zone) if run.succeeded_at else None, run.message or "",
                          run.details or {})
            for run in db.session.scalars(sa.select(JobRun).where(rows(user, READ, JobRun)).order_by(JobRun.name))}


def unsent(user: Identity) -> dict[DeliveryState, int]:
    """Letters and SMS that wait for a person, by state."""
    found = db.session.execute(sa.select(Outbox.state, sa.func.count()).where(
        rows(user, READ, Outbox), stuck()).group_by(Outbox.state))
    return {DeliveryState(state): number for state, number in found}


def revision_now() -> str:
    """The last migration of this database."""
    return str(db.session.scalar(sa.text("SELECT version_num FROM alembic_version")))


def schema() -> Schema:
    revision = revision_now()
    if db.engine.dialect.name == "sqlite":
        version = db.session.scalar(sa.text("SELECT sqlite_version()"))
        size = db.session.scalar(sa.text(
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"))
        return Schema(f"SQLite {version}", revision, int(size or 0))
    version = db.session.scalar(sa.text("SHOW server_version"))
    return Schema(f"PostgreSQL {str(version).split()[0]}", revision,
                  int(db.session.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0))
