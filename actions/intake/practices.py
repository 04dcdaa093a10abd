"""Programmes of practice as their table tells of them (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from actions.intake.refusal import Refusal


@dataclass(frozen=True)
class SectionRow:
    line: int
    title: str
    work: str
    hours: int


@dataclass(frozen=True)
class ProgrammeRow:
    """One programme; ``line`` is its first row, where the dates, the order and the supervisor stand."""

    line: int
    group: str
    index: str
    starts: dt.date
    ends: dt.date
    supervisor: str
    enterprise: str
    order_number: str
    order_date: dt.date | None
    sections: tuple[SectionRow, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.group.casefold(), self.index.casefold()


@dataclass(frozen=True)
class ProgrammesFile:
    """The programmes that were read and why other rows were not: all of them are refused together."""

    programmes: tuple[ProgrammeRow, ...]
    refused: tuple[Refusal, ...] = ()
