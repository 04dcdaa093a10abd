"""What a student's cells hold: marks, absences, and what changed in them since the last sign-in (п. 4.1, 6.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from access.kept import kept, rows_of
from access.paths import Ids
from models import Absence, AbsenceKind, AuditRecord, Cell, Lesson, Mark, db
from queries.diary_family import CHILD, among, own_child
from rules.diary import Missed
from rules.terms import MarkKind

FIRST_NEWS = dt.timedelta(days=7)
NOTHING = sa.null()
FAMILY_IDS: sa.BindParameter[int] = sa.bindparam("family", expanding=True)
CHANGED = sa.and_(  # of the family's cells, after the last sign-in
    AuditRecord.entity == Cell.__tablename__, AuditRecord.student_id.in_(FAMILY_IDS),
    AuditRecord.id > sa.bindparam("seen"))
# asked of the cells' own lessons: left to its index, PostgreSQL reads the term of the whole college first
_day = sa.func.coalesce(Lesson.date, Lesson.date)
_in_span = _day.between(sa.bindparam("first", type_=sa.Date()), sa.bindparam("last", type_=sa.Date()))


@dataclass(frozen=True)
class MarkGiven:
    value: int
    kind: MarkKind
    weight: int
    work_id: int | None


@dataclass(frozen=True)
class Visit:
    """The present sign-in of the reader: what the audit held at the sign-in before, and when this one began."""

    seen: int
    began: dt.datetime

    @property
    def is_first(self) -> bool:
        return not self.seen


@dataclass
class Noted:
    """A student's cell of a lesson: marks in their order, an absence."""

    student_id: int
    journal_id: int
    lesson_id: int
    date: dt.date
    pair: int
    topic: str
    letter: str
    missed: Missed | None
    changed_by: int | None = None
    was: str = ""
    marks: list[MarkGiven] = field(default_factory=list)

    def is_news(self, visit: Visit, today: dt.date) -> bool:
        """Changed since the last sign-in; at the first one only what stands at the last days."""
        return self.changed_by is not None and not (visit.is_first and self.date <= today - FIRST_NEWS)


def cells_of_span(user: Identity, child: int, span: tuple[dt.date, dt.date]) -> list[Noted]:
    """Cells of the child between two days, when nothing of the family's changed."""
    first, last = span
    return _gathered(rows_of(_span(user), child=child, first=first, last=last))


def cells_and_news(user: Identity, child: int, family: Iterable[int], span: tuple[dt.date, dt.date],
                   visit: Visit) -> list[Noted]:
    """Cells of the child between two days, and those of the whole family that changed since the last sign-in."""
    first, last = span
    return _gathered(rows_of(
        _news(user, visit.is_first), child=child, family=list(family), first=first, last=last, seen=visit.seen,
        lately=user.today - FIRST_NEWS))


@kept
def _span(user: Identity) -> sa.Select[Any]:
    return _cells().where(Cell.student_id == own_child(user), _day <= user.today, _in_span)


@kept
def _news(user: Identity, at_first: bool) -> sa.Select[Any]:
    lately = sa.bindparam("lately", type_=sa.Date())
    shown = sa.and_(Cell.student_id == CHILD, _in_span)
    news = (sa.select(AuditRecord.entity_id.label("cell_id"), sa.func.min(AuditRecord.id).label("first"),
                      sa.func.max(AuditRecord.id).label("last"))
            .where(CHANGED).group_by(AuditRecord.entity_id).subquery())
    return (_cells(news.c.last, AuditRecord.before)
            .outerjoin(news, news.c.cell_id == Cell.id).outerjoin(AuditRecord, AuditRecord.id == news.c.first)
            .where(Cell.student_id.in_(among(user, FAMILY_IDS)), _day <= user.today,
                   sa.or_(shown, sa.and_(news.c.last.is_not(None), _day > lately if at_first else sa.true()))))


def cells_of_journals(child: Ids, journals: Iterable[int], today: dt.date) -> list[Noted]:
    """All cells of the child in the journals, by date."""
    return _gathered(db.session.execute(_cells().where(
        Cell.student_id.in_(child), Cell.journal_id.in_(list(journals)), Lesson.date <= today)))


def _cells(last: Any = NOTHING, before: Any = NOTHING) -> sa.Select[Any]:
    """Cells with what they hold, in the order in which ``_gathered`` takes the columns."""
    columns: tuple[Any, ...] = (
        Cell.id, Cell.student_id, Cell.journal_id, Cell.lesson_id, Lesson.date, Lesson.pair, Lesson.topic, Mark.value,
        Mark.kind, Mark.weight, Mark.work_id, AbsenceKind.letter, AbsenceKind.title.label("cause"), AbsenceKind.words,
        AbsenceKind.is_late, AbsenceKind.excused, AbsenceKind.counts_hours, Absence.minutes_late, Absence.hours)
    return (
        sa.select(*columns, last, before)
        .join(Lesson, Lesson.id == Cell.lesson_id)
        .outerjoin(Mark, Mark.cell_id == Cell.id).outerjoin(Absence, Absence.cell_id == Cell.id)
        .outerjoin(AbsenceKind, AbsenceKind.id == Absence.kind_id)
        .order_by(Lesson.date, Lesson.pair, Cell.id, Mark.position))


def _gathered(rows: Iterable[Any]) -> list[Noted]:
    cells: dict[int, Noted] = {}
    for row in rows:
        (number, student, journal, lesson, date, pair, topic, value, kind, weight, work, letter, *_, last, before) = row
        cell = cells.get(number)
        if cell is None:
            cell = cells[number] = Noted(
                student, journal, lesson, date, pair, topic, letter or "", missed_of(row), last,
                str((before or {}).get("value") or ""))
        if value is not None:
            cell.marks.append(MarkGiven(value, MarkKind(kind), weight, work))
    return list(cells.values())


def missed_of(row: Any) -> Missed | None:
    """The absence of a row; hours count only where the dictionary counts them (lateness costs none)."""
    if row.letter is None:
        return None
    return Missed(row.cause, row.words, row.is_late, row.minutes_late, row.hours if row.counts_hours else 0,
                  row.excused)
