"""The college that is measured: the demo of four years, and journals of exact sizes beside it.

Everything is written past the session by COPY, as the seed does; the constraints of the schema hold for every row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import sqlalchemy as sa

import models as m
from actions import audit
from bench.many import multiply
from rules.groups import academic_year
from rules.names import search_key
from rules.terms import BaseEducation, LessonKind, LineKind, MarkKind, Role, TaskKind
from seed.bulk import Bulk
from seed.days import Calendar, days_off
from seed.demo import DEMO_NOW, make_demo
from seed.names import person
from seed.staff import name_columns, password_hash

MARKS_OF_GROUP = 22_700  # of a group of 25 in the years below
BUILDING = 1_000_000  # marks of a building of a larger college: the seed finds no timetable for many more groups
GROUP_SIZE, YEARS, SEED = 25, 4, 7
EXPORTED = 3_000  # marks of the measured discipline, all together
ABSENT_EVERY = 9
TODAY = DEMO_NOW.date()
DISCIPLINE = "Измерения и обработка результатов"
NEWCOMERS = "ЗМ-0"  # a group that nobody is in yet
TEACHER, CURATOR, STUDENT = "bench.teacher", "bench.curator", "bench.student"


@dataclass(frozen=True)
class Shape:
    """A journal of so many students and lessons; ``pair`` is its first of the day."""

    students: int
    lessons: int
    pair: int

    @property
    def name(self) -> str:
        return f"{self.students} × {self.lessons}"


SHAPES = (Shape(25, 10, 5), Shape(25, 40, 1), Shape(25, 160, 2), Shape(30, 60, 1))


@dataclass
class Places:
    """Where the measured rows are: journal, its last lesson and its students by the name of the shape.

    discipline: of these journals; taught_most: of the college, the one with most journals.
    """

    discipline: int = 0
    group: int = 0
    student: int = 0
    demo_teacher: int = 0
    newcomers: int = 0
    taught_most: int = 0
    journals: dict[str, int] = field(default_factory=dict)
    lessons: dict[str, int] = field(default_factory=dict)
    students: dict[str, list[int]] = field(default_factory=dict)


def fill(session: Any, marks: int, say: Callable[[str], object] = lambda text: None) -> None:
    """The demo college with about so many marks, then the measured journals; never commits."""
    buildings = max(1, round(marks / BUILDING))
    groups = max(2, round((BUILDING if buildings > 1 else marks) / MARKS_OF_GROUP))
    make_demo(session, groups=groups, students=groups * GROUP_SIZE, years=YEARS, now=DEMO_NOW, say=say)
    multiply(session, buildings)
    add_measured(session)


def add_measured(session: Any, shapes: Sequence[Shape] = SHAPES, exported: int = EXPORTED) -> None:
    """Journals of the given shapes with ``exported`` marks together; needs years, letters and a speciality."""
    maker = Maker(session, shapes, exported)
    maker.make()
    for model, count in maker.bulk.finish().items():
        audit.bulk(session, model, count)


class Maker:
    """Writes the measured journals, groups of their own and the people who open them."""

    def __init__(self, session: Any, shapes: Sequence[Shape], exported: int) -> None:
        self.session, self.shapes, self.bulk = session, shapes, Bulk(session.connection())
        self.random = Random(SEED)
        self.cells = sum(shape.students * shape.lessons for shape in shapes)
        self.exported, self.done = exported, 0
        self.letters = {letter: identity for identity, letter in session.execute(
            sa.select(m.AbsenceKind.id, m.AbsenceKind.letter))}
        calendar = Calendar()
        calendar.add(days_off(academic_year(TODAY)))
        self.days = calendar.working(dt.date(TODAY.year, 9, 1), TODAY)

    def make(self) -> None:
        self.semester = self.session.scalar(
            sa.select(m.Semester.id).join(m.AcademicYear).where(
                m.AcademicYear.year == academic_year(TODAY), m.Semester.number == 1))
        speciality = self.session.scalar(sa.select(sa.func.min(m.Speciality.id)))
        self.teacher = self._account(TEACHER, Role.TEACHER)
        self.curriculum = self.bulk.add(
            m.Curriculum, speciality_id=speciality, admission_year=TODAY.year, base_education=BaseEducation.BASIC,
            version=99, title="Учебный план для измерений")
        self.discipline = self.bulk.add(m.Discipline, title=DISCIPLINE, search_key=search_key(DISCIPLINE))
        for size in sorted({0, *(shape.students for shape in self.shapes)}):
            group, students = self._group(speciality, size)
            for shape in self.shapes:
                if shape.students == size:
                    self._journal(shape, group, students)

    def _account(self, login: str, role: Role) -> int:
        name = person(self.random, female=True)
        user = self.bulk.add(m.User, **name_columns(name), login=login, password_hash=password_hash(),
                             must_change_password=False)
        self.bulk.add(m.UserRole, user_id=user, role=role)
        return user

    def _group(self, speciality: int, size: int) -> tuple[int, list[int]]:
        """A group of one intake; the first of 25 has a curator and a student who signs in."""
        title = f"ЗМ-{size}"
        starts = dt.date(TODAY.year, 9, 1)
        group = self.bulk.add(m.Group, name=title, search_key=search_key(title), speciality_id=speciality,
                              curriculum_id=self.curriculum, admission_year=TODAY.year)
        is_first = size == self.shapes[0].students
        if is_first:
            self.bulk.add(m.Curatorship, group_id=group, user_id=self._account(CURATOR, Role.CURATOR), starts=starts)
        students = []
        for number in range(size):
            user = self._account(STUDENT, Role.STUDENT) if is_first and not number else None
            name = person(self.random, female=number % 2 == 0)
            student = self.bulk.add(m.Student, **name_columns(name), user_id=user)
            self.bulk.add(m.Membership, student_id=student, group_id=group, starts=starts)
            students.append(student)
        return group, students

    def _journal(self, shape: Shape, group: int, students: list[int]) -> None:
        line = self.bulk.add(
            m.CurriculumLine, curriculum_id=self.curriculum, position=shape.lessons, cycle="ОПЦ",
            index=f"ОП.{shape.lessons}", title=DISCIPLINE, kind=LineKind.DISCIPLINE, semester_number=1,
            discipline_id=self.discipline, lecture=shape.lessons * 2, total=shape.lessons * 2, credits=1)
        journal = self.bulk.add(m.Journal, curriculum_line_id=line, group_id=group, semester_id=self.semester,
                                teacher_id=self.teacher, planned_hours=shape.lessons * 2)
        for number, (day, pair) in enumerate(places(shape, self.days), 1):
            at = _moment(day, pair)
            lesson = self.bulk.add(
                m.Lesson, year=academic_year(day), journal_id=journal, date=day, pair=pair, kind=LessonKind.LECTURE,
                topic=f"Обработка результатов, часть {number}", teacher_id=self.teacher, attendance_at=at,
                entered_at=at, entered_by_id=self.teacher)
            self.bulk.add(m.Homework, lesson_id=lesson, text=f"Решить задачи раздела {number}",
                          kind=TaskKind.EXERCISE, entered_at=at)
            for student in students:
                self._cell(journal, lesson, student, day, at)

    def _cell(self, journal: int, lesson: int, student: int, day: dt.date, at: dt.datetime) -> None:
        """Marks are spread evenly, so that there are ``exported`` of them; some of the rest were absent."""
        number, self.done = self.done, self.done + 1
        is_marked = (number + 1) * self.exported // self.cells != number * self.exported // self.cells
        if not is_marked and self.random.randrange(ABSENT_EVERY):
            return
        place: dict[str, Any] = {"year": academic_year(day), "journal_id": journal, "student_id": student}
        cell = self.bulk.add(m.Cell, **place, lesson_id=lesson, updated_at=at, updated_by_id=self.teacher)
        if is_marked:
            self.bulk.add(m.Mark, **place, cell_id=cell, position=1, value=self.random.choice((3, 4, 4, 5)),
                          kind=MarkKind.ANSWER, entered_at=at)
        else:
            self.bulk.add(m.Absence, **place, cell_id=cell, kind_id=self.letters["н"], hours=2, entered_at=at)


def places(shape: Shape, days: Sequence[dt.date]) -> list[tuple[dt.date, int]]:
    """Day and pair of each lesson, evenly to the last day; of the last day only pairs that have begun."""
    own = days if shape.pair < 5 else days[:-1]
    found: list[tuple[dt.date, int]] = []
    for number in range(1, shape.lessons + 1):
        day = own[-(-number * len(own) // shape.lessons) - 1]
        pair = found[-1][1] + 1 if found and found[-1][0] == day else shape.pair
        found.append((day, pair))
    return found


def find(session: Any) -> Places:
    """The measured rows of a college that ``fill`` has made."""
    rows = session.execute(
        sa.select(m.Journal, m.CurriculumLine.discipline_id).join(m.CurriculumLine).join(
            m.User, m.User.id == m.Journal.teacher_id).where(m.User.login == TEACHER)).all()
    student, group = session.execute(
        sa.select(m.Student.id, m.Membership.group_id).join(m.Membership).join(m.Student.user).where(
            m.User.login == STUDENT)).one()
    demo_teacher = session.scalar(sa.select(m.User.id).where(m.User.login == "teacher"))
    newcomers = session.scalar(sa.select(m.Group.id).where(m.Group.name == NEWCOMERS))
    taught_most = session.scalar(
        sa.select(m.CurriculumLine.discipline_id).join(m.Journal).where(m.CurriculumLine.discipline_id.is_not(None))
        .group_by(m.CurriculumLine.discipline_id).order_by(sa.func.count().desc()).limit(1))
    found = Places(rows[0].discipline_id, group, student, demo_teacher, newcomers, taught_most)
    for journal, _ in rows:
        lessons = session.scalars(sa.select(m.Lesson.id).where(m.Lesson.journal_id == journal.id)
                                  .order_by(m.Lesson.date, m.Lesson.pair)).all()
        students = session.scalars(sa.select(m.Membership.student_id).where(m.Membership.group_id == journal.group_id)
                                   .order_by(m.Membership.student_id)).all()
        name = Shape(len(students), len(lessons), 1).name
        found.journals[name], found.lessons[name], found.students[name] = journal.id, lessons[-1], list(students)
    return found


def _moment(day: dt.date, pair: int) -> dt.datetime:
    """When a lesson was recorded: while it went on, in the college's zone."""
    return dt.datetime.combine(day, dt.time(7 + 2 * min(pair, 4), 40 if pair < 4 else 0), DEMO_NOW.tzinfo)
