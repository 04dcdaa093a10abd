"""The two pages of the journal as tables for XLSX and CSV."""

from __future__ import annotations

from documents.table import Column, Table, Value
from queries.sheets import JournalLesson, JournalSheet, JournalStudent


def marks_table(sheet: JournalSheet) -> Table:
    repeated = sheet.repeated_dates()
    dates = [Column(_date_title(lesson, lesson.date in repeated), 11) for lesson in sheet.lessons]
    finals = [Column(title, max(10, len(title) + 2)) for title in sheet.final_titles.values()]
    return Table(
        "Отметки",
        [Column("№", 5), Column("Фамилия, имя, отчество", 36), *dates, *finals, Column("Примечание", 32)],
        [_student_row(sheet, student) for student in sheet.students],
        caption=_caption(sheet),
        frozen_columns=2,
    )


def topics_table(sheet: JournalSheet) -> Table:
    columns = [
        Column("№", 5),
        Column("Дата", 12),
        Column("Пара", 7),
        Column("Часы", 7),
        Column("Тема", 60),
        Column("Вид занятия", 20),
        Column("Домашнее задание", 45),
        Column("Преподаватель", 22),
        Column("Замена", 22),
    ]
    rows = [_lesson_row(number, lesson) for number, lesson in enumerate(sheet.lessons, 1)]
    return Table("Темы и задания", columns, rows, caption=_caption(sheet), frozen_columns=2)


def _student_row(sheet: JournalSheet, student: JournalStudent) -> list[Value]:
    marks = [_mark(sheet.cells.get((student.id, lesson.id), "")) for lesson in sheet.lessons]
    finals = [_mark(sheet.finals.get((student.id, key), "")) for key in sheet.final_titles]
    return [student.number, student.name, *marks, *finals, student.note]


def _lesson_row(number: int, lesson: JournalLesson) -> list[Value]:
    return [
        number,
        lesson.date,
        lesson.pair,
        lesson.hours,
        lesson.topic,
        lesson.kind,
        lesson.homework,
        lesson.teacher_short,
        lesson.substitution,
    ]


def _caption(sheet: JournalSheet) -> list[str]:
    hours = f"По плану {sheet.planned_hours} ч., дано {sheet.given_hours} ч."
    return [
        sheet.college,
        f"{sheet.subject_line} — группа {sheet.group_line}, {sheet.course} курс, {sheet.speciality}",
        f"{sheet.year_title}, {sheet.semester_title}. Преподаватель: {sheet.teacher}. {hours}",
    ]


def _date_title(lesson: JournalLesson, repeated: bool) -> str:
    return f"{lesson.date:%d.%m.%Y}" + (f", {lesson.pair} пара" if repeated and lesson.pair else "")


def _mark(text: str) -> Value:
    """A single mark as a number, so that a spreadsheet can count it; «4/5» and letters stay text."""
    return int(text) if text.isdecimal() else text
