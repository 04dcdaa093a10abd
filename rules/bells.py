"""Bells: pairs follow one another and do not overlap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from rules.violation import Violation

PAIRS = range(10)
SHORTEST, LONGEST = 20, 120  # minutes


@dataclass(frozen=True)
class Bell:
    pair: int
    starts: dt.time
    ends: dt.time

    @property
    def minutes(self) -> int:
        return _minutes(self.ends) - _minutes(self.starts)


def check_pair(pair: int | None) -> Violation | None:
    """Pairs are numbered by one digit; the zero lesson too."""
    return None if pair in PAIRS else Violation("5.5", f"Номер пары от {PAIRS[0]} до {PAIRS[-1]}", "pair")


def check_bell(bell: Bell, others: Iterable[Bell]) -> list[Violation]:
    """One pair of a schedule; ``others`` are the schedule's other pairs."""
    if wrong := check_pair(bell.pair):
        return [wrong]
    if bell.minutes <= 0:
        return [Violation("", "Конец пары раньше начала", "ends")]
    if not SHORTEST <= bell.minutes <= LONGEST:
        return [Violation("", f"Пара длится {bell.minutes} мин: проверьте время", "ends")]
    for other in others:
        times = f"{other.starts:%H:%M}–{other.ends:%H:%M}"
        if other.pair == bell.pair:
            return [Violation("", f"{bell.pair}-я пара в этом расписании уже есть: {times}", "pair")]
        if bell.starts < other.ends and other.starts < bell.ends:
            return [Violation("", f"Пересекается с {other.pair}-й парой: {times}", "starts")]
        if (bell.pair < other.pair) != (bell.starts < other.starts):
            order = "раньше" if bell.pair < other.pair else "позже"
            return [Violation("", f"{bell.pair}-я пара должна быть {order} {other.pair}-й ({times})", "starts")]
    return []


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute
