"""Passwords: argon2 hashes, one-time passwords, changing one's own (п. 5.2, 9.1)."""

from __future__ import annotations

import datetime as dt
import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models import User
from rules.credentials import one_time_password
from rules.norms import Norms


@lru_cache
def hasher(memory_kib: int = 19 * 1024) -> PasswordHasher:
    """OWASP's minimum: 19 MiB, two passes, one lane."""
    return PasswordHasher(time_cost=2, memory_cost=memory_kib, parallelism=1)


@lru_cache
def _decoy(memory_kib: int) -> str:
    return hasher(memory_kib).hash(secrets.token_hex(16))


def matches(user: User | None, password: str, memory_kib: int) -> bool:
    """Whether the password is the user's; takes the same time when there is no such user."""
    stored = user.password_hash if user is not None and user.password_hash else _decoy(memory_kib)
    try:
        hasher(memory_kib).verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
    return user is not None and bool(user.password_hash)


def set_password(user: User, password: str, memory_kib: int) -> None:
    """The user's own choice: nobody else knows it, it does not expire."""
    user.password_hash = hasher(memory_kib).hash(password)
    user.must_change_password, user.password_expires_at = False, None


def issue_one_time(user: User, wall_now: dt.datetime, memory_kib: int, norms: Norms | None = None) -> str:
    """Give the user a one-time password for 72 hours; the first sign-in changes it."""
    password = one_time_password(secrets.SystemRandom())
    user.password_hash = hasher(memory_kib).hash(password)
    user.must_change_password = True
    user.password_expires_at = wall_now + dt.timedelta(hours=(norms or Norms()).first_password_hours)
    return password
