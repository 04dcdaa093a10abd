"""A teacher's journals and the grid of one of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import Absence, AbsenceKind, Cell, CurriculumLine, Group, Journal, Lesson, Mark, Subgroup, Work, db
from queries.college import current_semester, norms_on
from queries.roster import RosterLine, roster
from rules.accumulation import needed_marks
from rules.averages import weighted_average
from rules.lessons import closed_reason
from rules.terms import LessonKind, WorkKind

LETTER_OF_WORK = {WorkKind.CONTROL: "К", WorkKind.CHECK: "Пр", WorkKind.LABORATORY: "Л", WorkKind.PRACTICAL: "П"}


@dataclass(frozen=True)
class JournalCard:
    """A journal in the list: what is planned, what is given, when it was last filled."""

    id: int
    title: str
    index: str
    group: str
    subgroup: int | None
    teacher: str
    planned_hours: int
    given_hours: int
    last_date: dt.date | None


@dataclass(frozen=True)
class GridLesson:
    id: int
    date: dt.date
    pair: int
    hours: int
    kind: LessonKind
    topic: str
    work: str
    substitute: str | None
    closed: bool


@dataclass(frozen=True)
class GridCell:
    """text as in the paper journal; reason: why it is closed, in words."""

    text: str
    version: int
    reason: str | None


@dataclass(frozen=True)
class GridRow:
    student_id: int
    number: int
    name: str
    note: str | None
    cells: tuple[GridCell, ...]
    marks: int
    average: Decimal | None
    missed: int
    unexcused: int


@dataclass(frozen=True)
class Grid:
    lessons: tuple[GridLesson, ...]
    rows: tuple[GridRow, ...]
    needed: int
    given_hours: int
    months: tuple[dt.date, ...]


def journal_cards(user: Identity, group_id: int | None = None, limit: int = 300) -> list[JournalCard]:
    """Journals of the current semester that the user may read, own first."""
    semester = current_semester(user.today)
    if semester is None:
        return []
    given = (sa.select(Lesson.journal_id, sa.func.sum(Lesson.hours).label("hours"),
                       sa.func.max(Lesson.date).label("last"))
             .group_by(Lesson.journal_id).subquery())
    query = (
        sa.select(Journal, given.c.hours, given.c.last).join(given, given.c.journal_id == Journal.id, isouter=True)
        .join(Journal.line).join(Journal.group).join(Journal.subgroup, isouter=True)
        .where(Journal.semester_id == semester.id, rows(user, Action.READ, Journal))
        .options(joinedload(Journal.line), joinedload(Journal.group), joinedload(Journal.subgroup),
                 joinedload(Journal.teacher))
        .order_by(sa.case((Journal.teacher_id == user.id, 0), else_=1), Group.name, CurriculumLine.position,
                  Subgroup.number).limit(limit))
    if group_id is not None:
        query = query.where(Journal.group_id == group_id)
    return [JournalCard(journal.id, journal.line.title, journal.line.index, journal.group.name,
                        journal.subgroup.number if journal.subgroup else None, journal.teacher.short_name,
                        journal.planned_hours, hours or 0, last)
            for journal, hours, last in db.session.execute(query).unique()]


def with_context(journal: Journal) -> Journal:
    """The same journal with its line, group, subgroup, semester and teacher, in one query."""
    return db.session.scalars(
        sa.select(Journal).where(Journal.id == journal.id)
        .options(joinedload(Journal.line), joinedload(Journal.group), joinedload(Journal.subgroup),
                 joinedload(Journal.semester), joinedload(Journal.teacher))).one()


def grid(user: Identity, journal: Journal, month: dt.date | None = None) -> Grid:
    """Students × lessons of the journal's semester, or of one month of it."""
    norms = norms_on(user.today)
    lessons = _lessons(user, journal)
    shown = [lesson for lesson in lessons if month is None or _month(lesson.date) == month]
    lines = roster(journal, journal.semester)
    versions, marks, absences = _cells(journal)
    tally = _Tally(marks, absences, {lesson.id for lesson in lessons})
    writable = _writable(user, journal, shown)
    grid_rows = tuple(
        _row(number, line, shown, versions, tally, writable) for number, line in enumerate(lines, 1))
    return Grid(tuple(shown), grid_rows, needed_marks(journal.planned_hours, norms),
                sum(lesson.hours for lesson in lessons),
                tuple(sorted({_month(lesson.date) for lesson in lessons})))


def _month(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _lessons(user: Identity, journal: Journal) -> list[GridLesson]:
    """Lessons the user may read: a substitute sees only the own ones."""
    works = (sa.select(sa.func.min(Work.kind)).where(Work.lesson_id == Lesson.id).correlate(Lesson).scalar_subquery())
    query = (sa.select(Lesson, works.label("work")).where(
                 Lesson.journal_id == journal.id, rows(user, Action.READ, Lesson))
             .options(joinedload(Lesson.teacher)).order_by(Lesson.date, Lesson.pair))
    return [GridLesson(lesson.id, lesson.date, lesson.pair, lesson.hours, LessonKind(lesson.kind), lesson.topic,
                       LETTER_OF_WORK[WorkKind(work)] if work else "",
                       lesson.teacher.short_name if lesson.substituted_id else None, False)
            for lesson, work in db.session.execute(query)]


def _cells(journal: Journal) -> tuple[dict[tuple[int, int], tuple[int, int]],
                                      dict[int, list[tuple[int, int]]], dict[int, tuple[str, int, bool, bool]]]:
    """Versions by (student, lesson) with the cell's id; marks and the absence by the cell's id."""
    versions = {(row.student_id, row.lesson_id): (row.id, row.version) for row in db.session.execute(
        sa.select(Cell.id, Cell.student_id, Cell.lesson_id, Cell.version).where(Cell.journal_id == journal.id))}
    marks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in db.session.execute(sa.select(Mark.cell_id, Mark.value, Mark.weight).join(Mark.cell)
                                  .where(Cell.journal_id == journal.id).order_by(Mark.cell_id, Mark.position)):
        marks[row.cell_id].append((row.value, row.weight))
    absences = {row.cell_id: (row.letter, row.hours, row.excused, row.counts_hours) for row in db.session.execute(
        sa.select(Absence.cell_id, Absence.hours, AbsenceKind.letter, AbsenceKind.excused, AbsenceKind.counts_hours)
        .join(Absence.cell).join(AbsenceKind, AbsenceKind.id == Absence.kind_id).where(Cell.journal_id == journal.id))}
    return versions, marks, absences


@dataclass(frozen=True)
class _Tally:
    marks: dict[int, list[tuple[int, int]]]
    absences: dict[int, tuple[str, int, bool, bool]]
    lessons: set[int]

    def text(self, cell_id: int) -> str:
        absence = self.absences.get(cell_id)
        parts = [absence[0]] if absence else []
        return "/".join(parts + [str(value) for value, _ in self.marks.get(cell_id, ())])


def _row(number: int, line: RosterLine, lessons: list[GridLesson],
         versions: dict[tuple[int, int], tuple[int, int]], tally: _Tally, writable: dict[int, str | None]) -> GridRow:
    mine = [(lesson_id, found[0]) for (student_id, lesson_id), found in versions.items()
            if student_id == line.student_id and lesson_id in tally.lessons]
    marks = [mark for _, cell_id in mine for mark in tally.marks.get(cell_id, ())]
    missed = [tally.absences[cell_id] for _, cell_id in mine if cell_id in tally.absences]
    cells = []
    for lesson in lessons:
        cell_id, version = versions.get((line.student_id, lesson.id), (0, 0))
        outside = closed_reason(lesson.date, line.stays)
        cells.append(GridCell(tally.text(cell_id), version, outside.message if outside else writable[lesson.id]))
    return GridRow(line.student_id, number, line.name, _note(line), tuple(cells), len(marks), weighted_average(marks),
                   sum(hours for _, hours, _, counts in missed if counts),
                   sum(hours for _, hours, excused, counts in missed if counts and not excused))


def _note(line: RosterLine) -> str | None:
    last = line.stays[-1]
    if last.ends is None:
        return None
    closed = closed_reason(last.ends + dt.timedelta(days=1), line.stays)
    return closed.message if closed else None


def _writable(user: Identity, journal: Journal, lessons: list[GridLesson]) -> dict[int, str | None]:
    """Why the user may not write at a lesson, by its id; None where the table lets him."""
    if not lessons:
        return {}
    allowed = set(db.session.scalars(sa.select(Lesson.id).where(
        Lesson.journal_id == journal.id, rows(user, Action.UPDATE, Lesson))))
    return {lesson.id: None if lesson.id in allowed else "только просмотр" for lesson in lessons}
