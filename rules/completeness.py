"""Is a student's card complete: what is missing, in words, and the share of what is there (п. 5.3, 9.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.cards import TITLES
from rules.percent import percent

STUDENT = ("birth_date", "phone", "address")
GUARDIAN = ("phone",)  # by e-mail one may write, without a phone nobody is reached
NO_PARENTS = "родители"
Fields = Mapping[str, object]


@dataclass(frozen=True)
class Completeness:
    """``lacks``: «телефон», «телефон: Осинцева А. П.»; ``filled`` of ``of`` things a card must have."""

    lacks: tuple[str, ...]
    filled: int
    of: int

    @property
    def percent(self) -> int:
        """A whole per cent, never 100 while something is missing."""
        return 100 if not self.of else percent(self.filled, self.of) or 0


def completeness(student: Fields, parents: Sequence[tuple[str, Fields]]) -> Completeness:
    """Of the student: birth date, phone, address; at least one parent; a phone of each (by name)."""
    lacks = [TITLES[name] for name in STUDENT if not student.get(name)]
    lacks += [f"{TITLES[name]}: {who}" for who, fields in parents for name in GUARDIAN if not fields.get(name)]
    if not parents:
        lacks.append(NO_PARENTS)
    of = len(STUDENT) + 1 + len(GUARDIAN) * max(len(parents), 1)
    return Completeness(tuple(lacks), of - len(lacks) - (0 if parents else len(GUARDIAN)), of)


def together(cards: Sequence[Completeness]) -> Completeness:
    """A group's cards as one."""
    return Completeness(tuple(word for card in cards for word in card.lacks), sum(card.filled for card in cards),
                        sum(card.of for card in cards))
