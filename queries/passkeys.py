"""A user's own passkeys."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from access.identity import Identity
from models import Passkey, db


@dataclass(frozen=True)
class OwnKey:
    id: int
    name: str
    created: dt.datetime
    used: dt.datetime | None


def own_keys(user: Identity, zone: ZoneInfo) -> list[OwnKey]:
    """Keys of the user, oldest first, in the college's zone."""
    rows = db.session.scalars(sa.select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id))
    return [OwnKey(row.id, row.name, row.created_at.astimezone(zone), row.used_at and row.used_at.astimezone(zone))
            for row in rows]


def own_key(user: Identity, key_id: int) -> Passkey | None:
    return db.session.scalar(sa.select(Passkey).where(Passkey.id == key_id, Passkey.user_id == user.id))
