"""CSV as Russian Excel opens it by a double click: UTF-8 with BOM, semicolons, dates as 01.09.2023."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from documents.table import Table, Value, neutralise, yes_no

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def csv_bytes(*tables: Table) -> bytes:
    """The tables one under another, an empty line between them."""
    parts = (line for number, table in enumerate(tables) for line in (["\r\n"] if number else []) + [*csv_lines(table)])
    return (BOM + "".join(parts)).encode("utf-8")


def csv_lines(table: Table) -> Iterator[str]:
    """Heading and rows one at a time, for answers too long to hold in memory; the BOM is the caller's."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield writer.writerow([neutralise(column.title) for column in table.columns])
    for row in table.rows:
        yield writer.writerow([_text(value) for value in row])


class _Echo:
    """What csv writes is handed back by `writerow`."""

    def write(self, line: str) -> str:
        return line


def _text(value: Value) -> str:
    written = WRITTEN.get(type(value))
    if written is not None:
        return written(value)
    return neutralise(value) if isinstance(value, str) else str(value)


@lru_cache(maxsize=4096)
def _day(value: date) -> str:
    return value.strftime("%d.%m.%Y")


@lru_cache(maxsize=4096)
def _moment(value: datetime) -> str:
    return value.strftime("%d.%m.%Y %H:%M")


def _fraction(value: float | Decimal) -> str:
    return str(value).replace(".", ",")


# by the very type of a value: a long table asks it of every cell
WRITTEN: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "", bool: yes_no, int: str, str: neutralise, date: _day, datetime: _moment,
    float: _fraction, Decimal: _fraction,
}
