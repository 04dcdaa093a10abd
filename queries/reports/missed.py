"""Hours missed by students, by kinds of absence: one question whatever the size of the college (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Absence, AbsenceKind, Cell, Journal, Lesson, db


@dataclass
class Missed:
    """``hours`` by letter of the kind; lateness has no hours and is counted by times."""

    hours: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    excused: int = 0
    unexcused: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        return self.excused + self.unexcused

    def add(self, letter: str, excused: bool, is_late: bool, hours: int, times: int) -> None:
        self.hours[letter] += hours
        self.late += times if is_late else 0
        if not is_late:
            self.excused, self.unexcused = self.excused + hours * excused, self.unexcused + hours * (not excused)


def by_student(user: Identity, group_id: int, first: dt.date, last: dt.date) -> dict[int, Missed]:
    """Hours missed in the journals of the group by each student."""
    return _summed(_counted(user, Cell.student_id, first, last).where(Journal.group_id == group_id))


def by_group(user: Identity, first: dt.date, last: dt.date) -> dict[int, Missed]:
    """Hours missed by each group that the reader reads."""
    return _summed(_counted(user, Journal.group_id, first, last))


def in_all(found: Iterable[Missed]) -> Missed:
    """The sum over students or groups."""
    total = Missed()
    for one in found:
        for letter, hours in one.hours.items():
            total.hours[letter] += hours
        total.excused, total.unexcused = total.excused + one.excused, total.unexcused + one.unexcused
        total.late += one.late
    return total


def absences(user: Identity, *columns: Any) -> sa.Select[Any]:
    """Absences with their cells, lessons, journals and kinds, as far as the reader reads them."""
    return (sa.select(*columns).select_from(Lesson).join(Journal, Journal.id == Lesson.journal_id)
            .join(Cell, sa.and_(Cell.lesson_id == Lesson.id, Cell.year == Lesson.year))
            .join(Absence, Absence.cell_id == Cell.id)
            .join(AbsenceKind, AbsenceKind.id == Absence.kind_id).where(rows(user, READ, Absence)))


def _counted(user: Identity, key: Any, first: dt.date, last: dt.date) -> sa.Select[Any]:
    return absences(user, key, AbsenceKind.letter, AbsenceKind.excused, AbsenceKind.is_late,
                    sa.func.sum(Absence.hours), sa.func.count()).where(Lesson.date.between(first, last)).group_by(
        key, AbsenceKind.letter, AbsenceKind.excused, AbsenceKind.is_late)


def _summed(query: sa.Select[Any]) -> dict[int, Missed]:
    found: dict[int, Missed] = defaultdict(Missed)
    for key, *counted in db.session.execute(query):
        found[key].add(*counted)
    return found
