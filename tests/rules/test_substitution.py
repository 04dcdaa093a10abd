"""Substitution told with the lesson (п. 6.1)."""

from __future__ import annotations

import pytest

from rules.substitution import check_substitution

CASES = [
    (1, 1, None, None, None, "the journal's own teacher"),
    (1, 1, 2, "болезнь", "substituted_id", "nobody is replaced by the own teacher"),
    (1, 2, 1, "болезнь", None, "a substitute, instead of whom and why"),
    (1, 2, None, "болезнь", "substituted_id", "instead of whom?"),
    (1, 2, 2, "болезнь", "substituted_id", "instead of himself"),
    (1, 2, 1, " ", "substitution_reason", "why?"),
    (1, 2, 1, None, "substitution_reason", "why?"),
]


@pytest.mark.parametrize(("owner", "given_by", "substituted", "reason", "field", "why"), CASES)
def test_substitution(owner: int, given_by: int, substituted: int | None, reason: str | None, field: str | None,
                      why: str) -> None:
    violation = check_substitution(owner, given_by, substituted, reason)
    assert (violation and violation.field) == field, why
    assert violation is None or violation.point == "6.1"
