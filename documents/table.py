"""A plain table on its way to XLSX or CSV, and what keeps a spreadsheet from running its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

Value = str | int | float | Decimal | bool | date | datetime | time | None

# OWASP, «CSV Injection»: these first characters make a spreadsheet read a text as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and, when its length says too little, the width in characters."""

    title: str
    width: float | None = None

    @property
    def characters(self) -> float:
        return self.width or max(8.0, min(40.0, len(self.title) + 3))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; `caption` is printed above them where the format has room for it."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    caption: Sequence[str] = ()
    frozen_columns: int = 0


def neutralise(text: str) -> str:
    """The same text, with an apostrophe before what a spreadsheet would take for a formula."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def yes_no(value: bool) -> str:
    return "да" if value else "нет"
