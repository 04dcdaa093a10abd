"""The grid of one journal: students × lessons of a month or of the whole semester (п. 5.6, 6.4, 6.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from access.check import allows
from access.grants import Action
from access.identity import Identity
from models import Journal, Lesson
from queries.college import absence_kinds
from queries.journal_cells import Filled, Sums, filled_cells, sums_of
from queries.journal_columns import FEW, Column, Span, columns, spans, width
from queries.journal_frame import Frame, Planned, frame
from queries.roster import RosterLine, roster
from rules.accumulation import needed_marks
from rules.cells import AbsenceLetter
from rules.lessons import closed_reason

MONTH = dt.timedelta(days=31)


class GridCell(NamedTuple):
    """text as in the paper journal; awaited: a declared work without a mark; outside: the student was not there yet
    or any more; weights and missed are told when they are not the usual ones."""

    text: str
    version: int = 0
    closed: bool = False
    awaited: bool = False
    outside: bool = False
    unexcused: bool = False
    weights: tuple[int, ...] = ()
    missed: int | None = None


class Held(NamedTuple):
    """What the cells of a column have in common; ``declared``: a work of п. 6.3."""

    hours: int
    closed: bool
    declared: bool


@dataclass(frozen=True)
class GridRow:
    """``note`` says since when the student is in the group or out of it; ``note_at`` is the cell it is written over."""

    student_id: int
    number: int
    name: str
    cells: tuple[GridCell, ...]
    sums: Sums
    note: str | None = None
    note_at: int | None = None
    left: bool = False


@dataclass(frozen=True)
class Grid:
    """month: the first day of the month shown, None for the whole semester; coming: pairs without a record."""

    month: dt.date | None
    months: tuple[dt.date, ...]
    columns: tuple[Column, ...]
    spans: tuple[Span, ...]
    coming: tuple[Planned, ...]
    missing: tuple[Planned, ...]
    rows: tuple[GridRow, ...]
    needed: int
    due: float
    given_hours: int
    kinds: tuple[AbsenceLetter, ...]
    may_record: bool

    @property
    def whole(self) -> bool:
        return self.month is None

    @property
    def few(self) -> bool:
        return len(self.columns) + len(self.coming) <= FEW

    @property
    def locks(self) -> list[str]:
        """Why columns are closed whose dimension line is too narrow for words."""
        return list(dict.fromkeys(span.short for span in self.spans if span.closed and not span.words))

    @property
    def studying(self) -> int:
        return sum(not row.left for row in self.rows)


def grid(user: Identity, journal: Journal, month: dt.date | None = None, whole: bool = False) -> Grid:
    """The month asked for, or the current one, or the last one with lessons; ``whole`` shows the semester."""
    around = frame(user, journal)
    lessons = columns(user, journal, around)
    months = _months(journal)
    shown_month = None if whole else month or _current(months, lessons, around, journal, user.today)
    shown = [lesson for lesson in lessons if shown_month in (None, lesson.date.replace(day=1))]
    planned = _planned(journal, around, lessons, shown_month)
    kinds = absence_kinds()
    coming = tuple(pair for pair in planned if pair.date >= user.today)
    given = sum(lesson.hours for lesson in lessons)
    needed = needed_marks(journal.planned_hours, around.norms_on(user.today))
    return Grid(
        shown_month, months, tuple(shown), tuple(spans(shown, whole, width(len(shown) + len(coming)))), coming,
        tuple(pair for pair in planned if pair.date < user.today),
        _rows(user, journal, lessons, shown), needed,
        needed * min(given / journal.planned_hours, 1) if journal.planned_hours else 0, given, tuple(kinds),
        _may_record(user, journal, around))


def _rows(user: Identity, journal: Journal, lessons: Sequence[Column], shown: Sequence[Column]) -> tuple[GridRow, ...]:
    filled = filled_cells(journal, [lesson.id for lesson in lessons])
    held = [(lesson.id, Held(lesson.hours, lesson.closed, lesson.work is not None)) for lesson in shown]
    return tuple(_row(number, line, shown, held, filled.get(line.student_id, {}), user.today)
                 for number, line in enumerate(roster(journal, journal.semester), 1))


def _row(number: int, line: RosterLine, shown: Sequence[Column], held: Sequence[tuple[int, Held]],
         filled: dict[int, Filled], today: dt.date) -> GridRow:
    outside, written = _outside(line, shown), filled.get
    cells = tuple([_cell(lesson, written(id), id in outside) for id, lesson in held])
    place, note = _note(shown, outside)
    last = line.stays[-1].ends
    left = last is not None and last < today
    if note is None and left and last is not None:
        refusal = closed_reason(last + dt.timedelta(days=1), line.stays)
        note = refusal.message if refusal else None
    return GridRow(line.student_id, number, line.name, cells, sums_of(filled.values()), note, place, left)


@lru_cache(maxsize=8192)
def _cell(lesson: Held, found: Filled | None, outside: bool) -> GridCell:
    """A page has two thousand cells, of which hardly fifty differ."""
    closed = outside or lesson.closed
    if found is None:
        return GridCell("", 0, closed, lesson.declared and not outside, outside)
    usual = lesson.hours if found.counts else 0
    return GridCell(
        found.text, found.version, closed,
        lesson.declared and not outside and not found.marks and not found.letter, outside,
        bool(found.letter) and found.counts and not found.excused,
        () if all(weight == 1 for _, weight in found.marks) else tuple(weight for _, weight in found.marks),
        None if found.missed == usual else found.missed)


def _outside(line: RosterLine, shown: Sequence[Column]) -> dict[int, str]:
    """Lessons held before the student came or after leaving, with the words why (п. 5.4)."""
    if not shown or any(stay.holds(shown[0].date) and stay.holds(shown[-1].date) for stay in line.stays):
        return {}
    refusals = ((lesson.id, closed_reason(lesson.date, line.stays)) for lesson in shown)
    return {lesson: refusal.message for lesson, refusal in refusals if refusal is not None}


def _note(shown: Sequence[Column], outside: dict[int, str]) -> tuple[int | None, str | None]:
    """Where the words of a closed stretch stand: the start of the longest one."""
    if not outside:
        return None, None
    best, start = (0, 0), 0
    for place, lesson in enumerate(shown):
        if lesson.id not in outside:
            start = place + 1
        elif place + 1 - start > best[1] - best[0]:
            best = (start, place + 1)
    return (best[0], outside[shown[best[0]].id]) if best[1] else (None, None)


def _months(journal: Journal) -> tuple[dt.date, ...]:
    found, day = [], journal.semester.starts.replace(day=1)
    while day <= journal.semester.ends:
        found.append(day)
        day = (day + MONTH).replace(day=1)
    return tuple(found)


def _current(months: Sequence[dt.date], lessons: Sequence[Column], around: Frame, journal: Journal,
             today: dt.date) -> dt.date:
    this = today.replace(day=1)
    if this in months and (not lessons or lessons[-1].date >= this or _pairs(around, journal, this)):
        return this
    return lessons[-1].date.replace(day=1) if lessons else this if this in months else months[-1]


def _planned(journal: Journal, around: Frame, lessons: Sequence[Column], month: dt.date | None) -> list[Planned]:
    """Pairs of the month that have no record: those to come as columns, those behind as a reminder."""
    if month is None:
        return []
    taken = {(lesson.date, lesson.pair) for lesson in lessons}
    return [pair for pair in _pairs(around, journal, month) if (pair.date, pair.pair) not in taken]


def _pairs(around: Frame, journal: Journal, month: dt.date) -> list[Planned]:
    semester = journal.semester
    last = (month + MONTH).replace(day=1) - dt.timedelta(days=1)
    return around.planned(max(month, semester.starts), min(last, semester.ends), semester.academic_year.starts)


def _may_record(user: Identity, journal: Journal, around: Frame) -> bool:
    return allows(user, Action.CREATE, Lesson) and (journal.teacher_id == user.id or around.substitutes(user))
