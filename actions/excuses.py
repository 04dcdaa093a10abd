"""What a curator does about absences: a paper for a span of days, a decision for some lessons (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from access.check import get_or_none, rows
from access.grants import CREATE, UPDATE
from access.identity import Identity
from actions.cells import Entry, place_of, write_cell
from actions.entries import change_absence
from actions.refusals import NotYours
from models import Absence, AbsenceKind, Cell, ExcuseNote, Lesson, db
from queries.curator_absences import unexcused
from rules.deadlines import is_reason
from rules.spans import check_order
from rules.texts import clean
from rules.violation import Violation


@dataclass(frozen=True)
class Paper:
    """A paper as the curator types it; its kind and number, never a diagnosis."""

    student_id: int
    letter: str
    starts: dt.date
    ends: dt.date
    document: str


@dataclass(frozen=True)
class Closed:
    """How many absences the paper has closed, and what was refused with the reason."""

    count: int
    refused: tuple[Violation, ...]


def add_note(user: Identity, paper: Paper) -> Closed:
    """Keep the paper and close the own group's «н» in its span; later ones are closed as they are written (п. 5.3)."""
    kind = _kind(paper.letter)
    refusal = _check(paper)
    if refusal is not None:
        raise refusal
    note = ExcuseNote(student_id=paper.student_id, kind_id=kind.id, starts=paper.starts, ends=paper.ends,
                      document=clean(paper.document), entered_by_id=user.account, entered_at=user.now)
    db.session.add(note)
    db.session.flush()  # so that the rights below see the row and the cells may name it
    if get_or_none(user, CREATE, ExcuseNote, note.id) is None:
        raise NotYours
    return close(user, note, kind.letter)


def decide(user: Identity, absence_ids: Sequence[int], letter: str, reason: str) -> int:
    """One letter for the chosen absences, with the document or the reason in words; all of them or none (п. 5.3)."""
    kind = _kind(letter)
    if not absence_ids:
        raise Violation("5.3", "Отметьте пропуски, о которых решаете", "absence")
    if not is_reason(reason):
        raise Violation("5.3", "Назовите документ или причину: её увидят в истории клетки", "reason")
    chosen = list(db.session.scalars(sa.select(Absence).where(
        Absence.id.in_(absence_ids), rows(user, UPDATE, Absence)).order_by(Absence.id)))
    if len(chosen) != len(set(absence_ids)):
        raise NotYours
    for absence in chosen:
        change_absence(user, absence, kind.letter, reason=clean(reason))
    return len(chosen)


def close(user: Identity, note: ExcuseNote, letter: str) -> Closed:
    """Put the flushed paper on the «н» of its span that the user may change (п. 5.3)."""
    count, refused = 0, []
    for lesson in _missed(user, note):
        place = place_of(user, lesson.journal_id, lesson.id, note.student_id)
        value = replace(place.cell.value, absence=letter)
        try:
            write_cell(user, place, Entry(str(value), place.cell.version, note.document, excuse_note_id=note.id))
            count += 1
        except Violation as violation:  # a closed period stays closed; the rest of the span does not wait for it
            refused.append(violation)
    return Closed(count, tuple(refused))


def _missed(user: Identity, note: ExcuseNote) -> list[Lesson]:
    return list(db.session.scalars(
        sa.select(Lesson).join(Cell, Cell.lesson_id == Lesson.id).join(Absence, Absence.cell_id == Cell.id)
        .join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
        .where(Cell.student_id == note.student_id, Lesson.date.between(note.starts, note.ends), unexcused(),
               rows(user, UPDATE, Absence)).order_by(Lesson.date, Lesson.pair, Lesson.id)))


def _kind(letter: str) -> AbsenceKind:
    kind = db.session.scalar(sa.select(AbsenceKind).where(
        AbsenceKind.letter == letter, AbsenceKind.excused.is_(True), AbsenceKind.is_late.is_(False)))
    if kind is None:
        raise Violation("5.3", "Выберите уважительную причину: болезнь или другую", "letter")
    return kind


def _check(paper: Paper) -> Violation | None:
    if not is_reason(paper.document):
        return Violation("5.3", "Назовите документ: справка, заявление родителей", "document")
    if len(clean(paper.document)) > 120:
        return Violation("5.3", "Документ длиннее 120 знаков: оставьте вид, номер и дату", "document")
    return check_order(paper.starts, paper.ends)
