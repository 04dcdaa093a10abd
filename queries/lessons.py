"""Which lessons a journal has on a day by the timetable, and who records them (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.scopes import teaches
from models import Journal, Lesson, TimetableChange, TimetableSlot, db
from rules.planned import on_week
from rules.terms import ChangeKind


def may_record(user: Identity, journal: Journal) -> bool:
    """Whether the user gives lessons in this journal: as its teacher or by a substitution of the timetable."""
    if teaches(user, journal):
        return True
    return db.session.scalar(sa.select(TimetableChange.id).where(
        TimetableChange.journal_id == journal.id, TimetableChange.kind == ChangeKind.SUBSTITUTED,
        TimetableChange.substitute_id == user.id, TimetableChange.date <= user.today).limit(1)) is not None


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


def lesson_at(user: Identity, journal: Journal, day: dt.date, pair: int) -> int | None:
    """The id of the user's own record of a day and pair."""
    return db.session.scalar(sa.select(Lesson.id).where(
        Lesson.journal_id == journal.id, Lesson.date == day, Lesson.pair == pair, rows(user, Action.UPDATE, Lesson)))
