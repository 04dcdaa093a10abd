"""All that one save of a cell must know, in a single query: the cell, the rights, the norms, the calendar (ADR 24)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from access.grants import Action
from access.identity import Identity
from models import Closing, db
from models.base import Base
from queries.cell_query import Question, Right, place_query, places_query
from queries.excuses import PaperOn
from queries.packed import Packed
from queries.roster import stay_of
from rules.calendar import WorkCalendar
from rules.cells import AbsenceLetter, CellValue
from rules.lessons import ClosedPeriod, Reopening, Stay
from rules.names import short_name
from rules.norms import Norms, in_force
from rules.terms import ClosingScope, DayKind, MarkKind, MedicalGroup, MovementKind, WorkKind

LESSONS_AT_ONCE = 20


@dataclass(frozen=True)
class MarkNow:
    """A mark of the cell; ``id`` is None until it is written."""

    id: int | None
    position: int
    value: int
    kind: MarkKind
    weight: int = 1
    comment: str | None = None
    work_id: int | None = None


@dataclass(frozen=True)
class AbsenceNow:
    letter: str
    kind_id: int
    hours: int
    minutes: int | None = None
    excuse_note_id: int | None = None
    confirmed_by_id: int | None = None
    id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class CellNow:
    """What stands in the cell, since when and by whom; ``id`` is None and the version 0 while there is none."""

    id: int | None = None
    version: int = 0
    marks: tuple[MarkNow, ...] = ()
    absence: AbsenceNow | None = None
    author: str = ""
    updated_at: dt.datetime | None = None

    @property
    def value(self) -> CellValue:
        return CellValue(tuple(mark.value for mark in self.marks), self.absence.letter if self.absence else None)


@dataclass(frozen=True)
class DeclaredWork:
    id: int
    kind: WorkKind
    held_on: dt.date


@dataclass(frozen=True)
class LetterOfCollege(AbsenceLetter):
    """A letter of the dictionary with its row."""

    kind_id: int = 0


@dataclass(frozen=True)
class Place:
    """A student at a lesson, as far as the user may see it; everything is of one moment.

    answer: what was answered to the same key before, with the fingerprint of what was asked;
    head: the end of the journal's chain of changes, None while nothing hangs on it.
    """

    journal_id: int
    group_id: int
    journal_teacher_id: int
    lesson_id: int
    lesson_teacher_id: int
    date: dt.date
    hours: int
    year: int
    works: tuple[DeclaredWork, ...]
    student_id: int
    stays: tuple[Stay, ...]
    paper: PaperOn | None
    medical_group: MedicalGroup
    physical_education: bool
    cell: CellNow
    letters: tuple[LetterOfCollege, ...]
    norms: Norms
    calendar: WorkCalendar
    closings: tuple[ClosedPeriod, ...]
    reopenings: tuple[Reopening, ...]
    archived: bool
    rights: frozenset[Right]
    answer: tuple[str, dict[str, Any]] | None
    head: tuple[int, str] | None


    def may(self, action: Action, model: type[Base]) -> bool:
        return (model, action) in self.rights


def find_place(user: Identity, journal_id: int, lesson_id: int, student_id: int,
               key: str | None = None) -> Place | None:
    """The place; None unless journal, lesson and student belong together and are the user's to see."""
    question = place_query(_without_hour(user))
    row = db.session.execute(question.statement, {
        "journal": journal_id, "lesson": lesson_id, "student": student_id, "key": key or ""}).first()
    return _place_of(user, question, row) if row is not None else None


def find_places(user: Identity, journal_id: int, lessons: Sequence[int], students: Sequence[int],
                ) -> dict[tuple[int, int], Place]:
    """The places of every student at every lesson, by (lesson, student); those that are no such are left out."""
    found: dict[tuple[int, int], Place] = {}
    question = places_query(_without_hour(user))
    for start in range(0, len(lessons), LESSONS_AT_ONCE):
        rows = db.session.execute(question.statement, {
            "journal": journal_id, "lessons": lessons[start:start + LESSONS_AT_ONCE], "students": students, "key": ""})
        places = (_place_of(user, question, row) for row in rows)
        found |= {(place.lesson_id, place.student_id): place for place in places if place is not None}
    return found


def _place_of(user: Identity, question: Question, row: Any) -> Place | None:
    """None for a student who has never been in the journal's group."""
    stays = tuple(sorted(_stays(row.stays), key=lambda stay: stay.starts))
    return _place(user, question, row, stays) if stays else None


def _without_hour(user: Identity) -> Identity:
    return replace(user, now=user.now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0), source="",
                   address=None)


def _stays(packed: Packed) -> Iterator[Stay]:
    for starts, ends, in_kind, in_order, out_kind, out_order, part_starts, part_ends in packed:
        stay = stay_of(_day(starts), _day_or_none(ends), in_kind and MovementKind(in_kind), in_order,
                       out_kind and MovementKind(out_kind), out_order,
                       _day_or_none(part_starts), _day_or_none(part_ends))
        if stay is not None:
            yield stay


def _place(user: Identity, question: Question, row: Any, stays: tuple[Stay, ...]) -> Place:
    norms = Norms.from_values(in_force(
        [(code, Decimal(str(value)), _day(since)) for code, value, since in row.norms], row.date))
    letters = tuple(LetterOfCollege(letter, title, bool(excused), bool(counts), bool(late), kind_id)
                    for kind_id, letter, title, excused, counts, late in sorted(row.letters))
    return Place(
        journal_id=row.journal_id, group_id=row.group_id, journal_teacher_id=row.owner_id, lesson_id=row.id,
        lesson_teacher_id=row.teacher_id, date=row.date, hours=row.hours, year=row.year, works=_works(row.works),
        student_id=row.student_id, stays=stays, paper=_paper(row.papers),
        medical_group=MedicalGroup(row.medical_group),
        physical_education=bool(row.physical_education),
        cell=_cell(row, letters), letters=letters, norms=norms, calendar=_calendar(user, row.holidays, norms),
        closings=_closings(row.closings), archived=bool(row.archived),
        reopenings=(Reopening(row.date, row.date, row.reopened_until),) if row.reopened_until else (),
        rights=frozenset(right for right, column in question.rights.items() if getattr(row, column)),
        answer=(row.body_hash, row.answer) if row.body_hash else None, head=(row.seq, row.hash) if row.hash else None)


def _cell(row: Any, letters: tuple[LetterOfCollege, ...]) -> CellNow:
    if row.cell_id is None:
        return CellNow()
    marks = tuple(MarkNow(id, position, value, MarkKind(kind), weight, comment, work_id)
                  for position, id, value, kind, weight, comment, work_id in sorted(row.marks))
    absence = next((AbsenceNow(letter.letter, letter.kind_id, row.missed, row.minutes_late, row.excuse_note_id,
                               row.confirmed_by_id, row.absence_id)
                    for letter in letters if letter.kind_id == row.kind_id), None)
    return CellNow(row.cell_id, row.version, marks, absence, short_name(row.last_name, row.first_name, row.patronymic),
                   row.updated_at)


def _paper(packed: Packed) -> PaperOn | None:
    """The newest paper that covers the day."""
    return PaperOn(*max(packed)) if packed else None


def _works(packed: Packed) -> tuple[DeclaredWork, ...]:
    return tuple(DeclaredWork(id, WorkKind(kind), _day(held_on)) for id, kind, held_on in sorted(packed))


def _calendar(user: Identity, packed: Packed, norms: Norms) -> WorkCalendar:
    zone = user.now.tzinfo
    assert zone is not None
    days = [(_day(starts), _day(ends), DayKind(kind)) for _, starts, ends, kind in sorted(packed)]
    return WorkCalendar(zone, days, norms.week_days)


def _closings(packed: Packed) -> tuple[ClosedPeriod, ...]:
    rows = [Closing(scope=ClosingScope(scope), starts=_day(starts), ends=_day(ends))
            for _, scope, starts, ends in sorted(packed)]
    return tuple(ClosedPeriod(row.starts, row.ends, str(row)) for row in rows)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _day_or_none(text: str | None) -> dt.date | None:
    return None if text is None else _day(text)
