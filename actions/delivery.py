"""Sending step by step: who takes a letter, what became of it; two workers never send one row (ADR 27)."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from actions import turns
from actions.turns import Turn
from models import Outbox, db
from rules.parcels import Receipt
from rules.sending import FRESH, LEASE, next_try
from rules.terms import Channel, DeliveryState

DUE = (DeliveryState.WAITING, DeliveryState.UNCLEAR)


@dataclass(frozen=True)
class Claimed:
    """Rows that go as one letter and are this worker's until the lease ends.

    doubtful: an earlier attempt, by ``gateway``, may have been sent.
    """

    parcel: str
    ids: tuple[int, ...]
    channel: Channel
    attempts: int
    queued_at: dt.datetime
    doubtful: bool
    gateway: str | None
    is_code: bool = False


def recover(wall_now: dt.datetime) -> int:
    """Rows whose worker died while it was sending: nobody knows whether they went."""
    lost = sa.update(Outbox).where(Outbox.state == DeliveryState.SENDING, Outbox.next_try_at <= wall_now)
    return _write(lost, state=DeliveryState.UNCLEAR, error="отправка прервалась")


def claim(channels: Collection[Channel], wall_now: dt.datetime) -> Claimed | None:
    """Take the next letter that is due, codes first; the caller commits before anything is sent."""
    turns.take(Turn.LETTERS)
    first = db.session.scalar(
        sa.select(Outbox).where(Outbox.state.in_(DUE), Outbox.next_try_at <= wall_now, Outbox.channel.in_(channels))
        .order_by(Outbox.activation_id.is_(None), Outbox.next_try_at, Outbox.id).limit(1)
        .execution_options(populate_existing=True))
    if first is None:
        return None
    ids = tuple(db.session.scalars(sa.select(Outbox.id).where(*_together(first, wall_now)).order_by(Outbox.id)))
    doubtful = first.state == DeliveryState.UNCLEAR
    taken = Claimed(first.parcel or secrets.token_hex(16), ids, Channel(first.channel),
                    first.attempts + (not doubtful), first.created_at, doubtful, first.gateway,
                    first.activation_id is not None)
    _write(_rows(ids), state=DeliveryState.SENDING, parcel=taken.parcel, attempts=taken.attempts,
           next_try_at=wall_now + LEASE)
    return taken


def _together(first: Outbox, wall_now: dt.datetime) -> list[sa.ColumnElement[bool]]:
    """What was one letter stays one; a digest takes what is due of it now."""
    if first.parcel is not None:
        return [Outbox.parcel == first.parcel, Outbox.state == first.state]
    if first.bundle is None:
        return [Outbox.id == first.id]
    return [Outbox.user_id == first.user_id, Outbox.channel == first.channel, Outbox.bundle == first.bundle,
            Outbox.state == DeliveryState.WAITING, Outbox.parcel.is_(None), Outbox.next_try_at <= wall_now]


def note_way(taken: Claimed, gateway: str, parts: int | None) -> None:
    """By what the letter goes; the first row carries the SMS, so that a digest is counted once."""
    _write(_rows(taken.ids), gateway=gateway)
    _write(_rows(taken.ids[:1]), parts=parts)


def refuse(refused: Mapping[int, tuple[DeliveryState, str]]) -> None:
    """Rows that are not to be sent: no right any more, no address."""
    for number, (state, words) in refused.items():
        _write(_rows((number,)), state=state, next_try_at=None, error=words[:250])


def sent(taken: Claimed, receipt: Receipt, wall_now: dt.datetime) -> None:
    _write(_mine(taken), state=DeliveryState.SENT, sent_at=wall_now, provider_id=receipt.provider_id[:80],
           next_try_at=None, error=None)
    _write(_rows(taken.ids[:1]), cost=receipt.cost)


def postpone(taken: Claimed, words: str, wall_now: dt.datetime, *, down: bool = False) -> None:
    """Not this time; after enough attempts or days, not at all. An absent service is not the letter's fault."""
    again = next_try(taken.attempts, taken.queued_at, wall_now, down)
    _write(_mine(taken), state=DeliveryState.FAILED if again is None else DeliveryState.WAITING, next_try_at=again,
           attempts=taken.attempts - down, error=words[:250])


def hold(taken: Claimed, words: str, until: dt.datetime) -> None:
    """Put back untried: the day's limit."""
    if until - taken.queued_at > FRESH:
        return give_up(taken, words)
    _write(_mine(taken), state=DeliveryState.WAITING, next_try_at=until, attempts=taken.attempts - 1,
           error=words[:250])
    return None


def release(taken: Claimed, wall_now: dt.datetime) -> None:
    """The service has not got it: it is sent as any other."""
    _write(_mine(taken), state=DeliveryState.WAITING, next_try_at=wall_now, error=None)


def spoil(taken: Claimed, words: str) -> None:
    """A letter that could not even be written; its taking has been rolled back."""
    _write(_rows(taken.ids).where(Outbox.state.in_(DUE)), state=DeliveryState.FAILED, next_try_at=None,
           error=words[:250])


def give_up(taken: Claimed, words: str) -> None:
    _write(_mine(taken), state=DeliveryState.FAILED, next_try_at=None, error=words[:250])


def doubt(taken: Claimed, words: str, wall_now: dt.datetime, *, ask: bool = True) -> None:
    """It may have gone: the service is asked later; when it cannot say, a person decides."""
    again = wall_now + LEASE if ask and wall_now - taken.queued_at < FRESH else None
    _write(_mine(taken), state=DeliveryState.UNCLEAR, next_try_at=again, error=words[:250])


def _rows(ids: Collection[int]) -> sa.Update:
    return sa.update(Outbox).where(Outbox.id.in_(ids))


def _mine(taken: Claimed) -> sa.Update:
    """Rows still in this worker's hands: one that slept past its lease changes nothing."""
    return _rows(taken.ids).where(Outbox.state == DeliveryState.SENDING, Outbox.attempts == taken.attempts)


def _write(update: sa.Update, **values: object) -> int:
    """Past the session: the outbox has no journal of changes."""
    done = db.session.execute(update.values(**values).execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


# by hand

def retry(wall_now: dt.datetime, number: int | None = None) -> int:
    """Send again what waits for a person: one letter (with its whole digest), or all that failed."""
    stuck = sa.update(Outbox).where(Outbox.state == DeliveryState.FAILED) if number is None else _letter(number)
    return _write(stuck, state=DeliveryState.WAITING, next_try_at=wall_now, attempts=0, error=None)


def count_as_sent(number: int, wall_now: dt.datetime) -> int:
    """A person has looked into the service's cabinet: it went."""
    return _write(_letter(number).where(Outbox.state == DeliveryState.UNCLEAR), state=DeliveryState.SENT,
                  sent_at=wall_now, next_try_at=None, error="отмечено вручную")


def _letter(number: int) -> sa.Update:
    own = sa.select(Outbox.parcel).where(Outbox.id == number).scalar_subquery()
    return sa.update(Outbox).where(sa.or_(Outbox.id == number, Outbox.parcel == own), Outbox.next_try_at.is_(None),
                                   Outbox.state.in_((DeliveryState.FAILED, DeliveryState.UNCLEAR)))
