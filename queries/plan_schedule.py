"""The plan schedule as a list: who answers for what, by when, and how it stands (Пр. 14, 15)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import PlanEvent, db
from rules.plan_schedule import state_on
from rules.terms import PlanState


@dataclass(frozen=True)
class PlanLine:
    """late_days: how many days past the term; may_change: the user answers for it or keeps the plan."""

    id: int
    position: int
    title: str
    period: str
    due_on: dt.date | None
    responsible: str
    topic: str | None
    attendees: str | None
    material: str | None
    state: PlanState
    late_days: int
    may_change: bool = False


def plan_schedule(user: Identity) -> list[PlanLine]:
    """Lines of the plan that the user may read, in the plan's order."""
    query = sa.select(PlanEvent, sa.case((rows(user, Action.UPDATE, PlanEvent), 1), else_=0)).where(
        rows(user, Action.READ, PlanEvent)).order_by(PlanEvent.position, PlanEvent.id)
    return [line_of(event, user.today, bool(mine)) for event, mine in db.session.execute(query)]


def line_of(event: PlanEvent, today: dt.date, may_change: bool = False) -> PlanLine:
    state = state_on(PlanState(event.state), event.due_on, today)
    late = (today - event.due_on).days if state is PlanState.OVERDUE and event.due_on else 0
    return PlanLine(event.id, event.position, event.title, event.period, event.due_on, event.responsible, event.topic,
                    event.attendees, event.material, state, late, may_change)
