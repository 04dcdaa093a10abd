"""CSV as Russian Excel opens it by a double click: UTF-8 with BOM, semicolons, dates as 01.09.2023."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

from documents.table import Table, neutralise, yes_no

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
BATCH = 1000


def csv_bytes(*tables: Table) -> bytes:
    """The tables one under another, an empty line between them."""
    texts = ("".join(csv_parts(table)) for table in tables)
    return (BOM + "\r\n".join(texts)).encode("utf-8")


def csv_parts(table: Table) -> Iterator[str]:
    """Heading and rows, a thousand at a time, for answers too long to hold in memory; the BOM is the caller's."""
    rows, written = iter(table.rows), _writers()
    part = [[neutralise(column.title) for column in table.columns]]
    while part:
        lines = io.StringIO(newline="")
        csv.writer(lines, delimiter=";").writerows(part)
        yield lines.getvalue()
        part = [[written.get(type(value), _other)(value) for value in row] for row in islice(rows, BATCH)]


def _other(value: Any) -> str:
    return neutralise(value) if isinstance(value, str) else str(value)


def _day(value: date) -> str:
    return value.strftime("%d.%m.%Y")


def _moment(value: datetime) -> str:
    return value.strftime("%d.%m.%Y %H:%M")


def _fraction(value: float | Decimal) -> str:
    return str(value).replace(".", ",")


def _writers() -> dict[type, Callable[[Any], str]]:
    """By the very type of a value: a long table asks it of every cell. What repeats is remembered while one table is
    written, and no longer: it is people's data."""
    often = lru_cache(maxsize=4096)
    return {type(None): lambda value: "", bool: yes_no, int: str, float: _fraction, Decimal: _fraction,
            str: often(neutralise), date: often(_day), datetime: often(_moment)}
