"""A small past year for its archive: two groups, one with hostile names; both semesters closed by a deputy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import models as m
from rules import terms as t
from tests import factories as f

YEAR = 2022
HELD = dt.date(2022, 10, 3)


@dataclass(frozen=True)
class World:
    """Numbers of the rows: the archive's way leaves no object in the session."""

    year: int
    journal: int
    group: int
    lesson: int
    student: int
    hostile: int
    hostile_group: int


def past_year(*, closed: bool = True) -> World:
    f.CollegeFactory()
    year = f.AcademicYearFactory(year=YEAR)
    semesters = [f.SemesterFactory(academic_year=year, number=number) for number in (1, 2)]
    journal = f.JournalFactory(semester=semesters[0], group=f.GroupFactory(name="ИС-21", admission_year=2021))
    lesson = f.LessonFactory(journal=journal, date=HELD, pair=1, topic="Ветвления и циклы")
    student = _member(journal, "Ёлкин")
    f.MarkFactory(cell=f.CellFactory(lesson=lesson, student=student), value=4)
    f.FinalMarkFactory(journal=journal, student=student, value=t.FinalValue.FIVE, published_at=f.NOW)
    hostile = f.JournalFactory(semester=semesters[1], group=f.GroupFactory(name="../x", admission_year=2021))
    other = f.LessonFactory(journal=hostile, date=dt.date(2023, 2, 6), pair=1, topic="</td><script>alert(1)</script>")
    f.MarkFactory(cell=f.CellFactory(lesson=other, student=_member(hostile, "<script>alert(2)</script>")))
    f.MarkFactory(cell=f.CellFactory(lesson=f.LessonFactory(journal=f.JournalFactory())))  # of this year
    if closed:
        for semester in semesters:
            f.ClosingFactory(scope=t.ClosingScope.SEMESTER, starts=semester.starts, ends=semester.ends)
    return World(year.id, journal.id, journal.group_id, lesson.id, student.id, hostile.id, hostile.group_id)


def _member(journal: m.Journal, surname: str) -> m.Student:
    student = f.StudentFactory(last_name=surname)
    f.MembershipFactory(student=student, group=journal.group, starts=dt.date(2022, 9, 1))
    return student
