"""What stands in a journal about each student before the result: marks, missed lessons, works without marks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from models import Absence, AbsenceKind, Cell, Journal, Lesson, Mark, Work, db
from queries.roster import RosterLine
from rules.averages import weighted_average
from rules.terms import WorkKind

LETTERS = {WorkKind.CONTROL: "К", WorkKind.CHECK: "Пр", WorkKind.LABORATORY: "Л", WorkKind.PRACTICAL: "П"}


@dataclass(frozen=True)
class Facts:
    """marks: (value, weight); missed of held are lessons during membership (п. 6.7); works: «П 6» without a mark."""

    marks: tuple[tuple[int, int], ...] = ()
    missed: int = 0
    held: int = 0
    works: tuple[str, ...] = ()

    @property
    def average(self) -> Decimal | None:
        return weighted_average(self.marks)


@dataclass(frozen=True)
class _Held:
    """Lessons given so far by id with their day, and declared works with theirs."""

    lessons: dict[int, dt.date]
    works: dict[int, tuple[int, str]]


def facts(journal: Journal, students: Iterable[RosterLine], today: dt.date) -> dict[int, Facts]:
    """By student; two queries whatever the size of the journal."""
    held = _held(journal, today)
    marks, marked, missed = _cells(journal, held)
    return {line.student_id: _of(line, held, marks[line.student_id], marked[line.student_id],
                                 missed[line.student_id]) for line in students}


def _of(line: RosterLine, held: _Held, marks: list[tuple[int, int]], marked: set[int], missed: set[int]) -> Facts:
    present = {lesson_id for lesson_id, day in held.lessons.items() if any(stay.holds(day) for stay in line.stays)}
    works = tuple(title for work_id, (lesson_id, title) in held.works.items()
                  if lesson_id in present and work_id not in marked)
    return Facts(tuple(marks), len(present & missed), len(present), works)


def _held(journal: Journal, today: dt.date) -> _Held:
    query = (sa.select(Lesson.id, Lesson.date, Work.id.label("work_id"), Work.kind, Work.number)
             .outerjoin(Work, sa.and_(Work.lesson_id == Lesson.id, Work.held_on <= today))
             .where(Lesson.journal_id == journal.id, Lesson.date <= today)
             .order_by(Lesson.date, Lesson.pair, Work.kind, Work.number))
    found = _Held({}, {})
    for row in db.session.execute(query):
        found.lessons[row.id] = row.date
        if row.work_id is not None:
            found.works[row.work_id] = (row.id, f"{LETTERS[WorkKind(row.kind)]}\u00a0{row.number}")
    return found


def _cells(journal: Journal, held: _Held) -> tuple[dict[int, list[tuple[int, int]]], dict[int, set[int]],
                                                   dict[int, set[int]]]:
    """By student: marks, works that have one, lessons missed (being late is not missing)."""
    query = (
        sa.select(Cell.student_id, Cell.lesson_id, Mark.value, Mark.weight, Mark.work_id, AbsenceKind.counts_hours)
        .outerjoin(Mark, Mark.cell_id == Cell.id).outerjoin(Absence, Absence.cell_id == Cell.id)
        .outerjoin(AbsenceKind, AbsenceKind.id == Absence.kind_id)
        .where(Cell.journal_id == journal.id).order_by(Cell.id, Mark.position))
    marks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    marked: dict[int, set[int]] = defaultdict(set)
    missed: dict[int, set[int]] = defaultdict(set)
    for row in db.session.execute(query):
        if row.lesson_id not in held.lessons:
            continue
        if row.value is not None:
            marks[row.student_id].append((row.value, row.weight))
            marked[row.student_id].add(row.work_id)
        if row.counts_hours:
            missed[row.student_id].add(row.lesson_id)
    return marks, marked, missed
