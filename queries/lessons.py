"""What a lesson's form is filled with: the next pair of the timetable, the next topic of the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import (
    Absence,
    AbsenceKind,
    Cell,
    Journal,
    Lesson,
    Mark,
    SyllabusTopic,
    TimetableChange,
    TimetableSlot,
    db,
)
from queries.roster import roster
from rules.lessons import closed_reason
from rules.planned import on_week
from rules.terms import ChangeKind


@dataclass(frozen=True)
class AttendanceLine:
    """A student present by default: letter is the absence noted so far, version the cell's."""

    student_id: int
    name: str
    letter: str
    version: int
    marks: tuple[int, ...]
    closed: str | None


def may_record(user: Identity, journal: Journal) -> bool:
    """Whether the user gives lessons in this journal: as its teacher or by a substitution of the timetable."""
    if journal.teacher_id == user.id:
        return True
    return db.session.scalar(sa.select(TimetableChange.id).where(
        TimetableChange.journal_id == journal.id, TimetableChange.kind == ChangeKind.SUBSTITUTED,
        TimetableChange.substitute_id == user.id, TimetableChange.date <= user.today).limit(1)) is not None


def own_lesson(user: Identity, journal: Journal, lesson_id: int, action: Action = Action.READ) -> Lesson | None:
    """The lesson if it is of this journal and the user's."""
    return db.session.scalar(sa.select(Lesson).where(
        Lesson.id == lesson_id, Lesson.journal_id == journal.id, rows(user, action, Lesson)))


def scheduled_pairs(journal: Journal, day: dt.date) -> list[int]:
    """Pairs of the journal on a day by the timetable and its changes."""
    slots = db.session.execute(sa.select(TimetableSlot.pair, TimetableSlot.parity).where(
        TimetableSlot.journal_id == journal.id, TimetableSlot.weekday == day.isoweekday(),
        TimetableSlot.starts <= day, TimetableSlot.ends >= day))
    pairs = {row.pair for row in slots if on_week(day, journal.semester.academic_year.starts, row.parity)}
    about = sa.or_(TimetableChange.journal_id == journal.id, TimetableChange.new_journal_id == journal.id)
    for change in db.session.scalars(sa.select(TimetableChange).where(
            about, sa.or_(TimetableChange.date == day, TimetableChange.new_date == day))):
        if change.date == day and change.new_journal_id == journal.id:
            pairs.add(change.pair)
        elif change.date == day and change.kind in (ChangeKind.CANCELLED, ChangeKind.REPLACED, ChangeKind.MOVED):
            pairs.discard(change.pair)
        if change.new_date == day and change.kind == ChangeKind.MOVED:
            pairs.add(change.pair if change.new_pair is None else change.new_pair)
    return sorted(pairs)


def next_pair(journal: Journal, day: dt.date) -> int | None:
    """The first scheduled pair of the day that has no record yet."""
    taken = set(db.session.scalars(sa.select(Lesson.pair).where(Lesson.journal_id == journal.id, Lesson.date == day)))
    return next((pair for pair in scheduled_pairs(journal, day) if pair not in taken), None)


def next_topic(journal: Journal) -> SyllabusTopic | None:
    """The first topic of the thematic plan that no lesson has covered in full (п. 5.6)."""
    if journal.syllabus_id is None:
        return None
    covered = (sa.select(Lesson.syllabus_topic_id, sa.func.sum(Lesson.hours).label("hours"))
               .where(Lesson.journal_id == journal.id).group_by(Lesson.syllabus_topic_id).subquery())
    return db.session.scalar(
        sa.select(SyllabusTopic).join(covered, covered.c.syllabus_topic_id == SyllabusTopic.id, isouter=True)
        .where(SyllabusTopic.syllabus_id == journal.syllabus_id,
               sa.func.coalesce(covered.c.hours, 0) < SyllabusTopic.hours)
        .order_by(SyllabusTopic.position).limit(1))


def attendance(journal: Journal, lesson: Lesson | None, day: dt.date) -> list[AttendanceLine]:
    """The journal's students on a day, with the absences of the lesson noted so far."""
    noted: dict[int, tuple[str, int]] = {}
    if lesson is not None:
        for row in db.session.execute(
                sa.select(Cell.student_id, Cell.version, AbsenceKind.letter)
                .join(Absence, Absence.cell_id == Cell.id, isouter=True)
                .join(AbsenceKind, AbsenceKind.id == Absence.kind_id, isouter=True)
                .where(Cell.lesson_id == lesson.id)):
            noted[row.student_id] = (row.letter or "", row.version)
    marks = _marks(lesson)
    lines = []
    for line in roster(journal, journal.semester):
        closed = closed_reason(day, line.stays)
        letter, version = noted.get(line.student_id, ("", 0))
        lines.append(AttendanceLine(line.student_id, line.name, letter, version, marks.get(line.student_id, ()),
                                    closed.message if closed else None))
    return lines


def _marks(lesson: Lesson | None) -> dict[int, tuple[int, ...]]:
    if lesson is None:
        return {}
    found: dict[int, tuple[int, ...]] = {}
    for row in db.session.execute(sa.select(Cell.student_id, Mark.value).join(Mark.cell)
                                  .where(Cell.lesson_id == lesson.id).order_by(Mark.position)):
        found[row.student_id] = (*found.get(row.student_id, ()), row.value)
    return found
