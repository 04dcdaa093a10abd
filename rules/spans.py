"""Spans of days, both ends inclusive; an open end lasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from rules.violation import Violation


@dataclass(frozen=True)
class Days:
    starts: dt.date
    ends: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)

    def covers(self, other: Days) -> bool:
        """Whether every day of ``other`` is here."""
        inside = self.ends is None or (other.ends is not None and other.ends <= self.ends)
        return self.starts <= other.starts and inside

    def meets(self, other: Days) -> bool:
        """Whether the two share a day."""
        return (self.ends is None or other.starts <= self.ends) and (other.ends is None or self.starts <= other.ends)

    def __str__(self) -> str:
        """«с 01.09.2023 по 29.12.2023»"""
        return f"с {self.starts:%d.%m.%Y}" + (f" по {self.ends:%d.%m.%Y}" if self.ends else "")


def check_order(starts: dt.date | None, ends: dt.date | None, field: str = "ends") -> Violation | None:
    """The end is not before the start; either may be open."""
    if starts is not None and ends is not None and ends < starts:
        return Violation("", f"Конец раньше начала: начало {starts:%d.%m.%Y}", field)
    return None


def first_met(days: Days, others: Iterable[tuple[str, Days]]) -> tuple[str, Days] | None:
    """The first of the named spans that shares a day with ``days``."""
    return next(((name, other) for name, other in others if days.meets(other)), None)
