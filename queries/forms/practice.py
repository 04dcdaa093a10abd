"""Papers of a practice: attestation sheets, diaries and characteristics of its students (Пр. 12, п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from access.identity import Identity
from models import CurriculumLine, Journal, Lesson, Placement, PracticeProgramme, db
from queries.journal_cells import Filled, filled_cells
from queries.practice_journal import Logs, lessons_of, logs_of
from queries.practice_programme import places, practice_of
from queries.practice_sheets import Expected, Sheet, SheetLine, Work, sheet_book
from rules.spans import Days
from rules.terms import LineKind, PracticeKind, StudyForm


@dataclass(frozen=True)
class PracticeFace:
    """A practice as its papers name it; ``order`` is "" until it is entered."""

    kind: PracticeKind
    index: str
    title: str
    module: str
    group: str
    course: int
    speciality: str
    study_form: StudyForm
    days: Days
    hours: int
    supervisor: str
    order: str


@dataclass(frozen=True)
class DiaryDay:
    """A day of the student's: ``absent`` is the letter of the journal where there is no work."""

    date: dt.date
    work: str
    hours: int
    mark: str
    absent: str


@dataclass(frozen=True)
class PracticePaper:
    """One student: where the practice is done, what was done, what the sheet says."""

    face: PracticeFace
    student_id: int
    student: str
    place: str
    address: str
    mentor: str
    work: Work
    days: tuple[DiaryDay, ...]
    expected: Expected
    sheet: Sheet
    lacks: tuple[str, ...]


def practice_papers(user: Identity, journal: Journal, programme: PracticeProgramme) -> tuple[PracticePaper, ...]:
    """Of everybody who is in the practice to its end; as many questions for one student as for thirty."""
    book, placed, logs = sheet_book(user, journal, programme), places(programme), logs_of(user, journal)
    lessons = lessons_of(user, journal)
    cells = filled_cells(journal, [lesson.id for lesson in lessons])
    face = _face(journal, programme)
    return tuple(_paper(face, line, placed.get(line.student_id), programme,
                        tuple(_days(line.student_id, lessons, logs, cells.get(line.student_id, {}))), book.expected)
                 for line in book.lines if not line.gone)


def signed_sheets(user: Identity, journals: Sequence[int]) -> Iterator[tuple[str, tuple[PracticePaper, ...]]]:
    """Of every practice among the journals: the title and the papers whose attestation sheet is signed."""
    for journal in db.session.scalars(sa.select(Journal).join(Journal.line).where(
            Journal.id.in_(journals), CurriculumLine.kind == LineKind.PRACTICE).order_by(Journal.id)):
        found = practice_of(user, journal)
        if found is None or found[1] is None:
            continue
        papers = tuple(paper for paper in practice_papers(user, found[0], found[1])
                       if paper.sheet.signed_on is not None)
        if papers:
            yield f"Аттестационные листы, {journal.line.index} {journal.line.title}", papers


def _face(journal: Journal, programme: PracticeProgramme) -> PracticeFace:
    line, group = journal.line, journal.group
    assert line.practice is not None  # a practice line of the curriculum names its practice
    order = f"№ {programme.order_number} от {programme.order_date:%d.%m.%Y}" if programme.order_number else ""
    return PracticeFace(
        PracticeKind(line.practice.kind), line.index, line.title, str(line.module) if line.module else "",
        group.name, group.course_in(journal.semester.year), str(group.speciality), StudyForm(group.study_form),
        Days(programme.starts, programme.ends), journal.planned_hours, programme.supervisor.full_name, order)


def _paper(face: PracticeFace, line: SheetLine, place: Placement | None, programme: PracticeProgramme,
           days: tuple[DiaryDay, ...], expected: Expected) -> PracticePaper:
    base = place.enterprise if place else programme.enterprise
    return PracticePaper(face, line.student_id, line.name, base.name if base else "", (base.address or "") if base else
                         "", line.mentor, line.work, days, expected, line.sheet, line.lacks)


def _days(student: int, lessons: Iterable[Lesson], logs: Logs, cells: Mapping[int, Filled]) -> Iterable[DiaryDay]:
    for lesson in lessons:
        log, cell = logs.get(lesson.id, {}).get(student), cells.get(lesson.id)
        marks = "/".join(str(value) for value, _ in cell.marks) if cell else ""
        if log is not None:
            yield DiaryDay(lesson.date, log.work, log.hours, marks, "")
        elif cell is not None and cell.missed:
            yield DiaryDay(lesson.date, "", 0, marks, cell.letter)
