"""How a line of the plan schedule stands on a day (Пр. 15)."""

from __future__ import annotations

import datetime as dt

from rules.terms import PlanState

REMIND_DAYS = (7, 1, 0)  # how many days before its term the one who answers is reminded


def state_on(state: PlanState, due_on: dt.date | None, today: dt.date) -> PlanState:
    """A line not done by its term is overdue, whatever was written; without a term it waits."""
    if state is PlanState.DONE:
        return PlanState.DONE
    return PlanState.OVERDUE if due_on is not None and due_on < today else PlanState.PLANNED


def is_reminded(state: PlanState, due_on: dt.date | None, today: dt.date) -> bool:
    """Whether today is a day to remind of the line: a week and a day before, on the day, then every Monday."""
    if state is PlanState.DONE or due_on is None:
        return False
    left = (due_on - today).days
    return left in REMIND_DAYS or (left < 0 and today.isoweekday() == 1)
