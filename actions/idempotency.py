"""A request that may come twice is answered once (ADR 2)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from models import IdempotencyKey, db
from rules.violation import Violation


def body_hash(*parts: Any) -> str:
    """A fingerprint of what the request asks for."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()


def replay(user: Identity, key: str, fingerprint: str) -> dict[str, Any] | None:
    """The stored answer of the same request; another request under the same key is refused."""
    row = db.session.execute(sa.select(IdempotencyKey.body_hash, IdempotencyKey.answer).where(
        IdempotencyKey.user_id == user.id, IdempotencyKey.key == key)).first()
    if row is None:
        return None
    if row.body_hash != fingerprint:
        raise Violation("", "Ключ сохранения уже использован для другого значения. Обновите страницу")
    answer: dict[str, Any] = row.answer
    return answer


def remember(user: Identity, key: str, fingerprint: str, answer: dict[str, Any], wall_now: dt.datetime) -> None:
    """Keep the answer in the same transaction as the change."""
    db.session.add(IdempotencyKey(user_id=user.id, key=key, body_hash=fingerprint, answer=answer, created_at=wall_now))
