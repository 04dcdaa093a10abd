"""Questions to devices: each is asked of one visitor and answered once (ADR 38)."""

from __future__ import annotations

import datetime as dt
import secrets

import sqlalchemy as sa

from actions.throttle import spend
from models import PasskeyChallenge, db
from rules.passkeys import LIFE

ASKED = 6000  # by visitors of one address in a quarter of an hour: a school signs in, nobody fills the disk


def ask(session_id: int | None, address: str, wall_now: dt.datetime, handle: str = "") -> str:
    """A new question of the session, or of a visitor; raises ``Locked`` when his address has asked without end.

    handle: what the key that is to be made will call the account.
    """
    if session_id is None:
        spend({f"passkey:{address}"[:120]: ASKED}, wall_now)
    challenge = unguessable()
    db.session.add(PasskeyChallenge(challenge=challenge, session_id=session_id, handle=handle,
                                    created_at=wall_now))
    return challenge


def take(challenge: str, session_id: int | None, wall_now: dt.datetime) -> str | None:
    """The handle of the question when it waits for an answer of this session; of two answers at once one finds it."""
    return db.session.scalar(sa.delete(PasskeyChallenge).where(
        PasskeyChallenge.challenge == challenge, PasskeyChallenge.session_id == session_id,
        PasskeyChallenge.created_at > wall_now - LIFE).returning(PasskeyChallenge.handle)
        .execution_options(synchronize_session=False))


def unguessable() -> str:
    """A question, or what a key calls an account: 256 bits that say nothing."""
    return secrets.token_urlsafe(32)
