"""Which places of the week explain lessons given by date, with the fewest records (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rules.planned import on_week
from rules.spans import Days
from rules.terms import WeekParity

SLOT, MISMATCH = 1.5, 1.0  # a place of the week costs more than one change by date and less than two


@dataclass(frozen=True)
class Span:
    """From the first to the last of its dates, on weeks of the parity."""

    parity: WeekParity
    first: dt.date
    last: dt.date

    def holds(self, day: dt.date, year_starts: dt.date) -> bool:
        return self.first <= day <= self.last and on_week(day, year_starts, self.parity)


def spans(held: frozenset[dt.date], possible: Sequence[dt.date], year_starts: dt.date) -> list[Span]:
    """Places of the week for lessons on one weekday and pair.

    possible: the study days of that weekday in the file's time, in order. Days that a span holds and the file does not
    (or the other way) become changes by date; spans with changes are as few as can be.
    """
    days = len(possible)
    expected = {parity: [on_week(day, year_starts, parity) for day in possible] for parity in WeekParity}
    best = [0.0] + [float("inf")] * days
    came: list[tuple[int, WeekParity | None]] = [(0, None)] * (days + 1)
    for start in range(days):
        cost: dict[WeekParity | None, float] = {None: 0.0, **dict.fromkeys(WeekParity, SLOT)}
        for end in range(start, days):
            there = possible[end] in held
            for parity in cost:
                cost[parity] += MISMATCH * ((parity is not None and expected[parity][end]) != there)
                if best[start] + cost[parity] < best[end + 1]:
                    best[end + 1], came[end + 1] = best[start] + cost[parity], (start, parity)
    return _walk(came, possible, held)


def _walk(came: Sequence[tuple[int, WeekParity | None]], possible: Sequence[dt.date],
          held: frozenset[dt.date]) -> list[Span]:
    """The chosen spans from first to last; one begins and ends on days that are held."""
    found: list[Span] = []
    end = len(possible)
    while end:
        start, parity = came[end]
        own = [day for day in possible[start:end] if day in held]
        if parity is not None and own:
            found.append(Span(parity, own[0], own[-1]))
        end = start
    return found[::-1]


def stretched(span: Span, whole: Days, possible: Sequence[dt.date], year_starts: dt.date) -> Days:
    """The span's days, stretched to the file's own time where that adds no lesson."""
    assert whole.ends is not None
    before = any(day < span.first and on_week(day, year_starts, span.parity) for day in possible)
    after = any(day > span.last and on_week(day, year_starts, span.parity) for day in possible)
    return Days(span.first if before else whole.starts, span.last if after else whole.ends)
