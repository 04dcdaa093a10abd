"""Printed forms as the tests fill them: long names, thirty students, every kind of mark."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from queries.forms.absence_sheet import AbsenceSheet
from queries.forms.exam_sheet import Examined, ExamSheet
from queries.forms.faces import Face
from queries.forms.practice import DiaryDay, PracticeFace, PracticePaper
from queries.forms.results import Result
from queries.forms.transcript import Transcript
from queries.practice_sheets import Sheet, Work
from queries.reports.attendance import Attendance, AttendanceLine, Bucket
from queries.reports.group import GroupResults, StudentLine, Subject
from queries.reports.missed import Missed
from queries.reports.movement import Movements, OrderLine
from queries.reports.people import GroupFace
from rules.diploma import Mark
from rules.report_periods import Period, PeriodKind, month_of
from rules.spans import Days
from rules.statistics import Tally
from rules.terms import FinalKind, FinalValue, Gender, LineKind, MovementKind, PracticeKind, SheetPart, StudyForm

LONG_NAME = "Константинопольская-Преображенская Александра Вячеславовна"
LONG_TITLE = ("Техническое обслуживание и ремонт электрического и электромеханического оборудования подвижного состава "
              "железных дорог")
SPECIALITY = "23.02.06 Техническая эксплуатация подвижного состава железных дорог"
FIVE, FOUR, THREE = FinalValue.FIVE, FinalValue.FOUR, FinalValue.THREE
SEMESTER = Period(PeriodKind.SEMESTER, "2023.1", "1 семестр 2023-2024", dt.date(2023, 9, 1), dt.date(2023, 12, 29))
FACE = GroupFace(1, "ПС-41", 4, SPECIALITY, ("Осинцева А. В.",))


def names(count: int) -> list[str]:
    return [LONG_NAME, *(f"Васильченко{number} Артём Игоревич" for number in range(2, count + 1))][:count]


def exam(count: int = 30, **more: Any) -> ExamSheet:
    """Everybody has a mark, «3» and «н/я» among them."""
    values = (FIVE, FOUR, THREE, FinalValue.NO_SHOW)
    lines = tuple(Examined(number, name, values[number % 4]) for number, name in enumerate(names(count), 1))
    return ExamSheet(**{"kind": FinalKind.EXAM, "subject": f"МДК.01.02 {LONG_TITLE}", "group": "ПС-41",
                        "subgroup": 2, "course": 4, "speciality": SPECIALITY,
                        "semester": "I семестр 2023-2024 учебного года", "hours": 122,
                        "teacher": "Кабанова Елизавета Игоревна", "lines": lines, "is_filled": True,
                        "held_on": dt.date(2023, 12, 20), **more})


def summary(students: int = 26, subjects: int = 13) -> GroupResults:
    kinds = (FinalKind.SEMESTER, FinalKind.EXAM, FinalKind.GRADED_CREDIT, FinalKind.PRACTICE)
    columns = tuple(Subject((number, kinds[number % 4]), f"ОП.{number:02}", LONG_TITLE, kinds[number % 4],
                            ("Кабанова Е. И.", "Преображенский-Константинопольский А. В."),
                            Tally.of([FIVE] * students), 0, Decimal("100.00")) for number in range(subjects))
    lines = tuple(StudentLine(name, (FIVE,) * subjects, Missed(excused=98, unexcused=16)) for name in names(students))
    return GroupResults(FACE, SEMESTER, columns, lines, (), ("Химия",), Decimal("100.00"))


def absences(students: int = 30) -> AbsenceSheet:
    month = month_of(dt.date(2023, 10, 1))
    days = tuple(Bucket(dt.date(2023, 10, day), str(day), day % 7 == 1) for day in range(1, 32))
    lines = tuple(AttendanceLine(name, {dt.date(2023, 10, 2): (2, 4)}, Missed(excused=2, unexcused=4), 100,
                                 student_id=id)
                  for id, name in enumerate(names(students), 1))
    return AbsenceSheet(Attendance(month, (), days, lines, FACE), Days(dt.date(2023, 9, 1), month.last),
                        {id: Missed(excused=20, unexcused=40) for id in range(1, students + 1)})


def certificate(count: int = 13) -> Transcript:
    face = Face(1, "Белова", "Ксения", "Сергеевна", Gender.FEMALE, None, 1, "ПС-41", 4, SPECIALITY, "техник",
                StudyForm.FULL_TIME, 1)
    found = tuple(Result(f"d{number}", LONG_TITLE, "ОП.01", LONG_TITLE, LineKind.DISCIPLINE, number, 2023, 1, 122,
                         Mark(FinalKind.GRADED_CREDIT, THREE, 7), dt.date(2023, 12, 20), "", "", False)
                  for number in range(count))
    return Transcript(face, SEMESTER, found)


def practice(**more: Any) -> PracticePaper:
    face = PracticeFace(
        PracticeKind.INDUSTRIAL, "ПП.02", "Производственная практика", "ПМ.02 Организация деятельности коллектива",
        "ПС-41", 4, SPECIALITY, StudyForm.FULL_TIME, Days(dt.date(2023, 10, 23), dt.date(2023, 11, 7)), 72,
        "Карелина Дарья Михайловна", "№ 17-П от 13.10.2023")
    expected = {SheetPart.WORK: (LONG_TITLE, "Разборка узлов"), SheetPart.PROFESSIONAL: ("ПК 2.1. Планировать работы",),
                SheetPart.GENERAL: ("ОК 04. Работать в команде",)}
    levels = {(SheetPart.WORK, LONG_TITLE): "high", (SheetPart.WORK, "Разборка узлов"): "low",
              (SheetPart.PROFESSIONAL, "ПК 2.1. Планировать работы"): "partial",
              (SheetPart.GENERAL, "ОК 04. Работать в команде"): "episodic"}
    days = (DiaryDay(dt.date(2023, 10, 23), f"{LONG_TITLE}: инструктаж", 6, "5", ""),
            DiaryDay(dt.date(2023, 10, 24), "", 0, "", "б"))
    return PracticePaper(**{
        "face": face, "student_id": 1, "student": LONG_NAME, "place": "Ремонтное вагонное депо № 3",
        "address": "г. Новоалтайск, ул. Заводская, д. 9", "mentor": "Громов П. С.", "work": Work(8, 48, 4, 24, 12),
        "days": days, "expected": expected,
        "sheet": Sheet(levels, "Программу практики выполнил.\nПравила охраны труда соблюдал.", THREE,
                       dt.date(2023, 11, 7), 1), "lacks": (), **more})


def orders(count: int = 3) -> Movements:
    """Two enrolled by one order, one transferred by another."""
    lines = [OrderLine(LONG_NAME, MovementKind.ENROLMENT, "42-С", dt.date(2023, 8, 18), dt.date(2023, 9, 1), "",
                       "СВ-12", "решение приёмной комиссии"),
             OrderLine("Белова Ксения Сергеевна", MovementKind.ENROLMENT, "42-С", dt.date(2023, 8, 18),
                       dt.date(2023, 9, 1), "", "СВ-12", "решение приёмной комиссии"),
             OrderLine("Зимин Роман Андреевич", MovementKind.TRANSFER, "50-С", dt.date(2023, 10, 2),
                       dt.date(2023, 10, 3), "СВ-12", "ПК-11", "")]
    return Movements(SEMESTER, SEMESTER.last, (), tuple(lines[:count]))
