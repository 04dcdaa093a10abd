"""The cells of one journal: what stands in them and what a student's row adds up to (п. 6.4, 6.6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa

from models import Absence, AbsenceKind, Cell, Journal, Mark, db
from rules.averages import quotient
from rules.groups import academic_year


class Filled(NamedTuple):
    """A cell that has been written at least once; ``missed`` are the hours of an absence whose kind ``counts`` them,
    ``marks`` are values with their weights."""

    version: int
    letter: str = ""
    missed: int = 0
    counts: bool = False
    excused: bool = True
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """«5/4», «о/5», «н»: as in the paper journal."""
        return "/".join([*([self.letter] if self.letter else []), *(str(value) for value, _ in self.marks)])


@dataclass(frozen=True)
class Sums:
    """A student's semester: marks, the average with the sum and weights it is made of, hours missed."""

    marks: int = 0
    weighted: int = 0
    weights: int = 0
    average: Decimal | None = None
    missed: int = 0
    unexcused: int = 0


Rows = dict[int, dict[int, Filled]]
JOURNAL: sa.BindParameter[int] = sa.bindparam("journal")
FILLED = (  # built once; the journal is named thrice, so that PostgreSQL reads each table once and not cell by cell;
    # where tables lie by years (docs/scale.md), those of earlier years are not opened
    sa.select(Cell.student_id, Cell.lesson_id, Cell.version, AbsenceKind.letter, Absence.hours,
              AbsenceKind.excused, AbsenceKind.counts_hours, Mark.value, Mark.weight)
    .select_from(Cell)
    .join(Absence, sa.and_(Absence.cell_id == Cell.id, Absence.year == Cell.year, Absence.journal_id == JOURNAL),
          isouter=True)
    .join(AbsenceKind, AbsenceKind.id == Absence.kind_id, isouter=True)
    .join(Mark, sa.and_(Mark.cell_id == Cell.id, Mark.year == Cell.year, Mark.journal_id == JOURNAL), isouter=True)
    .where(Cell.journal_id == JOURNAL, Cell.year >= sa.bindparam("since"))
    .order_by(Mark.position))


def filled_cells(journal: Journal, lessons: Iterable[int]) -> Rows:
    """Written cells of the lessons by student and lesson, in one query."""
    shown = set(lessons)
    found: Rows = defaultdict(dict)
    own = {"journal": journal.id, "since": academic_year(journal.semester.starts)}
    # straight from the driver: thousands of rows need no entities
    for student, lesson, *what in db.session.connection().execute(FILLED, own).all():
        if lesson in shown:
            row, cell = found[student], _filled(*what)
            written = row.get(lesson)
            row[lesson] = written._replace(marks=written.marks + cell.marks) if written else cell
    return found


@lru_cache(maxsize=4096)
def _filled(version: int, letter: str | None, hours: int | None, excused: bool | None, counts: bool | None,
            value: int | None, weight: int) -> Filled:
    """A cell by one row of ``FILLED``: few of a page's thousands differ."""
    return Filled(version, letter or "", hours if hours and counts else 0, bool(counts), bool(excused),
                  () if value is None else ((value, weight),))


def sums_of(cells: Iterable[Filled]) -> Sums:
    """What the columns on the right show of a row."""
    marks = weighted = weights = missed = unexcused = 0
    for cell in cells:
        for value, weight in cell.marks:
            marks, weighted, weights = marks + 1, weighted + value * weight, weights + weight
        missed += cell.missed
        unexcused += 0 if cell.excused else cell.missed
    return Sums(marks, weighted, weights, quotient(weighted, weights), missed, unexcused)
