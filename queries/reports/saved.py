"""One's own kept reports: schedules, made files and their bytes (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import SavedReport, db
from queries.reports.registry import REPORTS
from rules.terms import Repeat

NEWEST = 50


@dataclass(frozen=True)
class Scheduled:
    id: int
    title: str
    report: str
    repeats: Repeat
    next_on: dt.date | None


@dataclass(frozen=True)
class Made:
    id: int
    title: str
    report: str
    made_at: dt.datetime


def kept(user: Identity) -> tuple[list[Scheduled], list[Made]]:
    """Schedules by name, files newest first; of reports that are no more nothing is shown."""
    found = db.session.scalars(sa.select(SavedReport).where(
        rows(user, READ, SavedReport), SavedReport.report.in_(REPORTS)).order_by(SavedReport.id.desc()))
    scheduled, made = [], []
    for row in found:
        title = REPORTS[row.report].title
        if row.repeats is not None:
            scheduled.append(Scheduled(row.id, row.title, title, Repeat(row.repeats), row.next_on))
        elif row.made_at is not None:
            made.append(Made(row.id, row.title, title, row.made_at.astimezone(user.now.tzinfo)))
    return sorted(scheduled, key=lambda one: one.title), made[:NEWEST]
