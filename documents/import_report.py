"""The report of an import as XLSX: every row with what became of it, refusals first."""

from __future__ import annotations

from documents.table import Column, Table, Value
from documents.xlsx import xlsx_bytes
from queries.imports import BatchPage
from rules.terms import Outcome


def report_xlsx(page: BatchPage) -> bytes:
    """Two sheets: the rows, and what to look at."""
    line = page.line
    caption = (f"Загрузка № {line.id}: {line.kind.title}, {line.file_name}",
               f"{line.state.title.capitalize()} {line.at:%d.%m.%Y %H:%M}, {line.who}",
               f"Новых {line.created}, изменено {line.changed}, без изменений {line.same}")
    refused: list[tuple[Value, ...]] = [
        (item.line, Outcome.REFUSED.title, item.column, item.reason) for item in page.refused]
    told: list[tuple[Value, ...]] = [
        (row.line, row.outcome.title, row.title, "; ".join(row.words)) for row in page.rows]
    columns = (Column("Строка", 9), Column("Что стало", 18), Column("Что", 40), Column("Подробно", 70))
    return xlsx_bytes(Table("Строки", columns, refused + told, caption),
                      Table("Обратите внимание", (Column("Что", 100),), [(words,) for words in page.warnings]))
