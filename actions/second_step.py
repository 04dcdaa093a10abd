"""The step of a sign-in between the right password and the journal: a code or a passkey (п. 9.1)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.identity import Identity
from actions.passkey_proof import check_key
from actions.second_factor import check
from actions.signin import Device, SignIn, end_session, open_session, token_hash
from models import User, UserSession, db
from rules.passkeys import Answer
from rules.second_factor import LIFE


def find_waiting(token: str, wall_now: dt.datetime) -> UserSession | None:
    """The session whose password was right less than ten minutes ago; it opens nothing but this step."""
    found = db.session.scalar(sa.select(UserSession).where(
        UserSession.token_hash == token_hash(token), UserSession.awaits_code, UserSession.ended_at.is_(None),
        UserSession.created_at > wall_now - LIFE).options(joinedload(UserSession.user).joinedload(User.roles)))
    return found if found is not None and found.user.is_active else None


def pass_step(user: Identity, waiting: UserSession, typed: str, device: Device, secret_key: str,
              wall_now: dt.datetime) -> SignIn:
    """A new session in the place of the waiting one; raises Violation for a wrong code, then the caller commits."""
    check(user, waiting.user, typed, secret_key, wall_now)
    return _let_through(waiting, device, wall_now)


def pass_step_by_key(user: Identity, waiting: UserSession, answer: Answer, device: Device, wall_now: dt.datetime,
                     ) -> SignIn:
    """The same by one of the account's own passkeys."""
    check_key(user, waiting, answer, wall_now)
    return _let_through(waiting, device, wall_now)


def _let_through(waiting: UserSession, device: Device, wall_now: dt.datetime) -> SignIn:
    end_session(waiting, wall_now)
    token = open_session(waiting.user, device, wall_now, confirmed_at=waiting.confirmed_at, second_factor_at=wall_now)
    return SignIn(token, user_id=waiting.user_id)
