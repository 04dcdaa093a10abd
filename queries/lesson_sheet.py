"""Students of one lesson with what stands in their cells, and who is present (п. 5.6, 6.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from models import (
    Absence,
    AbsenceKind,
    Cell,
    CurriculumLine,
    Discipline,
    Journal,
    Lesson,
    Mark,
    Membership,
    Student,
    db,
)
from queries.roster import RosterLine, roster
from rules.cells import AbsenceLetter
from rules.lessons import closed_reason
from rules.medical import THEORY_GROUPS


@dataclass(frozen=True)
class SheetLine:
    """A student: ``value`` as in the grid, ``closed`` why the cell is not written, ``theory`` by п. 6.8."""

    student_id: int
    number: int
    name: str
    surname: str
    value: str = ""
    version: int = 0
    closed: str | None = None
    theory: bool = False


@dataclass(frozen=True)
class Attendance:
    present: int
    expected: int
    absent: tuple[tuple[str, str], ...]  # (letter, surname), the late among them

    def __str__(self) -> str:
        return f"{self.present} из {self.expected}"


def sheet(journal: Journal, lesson: Lesson | None, day: dt.date) -> list[SheetLine]:
    """The journal's students on a day; those who had left or not come yet are closed."""
    values = _values(lesson) if lesson is not None else {}
    theory = _theory(journal)
    return [_line(number, line, day, *values.get(line.student_id, ("", 0)), line.student_id in theory)
            for number, line in enumerate(roster(journal, journal.semester), 1)]


def attendance(lines: Iterable[SheetLine], kinds: Sequence[AbsenceLetter]) -> Attendance:
    """Who was there: the late were."""
    late = {kind.letter for kind in kinds if kind.is_late}
    letters = {kind.letter for kind in kinds}
    there = [line for line in lines if line.closed is None]
    noted = [(line.value.split("/")[0], line.surname) for line in there if line.value.split("/")[0] in letters]
    missed = sum(letter not in late for letter, _ in noted)
    return Attendance(len(there) - missed, len(there), tuple(noted))


def _line(number: int, line: RosterLine, day: dt.date, value: str, version: int, theory: bool) -> SheetLine:
    closed = closed_reason(day, line.stays)
    return SheetLine(line.student_id, number, line.name, line.last_name, value, version,
                     closed.message if closed else None, theory)


def _values(lesson: Lesson) -> dict[int, tuple[str, int]]:
    """By student: the cell's text and version."""
    marks: dict[int, list[str]] = {}
    for row in db.session.execute(sa.select(Mark.cell_id, Mark.value).join(Mark.cell)
                                  .where(Cell.lesson_id == lesson.id).order_by(Mark.cell_id, Mark.position)):
        marks.setdefault(row.cell_id, []).append(str(row.value))
    cells = db.session.execute(
        sa.select(Cell.id, Cell.student_id, Cell.version, AbsenceKind.letter)
        .join(Absence, Absence.cell_id == Cell.id, isouter=True)
        .join(AbsenceKind, AbsenceKind.id == Absence.kind_id, isouter=True).where(Cell.lesson_id == lesson.id))
    return {row.student_id: ("/".join([*([row.letter] if row.letter else []), *marks.get(row.id, [])]), row.version)
            for row in cells}


def _theory(journal: Journal) -> set[int]:
    """Students of physical education who are judged by theory; nothing more of their health (п. 6.8)."""
    sports = sa.exists().where(CurriculumLine.id == journal.curriculum_line_id,
                               Discipline.id == CurriculumLine.discipline_id, Discipline.physical_education)
    return set(db.session.scalars(sa.select(Student.id).join(Membership, Membership.student_id == Student.id).where(
        Membership.group_id == journal.group_id, Student.medical_group.in_(THEORY_GROUPS), sports)))
