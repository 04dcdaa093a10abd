"""Journals of other systems with marks of a past time; every name is invented."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

DATE = {"num_format": "dd.mm.yyyy"}


def network_city(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """An export of «Сетевой город»: a sheet per discipline; dates of the heading are Excel's own."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return out.getvalue()
