"""Marks and absences of a past time on their way in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rules.terms import MarkKind


@dataclass(frozen=True)
class PastDay:
    """A lesson as the file names it; ``turn`` counts the columns of one date where no pair is given, from 0."""

    date: dt.date
    pair: int | None = None
    turn: int = 0


@dataclass(frozen=True)
class PastValue:
    """What stands in one filled cell of the file, and where it stands; ``sheet`` is "" when there is one sheet only."""

    line: int
    column: str
    day: PastDay
    student: str
    text: str
    kind: MarkKind | None = None
    sheet: str = ""

    @property
    def place(self) -> str:
        """The column, with its sheet where a line number alone does not tell."""
        return f"{self.sheet}, {self.column}" if self.sheet else self.column


@dataclass(frozen=True)
class PastSheet:
    """A discipline's sheet; ``title`` is the sheet's name, ``warnings`` what of it was not read."""

    title: str
    values: tuple[PastValue, ...]
    warnings: tuple[str, ...] = ()
