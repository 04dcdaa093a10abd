"""The right page: a line per lesson with its date, hours, topic, kind, homework and place for a signature."""

from __future__ import annotations

from collections.abc import Sequence

from documents.grid import Cell, Grid, GridColumn, Row, lay_row
from queries.sheets import JournalLesson, JournalSheet

SIZE, LOWEST_ROW, HEAD_ROW = 8.0, 5.0, 8.0
NO_LESSONS = "Занятий ещё не было."
COLUMNS = (
    GridColumn(9, "CENTER"),
    GridColumn(18, "CENTER"),
    GridColumn(12, "CENTER"),
    GridColumn(101),
    GridColumn(33),
    GridColumn(71),
    GridColumn(33),
)
HEAD = ("№ п/п", "Дата", "Кол-во часов", "Наименование темы", "Вид занятия", "Домашнее задание", "Подпись")


def topics_grid(sheet: JournalSheet, lessons: Sequence[JournalLesson]) -> Grid:
    start = sheet.lessons.index(lessons[0]) + 1 if lessons else 1
    return Grid(
        columns=COLUMNS,
        head=[HEAD],
        head_heights=(HEAD_ROW,),
        body=[_row(number, lesson) for number, lesson in enumerate(lessons, start)] or [_words(NO_LESSONS)],
        row_height=LOWEST_ROW,
        size=SIZE,
    )


def lesson_height(lesson: JournalLesson) -> float:
    """Millimetres that the lesson takes on the page."""
    return sum(row.height for row in lay_row(COLUMNS, _row(0, lesson), SIZE, LOWEST_ROW))


def _row(number: int, lesson: JournalLesson) -> Row:
    return [
        str(number),
        f"{lesson.date:%d.%m.%Y}",
        str(lesson.hours),
        lesson.topic,
        lesson.kind,
        lesson.homework,
        Cell(note=f"замена: {lesson.substitution}" if lesson.substitution else ""),
    ]


def _words(text: str) -> Row:
    return [Cell(text, span=(len(COLUMNS), 1), align="CENTER"), *[""] * (len(COLUMNS) - 1)]
