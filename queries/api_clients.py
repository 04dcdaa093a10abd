"""Programs with a key and what they have taken, for the administrator's page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.exchange import by_name
from access.grants import READ
from access.identity import Identity
from models import ApiClient, ApiUse, db
from rules.terms import ApiScope

SHOWN_DAYS = dt.timedelta(days=30)
OTHER = {"index": "что открывает ключ", "changes": "список изменений"}


@dataclass(frozen=True)
class Line:
    """A program; expires: last day of its key; last: when it was last answered, by the college's zone."""

    id: int
    name: str
    scopes: tuple[ApiScope, ...]
    expires: dt.date
    is_over: bool
    is_closed: bool
    per_minute: int
    issued: dt.datetime
    last: dt.datetime | None
    rows: int


@dataclass(frozen=True)
class Use:
    """What was taken of an entity on a day."""

    day: dt.date
    title: str
    requests: int
    rows: int


def programs(user: Identity, wall_now: dt.datetime) -> list[Line]:
    """Programs by name, with the rows they took in the last thirty days."""
    return [_line(user, wall_now, *found) for found in db.session.execute(
        _lines(user, wall_now).order_by(ApiClient.name))]


def one_program(user: Identity, id: int, wall_now: dt.datetime) -> Line:
    return _line(user, wall_now, *db.session.execute(_lines(user, wall_now).where(ApiClient.id == id)).one())


def uses(user: Identity, id: int, wall_now: dt.datetime) -> list[Use]:
    """What the program took by day and entity in the last thirty days, the newest first."""
    found = db.session.execute(
        sa.select(ApiUse.day, ApiUse.entity, ApiUse.requests, ApiUse.rows)
        .where(rows(user, READ, ApiUse), ApiUse.client_id == id, ApiUse.day > _first(wall_now))
        .order_by(ApiUse.day.desc(), ApiUse.entity))
    return [Use(row.day, _title(row.entity), row.requests, row.rows) for row in found]


def _title(entity: str) -> str:
    model = by_name(entity)
    return model.__labels__ if model is not None else OTHER[entity]


def _first(wall_now: dt.datetime) -> dt.date:
    return wall_now.date() - SHOWN_DAYS


def _lines(user: Identity, wall_now: dt.datetime) -> sa.Select[ApiClient, dt.datetime, int]:
    last = sa.func.max(ApiUse.last_at, type_=ApiUse.last_at.type)
    taken = sa.func.coalesce(sa.func.sum(sa.case((ApiUse.day > _first(wall_now), ApiUse.rows))), 0)
    return (sa.select(ApiClient, last, taken).outerjoin(ApiUse).where(rows(user, READ, ApiClient))
            .group_by(ApiClient.id))


def _line(user: Identity, wall_now: dt.datetime, client: ApiClient, last: dt.datetime | None, taken: int) -> Line:
    zone = user.now.tzinfo
    ends = client.expires_at.astimezone(zone)
    return Line(
        client.id, client.name, tuple(scope for scope in ApiScope if scope in client.scopes),
        (ends - dt.timedelta(seconds=1)).date(), ends <= wall_now, client.blocked_at is not None, client.per_minute,
        client.issued_at.astimezone(zone), last.astimezone(zone) if last else None, taken)
