"""A report laid out once — parts, columns, totals, signatures — for the page, XLSX and PDF alike (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from documents.table import Value
from rules.averages import show

DASH = "—"
MANY_COLUMNS = 9  # more of them do not become cards on a phone


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: ``width`` is millimetres on paper; ``narrow`` ones hold a figure and have their title upright."""

    title: str
    width: float = 20.0
    numeric: bool = False
    narrow: bool = False
    shaded: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the report; ``empty`` says what it means that there are no rows."""

    title: str
    columns: Sequence[Heading]
    rows: Sequence[Sequence[Value]]
    totals: Sequence[Sequence[Value]] = ()
    note: str = ""
    empty: str = "Данных за этот период нет."
    is_facts: bool = False

    @property
    def is_wide(self) -> bool:
        return len(self.columns) > MANY_COLUMNS


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the office and, where it is known, the name."""

    office: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """``lines`` stand under the title: whose report and for what time; ``notes`` say how it was counted."""

    title: str
    lines: Sequence[str]
    parts: Sequence[Part]
    notes: Sequence[str] = ()
    signatures: Sequence[Signature] = ()


def text(heading: str) -> Heading:
    return Heading(heading, 45.0)


def name(heading: str = "Фамилия, имя, отчество") -> Heading:
    return Heading(heading, 62.0)


def number(heading: str, width: float = 16.0) -> Heading:
    return Heading(heading, width, numeric=True)


def narrow(heading: str, shaded: bool = False, width: float = 8.0) -> Heading:
    return Heading(heading, width, numeric=True, narrow=True, shaded=shaded)


def facts(title: str, rows: Sequence[tuple[str, Value]], note: str = "") -> Part:
    """Figures under their names."""
    return Part(title, (Heading("Показатель", 110.0), number("Значение", 30.0)), [tuple(row) for row in rows],
                note=note, is_facts=True)


def shown(value: Value) -> str:
    """A value as people read it: what cannot be counted is a dash, what is not there is nothing."""
    match value:
        case None:
            return DASH
        case Decimal():
            return show(value)
        case dt.date():
            return f"{value:%d.%m.%Y}"
        case _:
            return str(value)
