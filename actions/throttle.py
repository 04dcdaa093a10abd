"""Doors that close after too many failures: counted in a table, for all workers (ASVS 2.4.1, 6.3.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from models import Throttle, db
from models.base import Base
from models.inserts import insert_on
from rules.violation import Violation

WINDOW = dt.timedelta(minutes=15)
LONGEST = dt.timedelta(days=1)  # of all windows


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


def spend(limits: Mapping[str, int], wall_now: dt.datetime, field: str | None = None) -> bool:
    """Count one try at each door in turn; whether it was the last of one. Raises ``Locked`` when one is closed.

    Of many at once that have all found it open only so many are let past as in turn: each waits for the one before.
    """
    last = False
    for key, limit in limits.items():
        number = count_failure(key, limit, wall_now)
        if number is None:
            require_open([key], wall_now, field)
        last |= number is not None and number >= limit
    return last


def count_failure(key: str, limit: int, wall_now: dt.datetime, window: dt.timedelta = WINDOW,
                  times: int = 1) -> int | None:
    """One more failure (or request of a program) within the window; at the limit the door closes for as long.

    times: how many this one stands for. Returns how many there are now, None when the door has been closed before:
    then nothing is counted. Until the end of the transaction the counter is this one's.
    """
    until = sa.literal(wall_now + window, Throttle.blocked_until.type)
    coming = insert_on(db.session.get_bind().dialect.name)(Throttle).values(
        key=key, failures=times, window_started_at=wall_now, blocked_until=until if times >= limit else None)
    over, new = Throttle.window_started_at < wall_now - window, coming.excluded
    number = sa.case((over, new.failures), else_=Throttle.failures + new.failures)
    counted: int | None = db.session.scalar(coming.on_conflict_do_update(
        index_elements=["key"], where=sa.or_(Throttle.blocked_until.is_(None), Throttle.blocked_until <= wall_now),
        set_={"failures": number, "blocked_until": sa.case((number >= limit, until), else_=None),
              "window_started_at": sa.case((over, new.window_started_at), else_=Throttle.window_started_at)},
    ).returning(Throttle.failures))
    return counted


def let_in(key: str, wall_now: dt.datetime) -> None:
    """Whoever got in begins to count anew; raises ``Locked`` when others have closed the door meanwhile."""
    if db.session.scalar(sa.select(Throttle.id).where(Throttle.key == key).with_for_update()) is not None:
        require_open([key], wall_now)
        forgive(key)


def forgive(key: str) -> None:
    """Begin to count anew."""
    db.session.execute(sa.delete(Throttle).where(Throttle.key == key))


def insert_new(model: type[Base], values: dict[str, Any]) -> None:
    """The row, unless another request has just written it."""
    insert = insert_on(db.session.get_bind().dialect.name)
    db.session.execute(insert(model).values(values).on_conflict_do_nothing())
