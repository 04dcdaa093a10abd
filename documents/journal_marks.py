"""The left page: a line per student, a column per lesson, results after the last date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from documents.fonts import text_width
from documents.grid import PADDING, Cell, Grid, GridColumn, Row, lay_row
from queries.sheets import JournalLesson, JournalSheet, JournalStudent

MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
NO_STUDENTS = "В журнале нет обучающихся."
SIZE, NUMBER, NAME, FINAL = 8.0, 8.0, 60.0, 11.0
SLOTS = 28
MONTH_ROW, LOWEST_ROW, HIGHEST_ROW, SPARE = 5.0, 4.3, 6.2, 0.5


@dataclass(frozen=True, slots=True)
class Room:
    """Millimetres that the table may take."""

    width: float
    height: float


def marks_grid(sheet: JournalSheet, lessons: Sequence[JournalLesson], room: Room, *, with_finals: bool) -> Grid:
    """`with_finals` is said of the last spread only: results stand after the last date."""
    finals = list(sheet.final_titles) if with_finals else []
    day_row = _day_row_height(sheet, lessons, finals)
    blanks = SLOTS - len(lessons)
    slot = (room.width - NUMBER - NAME - FINAL * len(finals)) / SLOTS
    columns = [
        GridColumn(NUMBER, "CENTER"),
        GridColumn(NAME),
        *(GridColumn(slot, "CENTER", one_line=True, strong=first) for first in _month_starts(lessons)),
        *(GridColumn(slot, strong=number == 0 and bool(lessons)) for number in range(blanks)),
        *(GridColumn(FINAL, "CENTER", one_line=True, strong=number == 0) for number in range(len(finals))),
    ]
    body: list[Row] = [_student_row(sheet, student, lessons, finals) for student in sheet.students]
    return Grid(
        columns=columns,
        head=_head(sheet, lessons, blanks, finals),
        head_heights=(MONTH_ROW, day_row),
        body=body or [_words(NO_STUDENTS, len(columns))],
        row_height=_row_height(columns, body, room.height - MONTH_ROW - day_row - SPARE),
        size=SIZE,
        rule_every=5,
    )


def _head(sheet: JournalSheet, lessons: Sequence[JournalLesson], blanks: int, finals: list[str]) -> list[Row]:
    repeated = sheet.repeated_dates()
    months: list[Cell] = []
    for (_, month), group in groupby(lessons, key=lambda lesson: (lesson.date.year, lesson.date.month)):
        width = len(list(group))
        months += [Cell(MONTHS[month - 1] if width > 2 else ROMAN[month - 1], span=(width, 1)), *[Cell()] * (width - 1)]
    days = [_day(lesson, lesson.date in repeated) for lesson in lessons]
    empty = [Cell()] * blanks
    titles = [Cell(sheet.final_titles[key], upright=True, span=(1, 2)) for key in finals]
    first = [Cell("№ п/п", span=(1, 2)), Cell("Фамилия, имя, отчество", span=(1, 2))]
    return [[*first, *months, *empty, *titles], [Cell(), Cell(), *days, *empty, *[Cell()] * len(finals)]]


def _day(lesson: JournalLesson, repeated: bool) -> Cell:
    pair = f"\n{lesson.pair} п." if repeated and lesson.pair else ""
    return Cell(f"{lesson.date.day:02}{pair}")


def _day_row_height(sheet: JournalSheet, lessons: Sequence[JournalLesson], finals: list[str]) -> float:
    least = 8.0 if any(lesson.date in sheet.repeated_dates() for lesson in lessons) else 5.0
    longest = max((text_width(sheet.final_titles[key], SIZE) for key in finals), default=0.0)
    return max(least, min(26.0, longest + 2 * PADDING + 1) - MONTH_ROW)


def _student_row(
    sheet: JournalSheet, student: JournalStudent, lessons: Sequence[JournalLesson], finals: list[str]
) -> Row:
    marks = [
        Cell(sheet.cells.get((student.id, lesson.id), ""), shaded=lesson.id in student.closed) for lesson in lessons
    ]
    results = [Cell(sheet.finals.get((student.id, key), ""), bold=True) for key in finals]
    name = Cell(student.name, note=student.note)
    return [Cell(str(student.number)), name, *marks, *[Cell()] * (SLOTS - len(lessons)), *results]


def _month_starts(lessons: Sequence[JournalLesson]) -> list[bool]:
    months = [(lesson.date.year, lesson.date.month) for lesson in lessons]
    return [number == 0 or month != months[number - 1] for number, month in enumerate(months)]


def _row_height(columns: Sequence[GridColumn], body: Sequence[Row], room: float) -> float:
    """Lines spread over the page; those with a note or a long name keep the height they need."""
    natural = [lay_row(columns, row, SIZE, LOWEST_ROW)[0].height for row in body]
    tall = [height for height in natural if height > LOWEST_ROW]
    plain = len(natural) - len(tall)
    return max(LOWEST_ROW, min(HIGHEST_ROW, (room - sum(tall)) / plain)) if plain else HIGHEST_ROW


def _words(text: str, columns: int) -> Row:
    return [Cell(text, span=(columns, 1), align="CENTER"), *[Cell()] * (columns - 1)]
