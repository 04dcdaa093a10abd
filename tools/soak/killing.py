"""Teachers save without a pause, also while a server dies again and again; nobody is told «saved» in vain."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from tools.soak.person import Person, Save

VALUES = "5432"
BETWEEN = 8  # acknowledged saves between two deaths, at least
PATIENCE = 60.0


class Shift:
    """Everybody's saves of one run."""

    def __init__(self) -> None:
        self.saves: list[Save] = []
        self._over, self._more = threading.Event(), threading.Condition()

    def work(self, person: Person, cells: Sequence[str], number: int | None = None) -> None:
        """Save cell after cell until the shift is over (or so many times); the last save is answered too."""
        for save in itertools.islice(_entries(cells), number):
            if self._over.is_set():
                break
            person.save(save)
            with self._more:
                self.saves.append(save)
                self._more.notify_all()
        person.close()

    def wait_for(self, number: int) -> None:
        """Until so many more saves have been acknowledged."""
        with self._more:
            wanted = len(self.saves) + number
            if not self._more.wait_for(lambda: len(self.saves) >= wanted or self._over.is_set(), PATIENCE):
                raise TimeoutError("nobody saves any more")

    def end(self) -> None:
        self._over.set()


def kill_again_and_again(people: Sequence[tuple[Person, Sequence[str]]], rounds: int, die: Callable[[], None],
                         rise: Callable[[], None], seed: int = 1) -> list[Save]:
    """All acknowledged saves of ``rounds`` deaths; each comes at its own moment of a save."""
    shift, moments = Shift(), random.Random(seed)
    with ThreadPoolExecutor(len(people)) as pool:
        working = [pool.submit(_until_the_end, shift, person, cells) for person, cells in people]
        try:
            for _ in range(rounds):
                shift.wait_for(BETWEEN)
                time.sleep(moments.random() * 0.02)  # a save takes about as long: every step of it is hit in its turn
                die()
                rise()
            shift.wait_for(BETWEEN)
        finally:
            shift.end()
    for one in working:
        one.result()
    return shift.saves


def save_all(people: Sequence[tuple[Person, Sequence[str]]], number: int) -> list[Save]:
    """Everybody saves so many times, all at once."""
    shift = Shift()
    with ThreadPoolExecutor(len(people)) as pool:
        for one in [pool.submit(shift.work, person, cells, number) for person, cells in people]:
            one.result()
    return shift.saves


def _until_the_end(shift: Shift, person: Person, cells: Sequence[str]) -> None:
    try:
        shift.work(person, cells)
    finally:
        shift.end()  # whoever cannot go on ends it for all, and is asked why


def _entries(cells: Sequence[str]) -> Iterator[Save]:
    """Each time another mark than the one that stands there: an unchanged cell would prove nothing."""
    for number in itertools.count():
        for path in cells:
            yield Save(path, VALUES[number % len(VALUES)], number)
