"""Why a file is not taken: every cause with its line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.terms import Outcome

SHOWN = 50


@dataclass(frozen=True)
class Alike:
    """A stored person whom the line may mean: somebody must say whether it is the same one (п. 5.4).

    id, who: the stored person; row: the person of the line.
    """

    id: int
    who: str
    row: str


@dataclass(frozen=True)
class Refusal:
    """One cause in Russian; ``line`` counts from 1, ``column`` is the heading of the table."""

    line: int | None
    column: str | None
    reason: str
    alike: Alike | None = None

    def __str__(self) -> str:
        place = []
        if self.line is not None:
            place.append(f"строка {self.line}")
        if self.column is not None:
            place.append(f"столбец «{self.column}»")
        return f"{', '.join(place)}: {self.reason}" if place else self.reason


@dataclass(frozen=True)
class Told:
    """What became of one object of the file, with its differences («Лекции: 20 → 22»)."""

    line: int | None
    outcome: Outcome
    title: str
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.title}: {'; '.join(self.words)}" if self.words else self.title


class ImportRefused(Exception):
    """The file changes nothing; ``refusals`` says why, in the order of lines; ``told`` is the rest of the rows."""

    def __init__(self, refusals: Iterable[Refusal], told: Iterable[Told] = ()) -> None:
        self.refusals, self.told = tuple(refusals), tuple(told)
        super().__init__("\n".join(self._told()))

    def _told(self) -> Iterator[str]:
        yield from map(str, self.refusals[:SHOWN])
        if len(self.refusals) > SHOWN:
            yield f"и ещё {len(self.refusals) - SHOWN}"

    @classmethod
    def because(cls, reason: str, *, line: int | None = None) -> ImportRefused:
        return cls([Refusal(line, None, reason)])


class Refusals:
    """Collects every cause of a file before it is refused."""

    def __init__(self, found: Iterable[Refusal] = ()) -> None:
        self._found: list[Refusal] = list(found)

    def add(self, line: int | None, column: str | None, reason: str, alike: Alike | None = None) -> None:
        self._found.append(Refusal(line, column, reason, alike))

    def put(self, refusal: Refusal) -> None:
        self._found.append(refusal)

    def check(self, told: Iterable[Told] = ()) -> None:
        """Raise ImportRefused when anything was found; ``told`` are the rows that would have come in."""
        if self._found:
            raise ImportRefused(sorted(self._found, key=lambda refusal: refusal.line or 0), told)

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Refusal]:
        return iter(self._found)
