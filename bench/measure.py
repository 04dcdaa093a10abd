"""Rounds in which everybody takes their turn: a noisy minute is everybody's minute."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

OURS, FLOOR, MS = "ours", "floor", "ms"
FLOOR_OF = "floor of "  # another line's
SECONDS, ENOUGH = 20, 5
# a server in use has its statements planned on every connection: PostgreSQL keeps a plan from the sixth run on, two
# workers of two threads have four connections
WARM, WARM_SECONDS = 40, 3.0
Work = Callable[[], Any]


@dataclass(frozen=True)
class Line:
    """What is measured: our work, the peers' by name, the floor's.

    ``limit``: so many times the floor of this run, a peer, another line by its name or that line's floor; or
    milliseconds.
    """

    name: str
    work: Mapping[str, Work]
    limit: tuple[float, str] | None = None
    statements: int | None = None  # SQL of ours
    packed: int | None = None  # bytes of ours after gzip
    most_statements: int | None = None
    most_packed: int | None = None
    rounds: int | None = None
    prepare: Mapping[str, Work] = field(default_factory=dict)  # done before each turn, not counted


Build = Callable[[], Line]  # made when its turn comes: what it asks beforehand is not far from what is measured


@dataclass(frozen=True)
class Measured:
    line: Line
    ms: dict[str, float]

    @property
    def ours(self) -> float:
        return self.ms[OURS]

    @property
    def floor(self) -> float | None:
        return self.ms.get(FLOOR)

    @property
    def peers(self) -> dict[str, float]:
        return {who: ms for who, ms in self.ms.items() if who not in (OURS, FLOOR)}

    def most(self, others: Mapping[str, Measured]) -> float | None:
        """The milliseconds that ours may cost in this very run."""
        if self.line.limit is None:
            return None
        times, what = self.line.limit
        if what == MS:
            return times
        base = self.ms.get(what) or _of_other(what, others)
        return None if base is None else times * base


def _of_other(what: str, others: Mapping[str, Measured]) -> float | None:
    other = others.get(what.removeprefix(FLOOR_OF))
    return None if other is None else other.floor if what.startswith(FLOOR_OF) else other.ours


def interleaved(work: Mapping[str, Work], rounds: int, prepare: Mapping[str, Work] | None = None,
                seconds: float = SECONDS) -> dict[str, list[float]]:
    """Milliseconds of each: in turn, each round begun by another; the first round only warms up.

    Who is very slow does not hold all up: after ``seconds`` a few rounds are enough.
    """
    took: dict[str, list[float]] = {who: [] for who in work}
    until = time.monotonic() + seconds
    for turn in range(rounds + 1):
        if turn > ENOUGH and time.monotonic() > until:
            break
        for who in _turned(list(work), turn):
            if prepare and who in prepare:
                prepare[who]()
            started = time.perf_counter()
            work[who]()
            passed = time.perf_counter() - started
            if turn:
                took[who].append(passed * 1000)
    return took


def warm(line: Line) -> None:
    """Ask everybody a while before it counts; a line with rounds of its own is too dear for that."""
    for who, act in line.work.items() if line.rounds is None else ():
        until = time.monotonic() + WARM_SECONDS
        for _ in range(WARM):
            if who in line.prepare:
                line.prepare[who]()
            act()
            if time.monotonic() > until:
                break


def measured(line: Line, rounds: int) -> Measured:
    warm(line)
    took = interleaved(line.work, line.rounds or rounds, line.prepare)
    return Measured(line, {who: round(statistics.median(ms), 2) for who, ms in took.items()})


def _turned(order: Sequence[str], turn: int) -> list[str]:
    place = turn % len(order)
    return [*order[place:], *order[:place]]
