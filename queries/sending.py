"""What is being sent and what has become of it, for those who keep the journal running (п. 5.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Outbox, db
from queries.outgoing import sms_today
from rules.terms import Channel, DeliveryState, NotificationKind

PAGE = 50
KEPT = dt.timedelta(days=30)
STUCK = (DeliveryState.FAILED, DeliveryState.UNCLEAR)


@dataclass(frozen=True)
class Summary:
    """counts: by state, of the last thirty days, what is sent of today; kopecks: today's SMS."""

    counts: dict[DeliveryState, int]
    letters: int
    sms: int
    kopecks: int
    limit: int

    @property
    def roubles(self) -> str:
        return f"{self.kopecks // 100},{self.kopecks % 100:02d}"


@dataclass(frozen=True)
class Line:
    """A row without its words and address: to whom, what kind, by which way, why not."""

    id: int
    to: str
    what: str
    channel: Channel
    state: DeliveryState
    attempts: int
    at: dt.datetime
    next_try_at: dt.datetime | None
    gateway: str | None
    error: str | None

    @property
    def is_stuck(self) -> bool:
        """Whether it waits for a person."""
        return self.state in STUCK and self.next_try_at is None


def stuck() -> sa.ColumnElement[bool]:
    """Letters and SMS that wait for a person: they did not go, or nobody knows whether they did."""
    return sa.and_(Outbox.state.in_(STUCK), Outbox.next_try_at.is_(None))


def summary(user: Identity, wall_now: dt.datetime, zone: ZoneInfo, limit: int) -> Summary:
    """The figures of the page's head."""
    midnight = wall_now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    found = db.session.execute(
        sa.select(Outbox.channel, Outbox.state, sa.func.count().label("number"))
        .where(rows(user, READ, Outbox), sa.or_(
            sa.and_(Outbox.state == DeliveryState.SENT, Outbox.sent_at >= midnight),
            sa.and_(Outbox.state != DeliveryState.SENT, Outbox.created_at >= wall_now - KEPT)))
        .group_by(Outbox.channel, Outbox.state)).all()
    counts = {state: sum(row.number for row in found if row.state == state) for state in DeliveryState}
    sent = [row for row in found if row.state == DeliveryState.SENT]
    return Summary(counts, sum(row.number for row in sent if row.channel == Channel.EMAIL),
                   *sms_today(wall_now, zone), limit)


def find_lines(user: Identity, state: DeliveryState, page: int, zone: ZoneInfo) -> tuple[list[Line], bool]:
    """A page of the rows in a state, newest first, and whether there are more."""
    found = db.session.scalars(
        sa.select(Outbox).where(rows(user, READ, Outbox), Outbox.state == state).order_by(Outbox.id.desc())
        .offset(page * PAGE).limit(PAGE + 1)
        .options(joinedload(Outbox.user), joinedload(Outbox.guardian), joinedload(Outbox.notification))).all()
    return [_line(row, zone) for row in found[:PAGE]], len(found) > PAGE


def _line(row: Outbox, zone: ZoneInfo) -> Line:
    person = row.user or row.guardian
    at = row.sent_at or row.created_at
    return Line(row.id, person.short_name if person else "", _what(row), Channel(row.channel),
                DeliveryState(row.state), row.attempts, at.astimezone(zone),
                row.next_try_at.astimezone(zone) if row.next_try_at else None, row.gateway, row.error)


def _what(row: Outbox) -> str:
    if row.notification is not None:
        return f"уведомление: {NotificationKind(row.notification.kind).title}"
    return "код для входа" if row.activation_id is not None else "письмо родителю"
