"""Rows that have served: ended sessions, old failures, answers nobody will ask for again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from actions.throttle import LONGEST
from models import Activation, IdempotencyKey, Outbox, PasskeyChallenge, Throttle, UserSession, db
from rules.passkeys import LIFE
from rules.terms import DeliveryState

KEPT = dt.timedelta(days=30)
CODES_KEPT = dt.timedelta(days=2)  # phones that nobody may have meant to leave here


@dataclass(frozen=True)
class Cleaned:
    sessions: int
    failures: int
    answers: int
    codes: int = 0
    questions: int = 0


def clean_up(wall_now: dt.datetime, life: dt.timedelta) -> Cleaned:
    """Delete what expired; sessions and stored answers stay for 30 days more.

    life: how long a session may last (the setting session_hours).
    """
    sessions = sa.delete(UserSession).where(
        sa.func.coalesce(UserSession.ended_at, UserSession.created_at) < wall_now - life - KEPT)
    failures = sa.delete(Throttle).where(
        Throttle.window_started_at < wall_now - LONGEST,
        sa.or_(Throttle.blocked_until.is_(None), Throttle.blocked_until < wall_now))
    answers = sa.delete(IdempotencyKey).where(IdempotencyKey.created_at < wall_now - KEPT)
    codes = sa.delete(Activation).where(Activation.used_at.is_(None), Activation.created_at < wall_now - CODES_KEPT)
    questions = sa.delete(PasskeyChallenge).where(PasskeyChallenge.created_at < wall_now - LIFE)
    return Cleaned(_count(sessions), _count(failures), _count(answers), _count(codes), _count(questions))


def after_restore() -> int:
    """End all sessions of a restored journal; what waited to be sent may have gone since the copy: a person decides.

    Returns how many sessions there were.
    """
    db.session.execute(sa.update(Outbox).where(
        Outbox.state.in_((DeliveryState.WAITING, DeliveryState.SENDING))).values(
        state=DeliveryState.UNCLEAR, next_try_at=None, error="журнал восстановлен из копии").execution_options(
        synchronize_session=False))
    db.session.execute(sa.delete(IdempotencyKey))
    return _count(sa.delete(UserSession))


def _count(statement: Any) -> int:
    return int(db.session.execute(statement.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]
