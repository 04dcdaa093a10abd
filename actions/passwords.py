"""Passwords: argon2 hashes, one-time passwords, changing one's own (п. 5.2, 9.1)."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class OneTime:
    """A password that nobody has been given yet, and its hash."""

    password: str = field(repr=False)
    hash: str = field(repr=False)


def fits(stored: str | None, password: str, memory_kib: int) -> bool:
    """Whether the password is that of the stored hash; takes the same time when there is none."""
    try:
        hasher(memory_kib).verify(stored or _decoy(memory_kib), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored)


def hashed(password: str, memory_kib: int) -> str:
    """The hash to keep. It takes as long as twenty saves: whoever writes makes it before the transaction begins."""
    return hasher(memory_kib).hash(password)


def make_one_time(memory_kib: int) -> OneTime:
    password = one_time_password(secrets.SystemRandom())
    return OneTime(password, hashed(password, memory_kib))


def set_password(user: User, password_hash: str) -> None:
    """The user's own choice: nobody else knows it, it does not expire."""
    user.password_hash = password_hash
    user.must_change_password, user.password_expires_at = False, None


def issue_one_time(user: User, made: OneTime, wall_now: dt.datetime, norms: Norms | None = None) -> None:
    """Give the user a one-time password for 72 hours; the first sign-in changes it."""
    user.password_hash = made.hash
    user.must_change_password = True
    user.password_expires_at = wall_now + dt.timedelta(hours=(norms or Norms()).first_password_hours)
