"""The card of one cell: its marks and absence, who wrote it last, and everything that stood there before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ, UPDATE
from access.identity import Identity
from models import (
    Absence,
    AbsenceKind,
    AuditRecord,
    Cell,
    CurriculumLine,
    Discipline,
    Journal,
    Lesson,
    Mark,
    Student,
    User,
    Work,
    db,
)
from queries.audit import SOURCES, unsigned
from queries.roster import roster
from rules.medical import theory_only
from rules.names import short_name
from rules.terms import MarkKind, MedicalGroup, WorkKind


@dataclass(frozen=True)
class CardMark:
    """work: the declared work the mark is for, in words."""

    value: int
    kind: MarkKind
    weight: int
    comment: str | None
    work: str | None


@dataclass(frozen=True)
class CardAbsence:
    """words: as the diary tells it; hours: missed ones, 0 for who came late."""

    letter: str
    words: str
    minutes: int | None
    hours: int


@dataclass(frozen=True)
class CellChange:
    """One save: what stood in the cell and what was written; details: kind of work, weight, comment, in words."""

    at: dt.datetime
    author: str
    before: str
    after: str
    details: str
    reason: str
    source: str


@dataclass(frozen=True)
class CellCard:
    """theory_only: told to who gives the marks, and nothing more of the health (п. 6.8); history: newest first."""

    value: str = ""
    version: int = 0
    marks: tuple[CardMark, ...] = ()
    absence: CardAbsence | None = None
    theory_only: bool = False
    author: str = ""
    saved_at: dt.datetime | None = None
    late_reason: str | None = None
    history: tuple[CellChange, ...] = ()


def cell_card(user: Identity, journal: Journal, lesson: Lesson, student_id: int) -> CellCard | None:
    """The cell of a student of the journal, an empty card while nothing was written; None for strangers."""
    if not roster(journal, journal.semester, student_id):
        return None
    cell = _cell(user, lesson, student_id)
    theory = _theory_only(user, journal, lesson, student_id)
    if cell is None:
        return CellCard(theory_only=theory)
    marks, absence = _marks(user, cell.id), _absence(user, cell.id)
    value = "/".join([*([absence.letter] if absence else []), *(str(mark.value) for mark in marks)])
    author = short_name(cell.last_name, cell.first_name, cell.patronymic)
    return CellCard(value, cell.version, marks, absence, theory, author, cell.updated_at, cell.late_reason,
                    _history(cell.id))


def _cell(user: Identity, lesson: Lesson, student_id: int) -> Any:
    return db.session.execute(
        sa.select(Cell.id, Cell.version, Cell.updated_at, Cell.late_reason, User.last_name, User.first_name,
                  User.patronymic)
        .join(User, User.id == Cell.updated_by_id)
        .where(Cell.year == lesson.year, Cell.lesson_id == lesson.id, Cell.student_id == student_id,
               rows(user, READ, Cell))).first()


def _marks(user: Identity, cell_id: int) -> tuple[CardMark, ...]:
    query = (sa.select(Mark.value, Mark.kind, Mark.weight, Mark.comment, Work.kind.label("work"), Work.number,
                       Work.title)
             .outerjoin(Work, Work.id == Mark.work_id).where(Mark.cell_id == cell_id, rows(user, READ, Mark))
             .order_by(Mark.position))
    return tuple(CardMark(row.value, MarkKind(row.kind), row.weight, row.comment, _work(row))
                 for row in db.session.execute(query))


def _work(row: Any) -> str | None:
    return f"{WorkKind(row.work).title.capitalize()} № {row.number}. {row.title}" if row.work else None


def _absence(user: Identity, cell_id: int) -> CardAbsence | None:
    row = db.session.execute(
        sa.select(AbsenceKind.letter, AbsenceKind.words, Absence.minutes_late, Absence.hours)
        .join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
        .where(Absence.cell_id == cell_id, rows(user, READ, Absence))).first()
    return CardAbsence(row.letter, row.words, row.minutes_late, row.hours) if row else None


def _theory_only(user: Identity, journal: Journal, lesson: Lesson, student_id: int) -> bool:
    row = db.session.execute(
        sa.select(Student.medical_group, Discipline.physical_education)
        .select_from(Lesson).join(CurriculumLine, CurriculumLine.id == journal.curriculum_line_id)
        .join(Discipline, Discipline.id == CurriculumLine.discipline_id).join(Student, Student.id == student_id)
        .where(Lesson.id == lesson.id, rows(user, UPDATE, Lesson))).first()
    return row is not None and theory_only(MedicalGroup(row.medical_group), row.physical_education)


def _history(cell_id: int) -> tuple[CellChange, ...]:
    """Whoever reads the cell reads what stood in it: the journal of changes is asked about this cell alone."""
    query = (
        sa.select(AuditRecord.at, AuditRecord.before, AuditRecord.after, AuditRecord.reason, AuditRecord.source,
                  User.last_name, User.first_name, User.patronymic)
        .outerjoin(User, User.id == AuditRecord.actor_id)
        .where(AuditRecord.entity == Cell.__tablename__, AuditRecord.entity_id == cell_id)
        .order_by(AuditRecord.id.desc()))
    return tuple(_change(row) for row in db.session.execute(query))


def _change(row: Any) -> CellChange:
    author = short_name(row.last_name, row.first_name, row.patronymic) if row.last_name else unsigned(row.source)
    return CellChange(row.at, author, row.before.get("value", ""), row.after.get("value", ""), details(row.after),
                      row.reason or "", SOURCES.get(row.source, row.source))


def details(values: dict[str, Any]) -> str:
    """How the marks of a record were described: «тест, контрольная работа; вес 1, 2; пересдача»."""
    kinds = ", ".join(MarkKind(kind).title for kind in values.get("kind", ()))
    weights = ", ".join(str(weight) for weight in values.get("weight", ()))
    comments = ", ".join(comment for comment in values.get("comment", ()) if comment)
    return "; ".join(part for part in (kinds, weights and f"вес {weights}", comments) if part)
