"""The clocks as a workbook: teachers on the first sheet, every lesson on the second (п. 6.1, 6.2, 6.3, 6.9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from documents.table import Column, Table, Value
from documents.xlsx import xlsx_bytes
from queries.clocks import ClockSheet, TeacherRow
from rules.clocks import Clock


def clocks_xlsx(sheet: ClockSheet, columns: Sequence[tuple[Clock, str]]) -> bytes:
    """Two sheets; the words over the columns are those of the page."""
    span = f"Сроки записи с {sheet.first:%d.%m.%Y} по {sheet.last:%d.%m.%Y}"
    return xlsx_bytes(_teachers(sheet, columns, span), _lessons(sheet, span))


def _teachers(sheet: ClockSheet, columns: Sequence[tuple[Clock, str]], span: str) -> Table:
    heads = ("По расписанию", *(title for _, title in columns), "В срок, %", "Дольше всего, раб. дней")

    def row(of: TeacherRow) -> list[Value]:
        return [of.name, of.held, *(of.counts[clock] for clock, _ in columns), of.in_time, of.longest]
    return Table("Преподаватели", [Column("Преподаватель", 28), *map(Column, heads)],
                 [row(of) for of in (*sheet.rows, sheet.total)], (span,), 1)


def _lessons(sheet: ClockSheet, span: str) -> Table:
    columns = (Column("Дата", 12), Column("Пара"), Column("Группа", 22), Column("Предмет", 40),
               Column("Преподаватель", 24), Column("Состояние", 32), Column("Пункт"), Column("Рабочих дней"),
               Column("Подробно", 40))
    return Table("Занятия", columns, _rows(sheet), (span,), 1)


def _rows(sheet: ClockSheet) -> Iterable[list[Value]]:
    for line in sheet.lines:
        yield [line.date, line.pair, line.whose, line.title, sheet.names[line.teacher], line.clock.title,
               f"п. {line.point}", line.late or None, line.note]
