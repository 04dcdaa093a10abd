"""The second step of a sign-in: codes of an application by time, recovery codes for a lost phone (п. 9.1)."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

import pyotp

from rules.credentials import ALPHABET, Chooser
from rules.terms import Role

STEP = 30  # seconds, and six digits: what every application understands
DRIFT = 1  # a phone's clock may be a step behind or ahead
LIFE = dt.timedelta(minutes=10)  # between the password and the code; for the picture with the key too
RECOVERY_CODES, _GROUPS, _GROUP_LENGTH = 10, 4, 4
DEMANDED = frozenset({Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY_UPR, Role.DEPUTY_OOD, Role.DEPUTY_UVR})
ISSUER = "Журнал"
WRONG = "Код не подходит. Проверьте, что время на телефоне верное, и введите новый код"


def new_key() -> str:
    return pyotp.random_base32()


def address(key: str, login: str) -> str:
    """What the picture holds: an application reads the key from it."""
    return pyotp.TOTP(key).provisioning_uri(name=login, issuer_name=ISSUER)


def spaced(key: str) -> str:
    """The key as it is typed by hand."""
    return " ".join(key[start:start + 4] for start in range(0, len(key), 4))


def step_of(key: str, typed: str, now: dt.datetime, used_step: int) -> int | None:
    """The time step whose code was typed, later than the last one used; None when it is none of them."""
    code, present = _signs(typed), int(now.timestamp()) // STEP
    totp = pyotp.TOTP(key)
    right = [step for step in range(present - DRIFT, present + DRIFT + 1)
             if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())]
    return next((step for step in right if step > used_step), None)


def recovery_codes(chooser: Chooser) -> list[str]:
    """«k7mp-x3vd-9hbq-2c4f»: 79 bits each, so that a plain hash may be kept."""
    return ["-".join("".join(chooser.choice(ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
            for _ in range(RECOVERY_CODES)]


def hash_of(code: str) -> str:
    """What the table keeps of a recovery code; case, spaces and hyphens do not matter."""
    return hashlib.sha256(_signs(code).encode()).hexdigest()


def is_recovery(typed: str) -> bool:
    return len(_signs(typed)) == _GROUPS * _GROUP_LENGTH


def _signs(typed: str) -> str:
    return "".join(sign for sign in typed.casefold() if sign.isalnum())[:64]
