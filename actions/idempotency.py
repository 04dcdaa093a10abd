"""A request that may come twice is answered once (ADR 2)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any, cast

import sqlalchemy as sa

from access.identity import Identity
from models import IdempotencyKey, db
from models.inserts import insert_on
from rules.violation import Violation

KEYS = cast(sa.Table, IdempotencyKey.__table__)
CLAIMED, SETTLED = "claimed", "settled"  # in the place of the hash: a form's key is made of what it holds
Stored = tuple[str, dict[str, Any]]  # what was asked, what was answered


class Repeated(Exception):
    """The same form has been answered by somebody quicker, while its claim was let go: that answer stands."""


def body_hash(*parts: Any) -> str:
    """A fingerprint of what the request asks for."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()


def answered(row: Stored | None, fingerprint: str) -> dict[str, Any] | None:
    """The stored answer of the same request; another request under the same key is refused."""
    if row is None:
        return None
    asked, answer = row
    if asked != fingerprint:
        raise Violation("", "Ключ сохранения уже использован для другого значения. Обновите страницу")
    return answer


def replay(user: Identity, key: str, fingerprint: str) -> dict[str, Any] | None:
    """The same, asked of the database now."""
    row = db.session.execute(sa.select(IdempotencyKey.body_hash, IdempotencyKey.answer).where(
        IdempotencyKey.user_id == user.id, IdempotencyKey.key == key)).first()
    return answered((row.body_hash, row.answer) if row is not None else None, fingerprint)


def remember(user: Identity, key: str, fingerprint: str, answer: dict[str, Any], wall_now: dt.datetime) -> None:
    """Keep the answer in the same transaction as the change; a key that is there by now is an ``IntegrityError``."""
    db.session.execute(sa.insert(KEYS), {"user_id": user.account, "key": key, "body_hash": fingerprint,
                                         "answer": answer, "created_at": wall_now})


def claim(user: Identity, key: str, wall_now: dt.datetime) -> dict[str, Any] | None:
    """Take the key of one form, sent for the first time; otherwise the answer that it got.

    Whoever takes it makes the others wait until the end of his transaction; with a rollback nobody had it.
    """
    if _first(user, key, CLAIMED, {}, wall_now):
        return None
    return db.session.scalar(sa.select(KEYS.c.answer).where(KEYS.c.user_id == user.account, KEYS.c.key == key)) or {}


def settle(user: Identity, key: str, answer: dict[str, Any], wall_now: dt.datetime) -> None:
    """The answer of a claimed key, in the transaction that makes what it tells of.

    Where the claim was rolled back on the way, so that others could write meanwhile, it is taken anew; when somebody
    was quicker, ``Repeated``.
    """
    mine = sa.update(KEYS).where(KEYS.c.user_id == user.account, KEYS.c.key == key, KEYS.c.body_hash == CLAIMED)
    held = db.session.execute(mine.values(body_hash=SETTLED, answer=answer)).rowcount  # type: ignore[attr-defined]
    if not held and not _first(user, key, SETTLED, answer, wall_now):
        raise Repeated


def _first(user: Identity, key: str, state: str, answer: dict[str, Any], wall_now: dt.datetime) -> bool:
    """Whether the key is the caller's now: not when it is there already; one under way is waited for."""
    insert = insert_on(db.session.get_bind().dialect.name)
    row = insert(KEYS).values(user_id=user.account, key=key, body_hash=state, answer=answer, created_at=wall_now)
    return db.session.scalar(row.on_conflict_do_nothing().returning(KEYS.c.id)) is not None
