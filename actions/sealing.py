"""Text sealed with a key of its own purpose, made from the installation's key."""

from __future__ import annotations

import base64
import datetime as dt
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@lru_cache
def _cipher(secret_key: str, purpose: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"journal {purpose}".encode()).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def seal(text: str, secret_key: str, purpose: str, wall_now: dt.datetime) -> str:
    return _cipher(secret_key, purpose).encrypt_at_time(text.encode(), int(wall_now.timestamp())).decode()


def unseal(token: str, secret_key: str, purpose: str, wall_now: dt.datetime, life: dt.timedelta | None = None,
           ) -> str | None:
    """The text; None when it is not ours, was sealed with another key or for another purpose, or is too old."""
    cipher = _cipher(secret_key, purpose)
    try:
        if life is None:
            return cipher.decrypt(token.encode()).decode()
        return cipher.decrypt_at_time(token.encode(), int(life.total_seconds()), int(wall_now.timestamp())).decode()
    except (InvalidToken, UnicodeError):
        return None
