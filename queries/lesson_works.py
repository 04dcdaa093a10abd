"""Declared works of a journal that wait for marks, with their deadlines (п. 6.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import Absence, AbsenceKind, Cell, Journal, Lesson, Mark, Work, db
from queries.roster import roster
from rules.calendar import WorkCalendar
from rules.deadline_words import DeadlineLine, results_line
from rules.deadlines import grace_end, results_deadline
from rules.lessons import Stay
from rules.norms import Norms
from rules.terms import WorkKind
from rules.words import plural

LONGEST = dt.timedelta(days=60)


@dataclass(frozen=True)
class Awaited:
    """«Практическая № 6: ждут отметки 4 работы, до 23.11 (п. 6.3)»."""

    lesson_id: int
    name: str
    count: int
    line: DeadlineLine

    @property
    def words(self) -> str:
        verb = plural(self.count, "ждёт", "ждут", "ждут")
        return (f"{self.name}: {verb} отметки {self.count} {plural(self.count, 'работа', 'работы', 'работ')}, "
                f"{self.line.words}")


def awaited_works(user: Identity, journal: Journal, calendar: WorkCalendar, norms: Norms) -> list[Awaited]:
    """Works whose marks may still be given, with how many of those who wrote them have none; the oldest first."""
    works = [work for work in db.session.scalars(
        sa.select(Work).join(Lesson, Lesson.id == Work.lesson_id)
        .where(Lesson.journal_id == journal.id, rows(user, Action.UPDATE, Lesson),
               Work.held_on >= user.today - LONGEST, Work.held_on <= user.today).order_by(Work.held_on, Work.id))
        if user.now <= grace_end(results_deadline(work.held_on, calendar, norms), calendar, norms)]
    if not works:
        return []
    dates = _dates(works)
    missed, marked = _missed(works), _marked(works)
    stays = [(line.student_id, line.stays) for line in roster(journal, journal.semester)]
    found = []
    for work in works:
        there = _there(stays, dates[work.lesson_id]) - missed.get(work.lesson_id, set())
        count = len(there - marked.get(work.id, set()))
        if count:
            found.append(Awaited(work.lesson_id, f"{WorkKind(work.kind).title.split()[0].capitalize()} № {work.number}",
                                 count, results_line(user.now, results_deadline(work.held_on, calendar, norms),
                                                     calendar)))
    return found


def _there(stays: list[tuple[int, tuple[Stay, ...]]], day: dt.date) -> set[int]:
    return {student_id for student_id, spans in stays if any(stay.holds(day) for stay in spans)}


def _dates(works: list[Work]) -> dict[int, dt.date]:
    found = db.session.execute(sa.select(Lesson.id, Lesson.date).where(
        Lesson.id.in_([work.lesson_id for work in works])))
    return {row.id: row.date for row in found}


def _missed(works: list[Work]) -> dict[int, set[int]]:
    """By lesson: who was not there and so wrote nothing."""
    found: dict[int, set[int]] = {}
    for row in db.session.execute(
            sa.select(Cell.lesson_id, Cell.student_id).join(Absence, Absence.cell_id == Cell.id)
            .join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
            .where(Cell.lesson_id.in_([work.lesson_id for work in works]), AbsenceKind.is_late.is_(False))):
        found.setdefault(row.lesson_id, set()).add(row.student_id)
    return found


def _marked(works: list[Work]) -> dict[int, set[int]]:
    """By work: who has a mark for it."""
    found: dict[int, set[int]] = {}
    for row in db.session.execute(sa.select(Mark.work_id, Cell.student_id).join(Mark.cell).where(
            Mark.work_id.in_([work.id for work in works]))):
        found.setdefault(row.work_id, set()).add(row.student_id)
    return found
