"""Whole percents of pages: rounded as the sheet of п. 5.7 rounds, and never all or nothing unless it is."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def percent(part: int, whole: int) -> int | None:
    """Percents of ``part`` in ``whole``, half up; 100 only of everything, 0 only of nothing; None of none."""
    if not whole:
        return None
    rounded = int((Decimal(100 * part) / whole).quantize(Decimal(1), ROUND_HALF_UP))
    return min(max(rounded, 1 if part > 0 else 0), 99 if part < whole else rounded)
