"""The table in which colleges keep a curriculum: its columns and one row's cells."""

from __future__ import annotations

from decimal import Decimal

from rules.plan import CurriculumRow

HOUR_COLUMNS = {
    "Лек": "lecture", "Лаб": "lab", "Пр": "practical", "КРП": "course_project", "СР": "self_study",
    "Контроль": "control", "Итого": "total",
}
EXTRA_HOUR_COLUMNS = {"Сем": "seminar", "Конс": "consultation", "ИП": "individual_project"}
CONTROL_COLUMNS = {
    "Эк": "exam", "ЗаО": "graded_credit", "За": "credit", "КП": "course_project", "КР": "course_work",
    "К": "test", "Др": "other",
}
LINE_COLUMNS = ("цикл", "индекс", "наименование", "тип_объекта", "индекс_родителя", "семестр")
COLUMNS = (*LINE_COLUMNS, *HOUR_COLUMNS, "Нед", *CONTROL_COLUMNS)
OPTIONAL = (*EXTRA_HOUR_COLUMNS, "компетенции", "комплексная_форма")


def cells(row: CurriculumRow) -> list[str]:
    """``COLUMNS`` of one row; zero is an empty cell."""
    line = [row.cycle, row.index, row.title, str(int(row.object_type)), row.parent_index or "", str(row.semester)]
    hours = [figure(getattr(row.hours, field)) for field in HOUR_COLUMNS.values()]
    controls = [figure(getattr(row.controls, field)) for field in CONTROL_COLUMNS.values()]
    return [*line, *hours, figure(row.hours.weeks), *controls]


def optional_cells(row: CurriculumRow) -> list[str]:
    """``OPTIONAL`` of one row: with them nothing of the plan is lost."""
    extra = [figure(getattr(row.hours, field)) for field in EXTRA_HOUR_COLUMNS.values()]
    return [*extra, ", ".join(row.competencies), row.complex_group or ""]


def figure(value: int | Decimal) -> str:
    return f"{Decimal(value).normalize():f}" if value else ""
