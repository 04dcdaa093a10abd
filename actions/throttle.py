"""Doors that close after too many failures: counted in a table, for all workers (ASVS 2.4.1, 6.3.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from models import Throttle, db
from models.base import Base
from models.inserts import insert_on
from rules.violation import Violation

WINDOW = dt.timedelta(minutes=15)


class Locked(Violation):
    """The door is closed for a while; nothing that was typed has been looked at."""


def require_open(keys: list[str], wall_now: dt.datetime, field: str | None = None) -> None:
    """Raises ``Locked`` in words while one of the counters has closed the door."""
    until = blocked_until(keys, wall_now)
    if until is not None:
        minutes = max(1, -int((wall_now - until).total_seconds() // 60))
        raise Locked("", f"Слишком много попыток. Повторите через {minutes} мин.", field)


def blocked_until(keys: list[str], wall_now: dt.datetime) -> dt.datetime | None:
    """Until when one of the counters has closed the door."""
    return db.session.scalar(sa.select(sa.func.max(Throttle.blocked_until, type_=Throttle.blocked_until.type)).where(
        Throttle.key.in_(keys), Throttle.blocked_until > wall_now))


def count_failure(key: str, limit: int, wall_now: dt.datetime, window: dt.timedelta = WINDOW, times: int = 1) -> bool:
    """One more failure (or request of a program) within the window; at the limit the door closes for as long.

    times: how many this one stands for. Returns whether it is closed now.
    """
    row = _counter(key, wall_now)
    if wall_now - row.window_started_at > window:
        row.failures, row.window_started_at, row.blocked_until = 0, wall_now, None
    row.failures += times
    if row.failures >= limit:
        row.blocked_until = wall_now + window
    return row.failures >= limit


def _counter(key: str, wall_now: dt.datetime) -> Throttle:
    """The counter, locked; two first failures at once make one row."""
    wanted = sa.select(Throttle).where(Throttle.key == key).with_for_update()
    found = db.session.scalar(wanted)
    if found is None:
        insert_new(Throttle, {"key": key, "failures": 0, "window_started_at": wall_now})
        found = db.session.scalars(wanted).one()
    return found


def forgive(key: str) -> None:
    """Whoever got in begins to count anew."""
    db.session.execute(sa.delete(Throttle).where(Throttle.key == key))


def insert_new(model: type[Base], values: dict[str, Any]) -> None:
    """The row, unless another request has just written it."""
    insert = insert_on(db.session.get_bind().dialect.name)
    db.session.execute(insert(model).values(values).on_conflict_do_nothing())
