"""The one-time code of activation: counted, never stored (п. 5.2)."""

from __future__ import annotations

import pytest

from rules.activation import DIGITS, check_code, code_of, matches


def test_a_code_is_of_the_key_and_the_request():
    codes = {code_of(secret, nonce) for secret in ("key one", "key two") for nonce in ("a", "b", "c")}
    assert len(codes) == 6
    assert all(len(code) == DIGITS and code.isdigit() for code in codes)
    assert code_of("key one", "a") == code_of("key one", "a")


def test_codes_are_spread():
    assert len({code_of("key", str(number))[:2] for number in range(2000)}) == 100


@pytest.mark.parametrize(("change", "right"), [
    (lambda code: code, True), (lambda code: f" {code[:4]} {code[4:]} ", True), (lambda code: f"{code[:4]}-{code[4:]}",
    True), (lambda code: code[:-1], False), (lambda code: code + "0", False), (lambda code: "", False),
    (lambda code: "я" * 8, False), (lambda code: code + "я", False), (lambda code: code[::-1] + "x", False)])
def test_what_is_typed(change, right):
    assert matches(change(code_of("key", "nonce")), "key", "nonce") is right


@pytest.mark.parametrize(("typed", "fine"), [
    ("12345678", True), ("1234 5678", True), ("1234567", False), ("123456789", False), ("", False), ("١٢٣٤٥٦٧٨", False),
    ("abcdefgh", False)])
def test_what_is_a_code(typed, fine):
    assert (check_code(typed) is None) is fine
