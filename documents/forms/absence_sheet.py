"""The sheet of missed hours by days of a month on paper (п. 5.3)."""

from __future__ import annotations

from documents.forms.layout import WIDTHS, Layout, grid_tag
from documents.grid import Cell, Grid, GridColumn, Row
from documents.reports.attendance import hours_of_day
from documents.reports.group import group_lines
from documents.reports.paper import Signature
from documents.reports.print import notes_of
from queries.forms.absence_sheet import AbsenceSheet
from queries.reports.ask import Letterhead
from queries.reports.attendance import AttendanceLine
from queries.reports.missed import Missed

NUMBER, SUM, NAME = 7.0, 8.5, 47.0
ROOM, HIGHEST, LOWEST = 105.0, 4.7, 4.1  # millimetres for the lines: a group of twenty-five is signed on its page
SUMS = ("неуваж.", "уваж.", "всего")
NOTE = ("Часы академические, занятие — 2 ч. «4н» — четыре часа без уважительной причины, «2» — два часа по "
        "уважительной. Затенены выходные и праздничные дни. Семестр — с его начала по конец месяца.")


def absence_sheet_layout(data: AbsenceSheet, head: Letterhead) -> Layout:
    """Days without lessons are shaded; sums of the month and of the semester at the end of each line."""
    face = data.month.face
    assert face is not None  # the sheet is of one group
    return Layout("Ведомость учёта часов, пропущенных студентами", group_lines(face, data.month.period),
                  grid_tag("days") + notes_of([NOTE]), {"days": _grid(data)},
                  [Signature("Куратор", ", ".join(face.curators)), Signature("Заместитель директора", head.deputy)],
                  "landscape")


def _grid(data: AbsenceSheet) -> Grid:
    days = data.month.buckets
    width = (WIDTHS["landscape"] - NUMBER - NAME - 2 * len(SUMS) * SUM) / len(days)
    columns = [GridColumn(NUMBER, "CENTER"), GridColumn(NAME),
               *(GridColumn(width, "CENTER", one_line=True) for _ in days),
               *(GridColumn(SUM, "CENTER", one_line=True, strong=n == 0) for _ in range(2) for n in range(len(SUMS)))]
    months: Row = [Cell("№", span=(1, 2)), Cell("Фамилия, имя, отчество", span=(1, 2)),
                   Cell("Число месяца", span=(len(days), 1)), *[Cell()] * (len(days) - 1),
                   *_over("За месяц, ч"), *_over("За семестр, ч")]
    head: Row = [Cell(), Cell(), *(Cell(day.title, shaded=day.off) for day in days), *SUMS, *SUMS]
    body: list[Row] = [_student(place, line, data) for place, line in enumerate(data.month.lines, 1)]
    height = min(HIGHEST, max(LOWEST, ROOM / (len(body) + 1)))
    return Grid(columns, [months, head], (5.0, 4.6), [*body, _total(data)], row_height=height, size=7.5, rule_every=5)


def _over(title: str) -> list[Cell]:
    return [Cell(title, span=(len(SUMS), 1)), *[Cell()] * (len(SUMS) - 1)]


def _student(place: int, line: AttendanceLine, data: AbsenceSheet) -> Row:
    days = [Cell(hours_of_day(line, day), shaded=day.off) for day in data.month.buckets]
    return [str(place), line.name, *days, *_sums(line.missed), *_sums(data.of_semester(line.student_id))]


def _sums(missed: Missed) -> list[str]:
    return [str(hours or "") for hours in (missed.unexcused, missed.excused, missed.total)]


def _total(data: AbsenceSheet) -> Row:
    summed = data.semester_total
    return ["", Cell("Всего по группе", bold=True),
            *(Cell(str(data.month.hours_on(day) or ""), bold=True, shaded=day.off) for day in data.month.buckets),
            *(Cell(text, bold=True) for text in (*_sums(data.month.missed), *_sums(summed)))]
