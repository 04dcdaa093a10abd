"""Codes by time: which step a typed code belongs to, once; recovery codes as people type them."""

from __future__ import annotations

import datetime as dt
import random

import pyotp
import pytest

from rules.second_factor import (
    RECOVERY_CODES,
    STEP,
    address,
    hash_of,
    is_recovery,
    new_key,
    recovery_codes,
    spaced,
    step_of,
)

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = dt.datetime(2026, 11, 26, 8, 0, 10, tzinfo=dt.UTC)
PRESENT = int(NOW.timestamp()) // STEP


def code(step: int) -> str:
    return pyotp.TOTP(KEY).generate_otp(step)


@pytest.mark.parametrize(("typed", "used", "found"), [
    (code(PRESENT), 0, PRESENT),
    (code(PRESENT - 1), 0, PRESENT - 1),  # the phone is behind, or it took long to type
    (code(PRESENT + 1), 0, PRESENT + 1),  # the phone is ahead
    (code(PRESENT - 2), 0, None), (code(PRESENT + 2), 0, None),
    (code(PRESENT), PRESENT, None),  # the same code again
    (code(PRESENT - 1), PRESENT, None),  # an older one after a newer
    (code(PRESENT + 1), PRESENT, PRESENT + 1),
    (f" {code(PRESENT)[:3]} {code(PRESENT)[3:]} ", 0, PRESENT),  # as applications show it
    ("", 0, None), ("000", 0, None), (code(PRESENT) + "0", 0, None), ("１２３４５６", 0, None), ("é" * 6, 0, None),
])
def test_step_of_a_typed_code(typed, used, found):
    assert step_of(KEY, typed, NOW, used) == found


def test_the_standard_s_own_example():
    """RFC 6238, appendix B, SHA-1, the last six digits: 59 seconds after 1970 it is 94287082."""
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert step_of(key, "287082", dt.datetime(1970, 1, 1, 0, 0, 59, tzinfo=dt.UTC), 0) == 1


def test_keys_are_long_and_never_the_same():
    keys = {new_key() for _ in range(20)}
    assert len(keys) == 20
    assert {len(key) for key in keys} == {32}, "160 bits, as RFC 4226 recommends"
    assert spaced(KEY) == "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP"
    assert address(KEY, "admin").startswith("otpauth://totp/")


def test_recovery_codes():
    codes = recovery_codes(random.Random(7))
    assert len(set(codes)) == RECOVERY_CODES
    for typed in (codes[0], codes[0].upper(), codes[0].replace("-", " "), codes[0].replace("-", "")):
        assert is_recovery(typed)
        assert hash_of(typed) == hash_of(codes[0])
    assert hash_of(codes[0]) != hash_of(codes[1])
    assert not is_recovery("123456")
