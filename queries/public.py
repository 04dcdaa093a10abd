"""What anybody may read without signing in: papers, the open part of the plan schedule, how to reach the college."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from models import PlanEvent, PublicDocument, db
from queries.plan_schedule import PlanLine, line_of


@dataclass(frozen=True)
class Paper:
    title: str
    number: str | None
    date: dt.date | None
    url: str | None
    text: str | None


def papers() -> list[Paper]:
    """Papers of the page «Нормативные документы»."""
    return [Paper(row.title, row.number, row.date, row.url, row.text) for row in db.session.scalars(
        sa.select(PublicDocument).order_by(PublicDocument.position, PublicDocument.id))]


def open_plan(today: dt.date) -> list[PlanLine]:
    """The part of the plan schedule that everybody may see."""
    return [line_of(row, today) for row in db.session.scalars(
        sa.select(PlanEvent).where(PlanEvent.is_public.is_(True)).order_by(PlanEvent.position))]
