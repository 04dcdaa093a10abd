"""The weekly timetable: every group's 18 pairs, no teacher in two places."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from seed.world import Book, Cell, Team

ROUNDS = 400_000
NOISE = 0.05  # of moves go anywhere, out of dead ends
SHORT = ((3, 4), (1, 4), (0, 2), (2, 4), (1, 3))  # days of three pairs; the others have four


@dataclass(eq=False)
class Row:
    """A group's week: its cells and what stands in each; a bundle is one journal or two parallel subgroups'."""

    team: Team
    cells: list[Cell]
    bundles: list[tuple[Book, ...]]
    pinned: set[int] = field(default_factory=set)


def cells_of(order: int) -> list[Cell]:
    """18 cells from Monday to Friday; a short day may begin with the second pair."""
    found = []
    for day in range(5):
        short = day in SHORT[order % len(SHORT)]
        first = 2 if short and order % 2 else 1
        found += [(day + 1, pair) for pair in range(first, first + (3 if short else 4))]
    return found


class Solver:
    """Swaps lessons within a group until no teacher is needed in two places and no subject meets twice a day."""

    def __init__(self, rows: list[Row], random: Random) -> None:
        self.rows, self.random = rows, random
        self.busy: dict[tuple[Cell, int], int] = {}
        for row in rows:
            for cell, bundle in zip(row.cells, row.bundles, strict=True):
                self._count(cell, bundle, 1)

    def solve(self) -> None:
        waiting = [row for row in self.rows if self._trouble(row)]
        for _ in range(ROUNDS):
            if not waiting:
                return
            row = self.random.choice(waiting)
            if self._trouble(row):
                self._improve(row)
            if not self._trouble(row):
                waiting = [other for other in self.rows if self._trouble(other)]
        raise RuntimeError("the timetable has no solution: too few teachers")

    def _trouble(self, row: Row) -> list[int]:
        return [place for place in range(len(row.cells)) if place not in row.pinned and self._cost(row, place)]

    def _cost(self, row: Row, place: int) -> int:
        cell, bundle = row.cells[place], row.bundles[place]
        clashes = sum(self.busy[cell, book.teacher.id] > 1 for book in bundle)
        twice = sum(other is not None and other[0] is bundle[0] and row.cells[number][0] == cell[0]
                    for number, other in enumerate(row.bundles)) - 1
        return 10 * clashes + max(twice - (bundle[0].line.pairs > 5), 0)

    def _improve(self, row: Row) -> None:
        place = self.random.choice(self._trouble(row))
        others = [other for other in range(len(row.cells))
                  if other not in row.pinned and row.bundles[other] is not row.bundles[place]]
        if self.random.random() < NOISE:
            self._swap(row, place, self.random.choice(others))
            return
        best, choices = 1000, []
        for other in others:
            before = self._cost(row, place) + self._cost(row, other)
            self._swap(row, place, other)
            change = self._cost(row, place) + self._cost(row, other) - before
            self._swap(row, place, other)
            if change < best:
                best, choices = change, [other]
            elif change == best:
                choices.append(other)
        self._swap(row, place, self.random.choice(choices))

    def _swap(self, row: Row, one: int, two: int) -> None:
        for place in (one, two):
            self._count(row.cells[place], row.bundles[place], -1)
        row.bundles[one], row.bundles[two] = row.bundles[two], row.bundles[one]
        for place in (one, two):
            self._count(row.cells[place], row.bundles[place], 1)

    def _count(self, cell: Cell, bundle: tuple[Book, ...], by: int) -> None:
        for book in bundle:
            key = (cell, book.teacher.id)
            self.busy[key] = self.busy.get(key, 0) + by


def weekly(bundles: dict[Team, list[tuple[Book, ...]]], pins: dict[tuple[str, str], Cell],
           random: Random) -> list[tuple[Cell, tuple[Book, ...]]]:
    """Each bundle with its weekday and pair; ``pins`` fix the first lesson of (group, index)."""
    rows = []
    for team, wanted in bundles.items():
        order = list(wanted)
        random.shuffle(order)
        row = Row(team, cells_of(team.order), order)
        for (name, index), cell in pins.items():
            if name == team.name and cell in row.cells:
                _pin(row, index, cell)
        rows.append(row)
    Solver(rows, random).solve()
    return [(cell, bundle) for row in rows for cell, bundle in zip(row.cells, row.bundles, strict=True)]


def _pin(row: Row, index: str, cell: Cell) -> None:
    target = row.cells.index(cell)
    source = next((place for place, bundle in enumerate(row.bundles)
                   if bundle[0].line.index == index and place not in row.pinned), None)
    if source is not None:
        row.bundles[source], row.bundles[target] = row.bundles[target], row.bundles[source]
        row.pinned.add(target)
