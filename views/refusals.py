"""Refusals of a form, each under its field."""

from __future__ import annotations

from collections.abc import Iterable

from rules.violation import Violation


def by_field(violations: Iterable[Violation] | None) -> dict[str, list[str]]:
    """Words by the field they stand under; those of the whole form under «»."""
    found: dict[str, list[str]] = {}
    for violation in violations or ():
        found.setdefault(violation.field or "", []).append(str(violation))
    return found
