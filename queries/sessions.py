"""A user's own sign-ins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from access.identity import Identity
from models import UserSession, db


@dataclass(frozen=True)
class OwnSession:
    id: int
    created: dt.datetime
    last_seen: dt.datetime
    address: str
    agent: str
    current: bool


def own_sessions(user: Identity, current_id: int, zone: ZoneInfo) -> list[OwnSession]:
    """Living sessions of the user, newest first, in the college's zone."""
    rows = db.session.scalars(sa.select(UserSession).where(
        UserSession.user_id == user.id, UserSession.ended_at.is_(None),
        UserSession.awaits_code.is_(False)).order_by(UserSession.last_seen_at.desc()))
    return [OwnSession(row.id, row.created_at.astimezone(zone), row.last_seen_at.astimezone(zone), row.address or "",
                       row.agent or "", row.id == current_id) for row in rows]


def own_session(user: Identity, session_id: int) -> UserSession | None:
    return db.session.scalar(sa.select(UserSession).where(
        UserSession.id == session_id, UserSession.user_id == user.id, UserSession.ended_at.is_(None)))
