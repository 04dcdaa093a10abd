"""Current marks of a group in a period: students and disciplines, before there are results (п. 4.1, 6.4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Cell, CurriculumLine, Journal, Lesson, Mark, db
from queries.reports.ask import Ask
from queries.reports.missed import Missed, by_student
from queries.reports.people import GroupFace, group_face, listed
from rules.averages import weighted_average
from rules.report_periods import Period


@dataclass
class Marks:
    """``counts`` by value; ``weighted``: (value, weight) as the average takes them."""

    counts: Counter[int] = field(default_factory=Counter)
    weighted: Counter[tuple[int, int]] = field(default_factory=Counter)

    def add(self, value: int, weight: int, times: int) -> None:
        self.counts[value] += times
        self.weighted[value, weight * times] += 1

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def average(self) -> Decimal | None:
        return weighted_average(pair for pair, times in self.weighted.items() for _ in range(times))


@dataclass(frozen=True)
class CurrentStudent:
    """``twos``: disciplines in which there is a 2."""

    name: str
    marks: Marks
    twos: tuple[str, ...]
    missed: Missed


@dataclass(frozen=True)
class CurrentSubject:
    """``lessons`` held in the period; students with no mark and with exactly one."""

    title: str
    lessons: int
    marks: Marks
    without: int
    with_one: int


@dataclass(frozen=True)
class CurrentMarks:
    face: GroupFace
    period: Period
    students: tuple[CurrentStudent, ...]
    subjects: tuple[CurrentSubject, ...]


def current_marks(user: Identity, ask: Ask) -> CurrentMarks:
    """Marks of lessons of the period, of those who are in the group on the day of counting."""
    assert ask.group is not None
    day = ask.period.counted_on(user.today)
    people = listed(user, ask.group, day)
    here = {one.student_id for one in people}
    missed = by_student(user, ask.group, ask.period.first, day)
    of_student: dict[int, Marks] = defaultdict(Marks)
    of_line: dict[int, dict[int, Marks]] = defaultdict(lambda: defaultdict(Marks))
    for row in db.session.execute(_marks(user, ask)):
        if row.student_id in here:
            of_student[row.student_id].add(row.value, row.weight, row.times)
            of_line[row.line][row.student_id].add(row.value, row.weight, row.times)
    lines = db.session.execute(_lines(user, ask)).all()
    twos = {id: tuple(line.title for line in lines if of_line[line.id][id].counts[2]) for id in here}
    return CurrentMarks(
        group_face(user, ask.group, day), ask.period,
        tuple(CurrentStudent(one.name, of_student[one.student_id], twos[one.student_id],
                             missed.get(one.student_id, Missed())) for one in people),
        tuple(_subject(line.title, line.lessons, of_line[line.id], here) for line in lines))


def _marks(user: Identity, ask: Ask) -> sa.Select[int, int, int, int, int]:
    return (sa.select(Cell.student_id, Journal.curriculum_line_id.label("line"), Mark.value, Mark.weight,
                      sa.func.count().label("times"))
            .select_from(Lesson).join(Journal, Journal.id == Lesson.journal_id)
            .join(Cell, sa.and_(Cell.lesson_id == Lesson.id, Cell.year == Lesson.year))
            .join(Mark, Mark.cell_id == Cell.id)
            .where(Journal.group_id == ask.group, Lesson.date.between(ask.period.first, ask.period.last),
                   rows(user, READ, Mark))
            .group_by(Cell.student_id, Journal.curriculum_line_id, Mark.value, Mark.weight))


def _lines(user: Identity, ask: Ask) -> sa.Select[int, str, int]:
    return (sa.select(CurriculumLine.id, CurriculumLine.title, sa.func.count(Lesson.id).label("lessons"))
            .select_from(Lesson).join(Journal, Journal.id == Lesson.journal_id)
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .where(Journal.group_id == ask.group, Lesson.date.between(ask.period.first, ask.period.last),
                   rows(user, READ, Lesson))
            .group_by(CurriculumLine.id, CurriculumLine.title, CurriculumLine.position)
            .order_by(CurriculumLine.position, CurriculumLine.id))


def _subject(title: str, lessons: int, marks: dict[int, Marks], here: set[int]) -> CurrentSubject:
    numbers = [marks[id].total for id in here]
    total = Marks()
    for one in marks.values():
        total.counts += one.counts
        total.weighted += one.weighted
    return CurrentSubject(title, lessons, total, numbers.count(0), numbers.count(1))
