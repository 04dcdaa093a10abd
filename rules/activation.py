"""Activation by a one-time code sent to the known phone (п. 5.2)."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re

from rules.violation import Violation

DIGITS = 8
LIFE = dt.timedelta(minutes=15)
MOST_ATTEMPTS = 5


def code_of(secret: str, nonce: str) -> str:
    """The code of a request: counted from the installation's key, so that it is stored nowhere."""
    digest = hmac.new(f"activation:{secret}".encode(), nonce.encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10 ** DIGITS:0{DIGITS}d}"


def matches(typed: str, secret: str, nonce: str) -> bool:
    """Whether the typed code is the right one, compared in the same time; spaces and hyphens do not matter."""
    return hmac.compare_digest(read_code(typed), code_of(secret, nonce))


def read_code(typed: str) -> str:
    return re.sub(r"[\s\u00a0-]", "", typed, flags=re.ASCII).encode("ascii", "replace").decode()[:DIGITS + 1]


def check_code(typed: str) -> Violation | None:
    """A code looks like one before it is counted as an attempt."""
    if re.fullmatch(rf"\d{{{DIGITS}}}", read_code(typed), re.ASCII):
        return None
    return Violation("5.2", f"Код — {DIGITS} цифр из SMS", "code")
