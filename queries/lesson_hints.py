"""Who was probably absent: papers that cover the day, practice, the previous lesson of the day (п. 5.3, 6.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from access.paths import Ids
from models import (
    Absence,
    AbsenceKind,
    Cell,
    ExcuseNote,
    Journal,
    Lesson,
    Membership,
    Placement,
    PracticeProgramme,
    db,
)
from queries.lesson_sheet import SheetLine
from rules.cells import AbsenceLetter


@dataclass(frozen=True)
class Hint:
    """A letter proposed for a student and why; of a paper only the fact, never the paper."""

    student_id: int
    surname: str
    letter: str
    why: str


def hints(journal: Journal, lines: Sequence[SheetLine], kinds: Sequence[AbsenceLetter], day: dt.date,
          pair: int | None) -> list[Hint]:
    """One hint at most for a student whose cell is empty, by the surest source."""
    found: dict[int, tuple[str, str]] = {}
    for student_id, letter, why in (*_papers(journal, day), *_practice(journal, kinds, day),
                                    *_previous(journal, day, pair)):
        found.setdefault(student_id, (letter, why))
    return [Hint(line.student_id, line.surname, *found[line.student_id]) for line in lines
            if line.student_id in found and line.closed is None and not line.value]


def _papers(journal: Journal, day: dt.date) -> Iterator[tuple[int, str, str]]:
    rows = db.session.execute(
        sa.select(ExcuseNote.student_id, AbsenceKind.letter, ExcuseNote.ends)
        .join(AbsenceKind, AbsenceKind.id == ExcuseNote.kind_id)
        .where(ExcuseNote.student_id.in_(_members(journal)), ExcuseNote.starts <= day, ExcuseNote.ends >= day)
        .order_by(ExcuseNote.id.desc()))
    return ((row.student_id, row.letter, f"документ до {row.ends:%d.%m}") for row in rows)


def _practice(journal: Journal, kinds: Sequence[AbsenceLetter], day: dt.date) -> Iterator[tuple[int, str, str]]:
    """Students placed on a practice that goes on that day: away for a good reason."""
    letters = [kind.letter for kind in kinds if kind.excused and not kind.is_late]
    if not letters:
        return iter(())
    letter = "у" if "у" in letters else letters[0]
    placed = db.session.execute(
        sa.select(Placement.student_id, PracticeProgramme.ends)
        .join(PracticeProgramme, PracticeProgramme.id == Placement.programme_id)
        .where(Placement.student_id.in_(_members(journal)), PracticeProgramme.starts <= day,
               PracticeProgramme.ends >= day, PracticeProgramme.journal_id != journal.id))
    return ((row.student_id, letter, f"практика до {row.ends:%d.%m}") for row in placed)


def _previous(journal: Journal, day: dt.date, pair: int | None) -> Iterator[tuple[int, str, str]]:
    """Absences of the group's nearest lesson before this one on the same day, the late left out."""
    if pair is None:
        return iter(())
    before = (sa.select(sa.func.max(Lesson.pair)).join(Journal, Journal.id == Lesson.journal_id).where(
        Journal.group_id == journal.group_id, Lesson.date == day, Lesson.pair < pair,
        Lesson.attendance_at.is_not(None)).scalar_subquery())
    rows = db.session.execute(
        sa.select(Cell.student_id, AbsenceKind.letter, Lesson.pair)
        .join(Lesson, Lesson.id == Cell.lesson_id).join(Absence, Absence.cell_id == Cell.id)
        .join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
        .where(Cell.student_id.in_(_members(journal)), Lesson.date == day, Lesson.pair == before,
               AbsenceKind.is_late.is_(False)))
    return ((row.student_id, row.letter, f"нет с {row.pair}-й пары") for row in rows)


def _members(journal: Journal) -> Ids:
    return sa.select(Membership.student_id).where(Membership.group_id == journal.group_id)
