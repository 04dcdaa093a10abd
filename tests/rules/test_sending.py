"""Lengths, pauses and the day's limit of what is sent (п. 4.1, 5.3)."""

from __future__ import annotations

import pytest

from rules.sending import MOST_ATTEMPTS, check_limit, limit_for, pause_after, sms_parts


@pytest.mark.parametrize(("text", "parts", "why"), [
    ("", 1, "an empty one is one"),
    ("я" * 70, 1, "seventy Russian signs"),
    ("я" * 71, 2, "each of several gives three signs away"),
    ("я" * 134, 2, "2 × 67"),
    ("я" * 135, 3, ""),
    ("a" * 160, 1, "Latin"),
    ("a" * 161, 2, ""),
    ("a" * 159 + "я", 3, "one Russian letter makes all of it Russian"),
    ("😀" * 35, 1, "two units each"),
    ("😀" * 36, 2, ""),
])
def test_parts(text, parts, why):
    assert sms_parts(text) == parts, why


def test_pauses_grow_and_end():
    pauses = [pause_after(attempt) for attempt in range(1, MOST_ATTEMPTS + 1)]
    assert pauses[-1] is None
    assert all(pauses[:-1])
    assert pauses[:-1] == sorted(pauses[:-1])
    assert len(set(pauses)) == len(pauses)


@pytest.mark.parametrize(("sent", "parts", "limit", "open_"), [
    (0, 1, 1, True), (1, 1, 1, False), (199, 1, 200, True), (199, 2, 200, False), (0, 1, 0, False)])
def test_limit(sent, parts, limit, open_):
    assert (check_limit(sent, parts, limit) is None) is open_


@pytest.mark.parametrize(("limit", "letters"), [(200, 160), (5, 4), (4, 4), (0, 0)])
def test_letters_leave_a_fifth_to_codes(limit, letters):
    assert (limit_for(limit, is_code=True), limit_for(limit, is_code=False)) == (limit, letters)
