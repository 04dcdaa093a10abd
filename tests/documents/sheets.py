"""Look-alikes of a real journal, made up and always the same."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from queries.sheets import JournalLesson, JournalSheet, JournalStudent

SURNAMES = (
    "Алёхин", "Белова", "Вдовин", "Гусева", "Дёмин", "Ершова", "Жуков",
    "Зимина", "Игнатьев", "Ковалёва", "Лапин", "Мельникова", "Носов",
)  # fmt: skip
NAMES = {"": ("Артём Сергеевич", "Пётр Ильич"), "а": ("Алёна Дмитриевна", "Мария Константиновна")}
TOPICS = (
    "Введение. Понятие алгоритма, его свойства",
    "Линейные алгоритмы. Блок-схемы по ГОСТ 19.701-90",
    "ПЗ № 3. Составление программ с ветвлением и вложенными условиями на языке Python, отладка и тестирование",
    "Контрольная работа № 1 «Циклы и массивы»",
    "Present Perfect. Практика устной речи",
)
HOMEWORK = (
    "§ 4, вопросы 1–5, с. 37",
    "",
    "Подготовить отчёт по практической работе № 3, ответить на контрольные вопросы",
)
KINDS = ("Лекция", "Урок", "Практическое занятие", "Контрольная работа", "Урок")


def make_lessons(count: int, topics: tuple[str, ...] = TOPICS) -> tuple[JournalLesson, ...]:
    lessons = []
    day = date(2023, 9, 4)
    for number in range(count):
        double = number % 9 == 8
        if not double:
            day += timedelta(days=2 if day.weekday() < 4 else 3)
        lessons.append(
            JournalLesson(
                id=number + 1,
                date=day,
                pair=2 if double else 1,
                hours=2,
                kind=KINDS[number % len(KINDS)],
                topic=topics[number % len(topics)],
                homework=HOMEWORK[number % len(HOMEWORK)],
                teacher_short="Соколова Е. В.",
                substitution="Петрова А. С." if number == 6 else "",
            )
        )
    return tuple(lessons)


def make_students(count: int, lessons: tuple[JournalLesson, ...]) -> tuple[JournalStudent, ...]:
    students = []
    for number in range(count):
        surname = SURNAMES[number % len(SURNAMES)]
        name = NAMES["а" if surname.endswith("а") else ""][number % 2]
        gone = number == 4
        closed = frozenset(lesson.id for lesson in lessons if gone and lesson.date >= date(2023, 10, 13))
        note = "выбыл 13.10.2023, пр. № 214" if gone else ""
        students.append(JournalStudent(number + 1, number + 1, f"{surname} {name}", note, closed))
    return tuple(students)


def make_sheet(students: int = 25, lessons: int = 24, **changes: object) -> JournalSheet:
    random = Random(156)
    held = make_lessons(lessons)
    people = make_students(students, held)
    cells = {
        (student.id, lesson.id): random.choice(["", "", "", "", "5", "4", "4", "3", "2", "н", "б", "у", "4/5", "о/4"])
        for student in people
        for lesson in held
        if lesson.id not in student.closed
    }
    titles = {"semester": "I семестр", "exam": "Экзамен", "course": "Итоговая"}
    finals = {(s.id, key): random.choice(["5", "4", "3", "н/а"]) for s in people for key in titles if not s.closed}
    values: dict[str, object] = {
        "college": "КГБПОУ «Новоалтайский лицей профессионального образования»",
        "group": "ИС-21",
        "speciality": "09.02.07 Информационные системы и программирование",
        "course": 2,
        "year_title": "2023-2024 учебный год",
        "semester_title": "I семестр",
        "index": "ОП.04",
        "subject": "Основы алгоритмизации и программирования",
        "teacher": "Соколова Елена Викторовна",
        "planned_hours": 72,
        "given_hours": 2 * lessons,
        "students": people,
        "lessons": held,
        "cells": cells,
        "finals": finals,
        "final_titles": titles,
    }
    return JournalSheet(**(values | changes))  # type: ignore[arg-type]
