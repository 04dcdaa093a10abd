"""A curriculum as the table that our own reader takes back: CSV to the letter of its columns, XLSX with everything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from documents.table import Column, Table
from documents.xlsx import xlsx_bytes
from rules import plan_table
from rules.plan import CurriculumRow

WIDE = {"наименование": 60.0, "компетенции": 30.0, "комплексная_форма": 30.0}
FIGURES = frozenset({"семестр", "тип_объекта", "Нед", *plan_table.HOUR_COLUMNS, *plan_table.EXTRA_HOUR_COLUMNS,
                     *plan_table.CONTROL_COLUMNS})


def curriculum_csv(rows: Iterable[CurriculumRow]) -> bytes:
    """UTF-8 with commas: the exchange format, read by programs rather than by a double click."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(plan_table.COLUMNS)
    writer.writerows(map(plan_table.cells, rows))
    return stream.getvalue().encode("utf-8")


def curriculum_xlsx(rows: Iterable[CurriculumRow]) -> bytes:
    names = (*plan_table.COLUMNS, *plan_table.OPTIONAL)
    columns = [Column(name, WIDE.get(name, 8.0 if name in FIGURES else 16.0)) for name in names]
    lines = ([_value(name, cell) for name, cell in zip(names, _all_cells(row), strict=True)] for row in rows)
    return xlsx_bytes(Table("Учебный план", columns, lines, frozen_columns=3))


def _all_cells(row: CurriculumRow) -> list[str]:
    return plan_table.cells(row) + plan_table.optional_cells(row)


def _value(name: str, cell: str) -> str | int | float | None:
    if not cell:
        return None
    if name not in FIGURES:
        return cell
    return float(cell) if "." in cell else int(cell)
