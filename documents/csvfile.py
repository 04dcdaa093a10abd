"""CSV as Russian Excel opens it by a double click: UTF-8 with BOM, semicolons, dates as 01.09.2023."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from types import NoneType

from documents.table import Table, Value, neutralise, yes_no

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
BATCH = 1000
SPECIAL = re.compile(r'[;"\r\n]')
REPEATED: tuple[set[type], ...] = (set(), {str}, {int}, {date}, {datetime})  # types whose equal values read alike


def csv_bytes(*tables: Table) -> bytes:
    """The tables one under another, an empty line between them."""
    texts = ("".join(csv_parts(table)) for table in tables)
    return (BOM + "\r\n".join(texts)).encode("utf-8")


def csv_parts(table: Table) -> Iterator[str]:
    """Heading and rows, a thousand at a time, for answers too long to hold in memory; the BOM is the caller's."""
    rows = iter(table.rows)
    part: list[Sequence[Value]] = [[column.title for column in table.columns]]
    while part:
        yield _lines(part)
        part = [*islice(rows, BATCH)]


def _lines(rows: Sequence[Sequence[Value]]) -> str:
    columns = [_texts(column) for column in zip(*rows, strict=True)]
    if len(columns) == 1:
        columns = [[text or '""' for text in columns[0]]]  # an empty line would be no row
    return "".join(f"{line}\r\n" for line in map(";".join, zip(*columns, strict=True)))


def _texts(column: Sequence[Value]) -> list[str]:
    """What the values of a column read; of a long table each different one is put so once, where equal ones read
    alike: 1 and True do not."""
    if {*map(type, column)} - {NoneType} in REPEATED:
        known = {value: _text(value) for value in {*column}}
        return [known[value] for value in column]
    return [_text(value) for value in column]


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return yes_no(value)
        case str():
            return _quoted(neutralise(value))
        case datetime():
            return f"{value:%d.%m.%Y %H:%M}"
        case date():
            return f"{value:%d.%m.%Y}"
        case float() | Decimal():
            return str(value).replace(".", ",")
        case _:
            return str(value)


def _quoted(text: str) -> str:
    """RFC 4180."""
    return '"' + text.replace('"', '""') + '"' if SPECIAL.search(text) else text
