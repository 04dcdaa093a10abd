"""The journal's lessons to come by the timetable: what homework may be due to (п. 5.5, 6.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from models import Journal, TimetableChange, TimetableSlot, db
from queries.lessons import on_week
from rules.calendar import WorkCalendar
from rules.terms import ChangeKind, WeekParity

AHEAD = dt.timedelta(days=60)
GONE = frozenset({ChangeKind.CANCELLED, ChangeKind.REPLACED, ChangeKind.MOVED})


@dataclass(frozen=True, order=True)
class Upcoming:
    date: dt.date
    pair: int


def upcoming(journal: Journal, after: dt.date, calendar: WorkCalendar, count: int = 6) -> list[Upcoming]:
    """The next lessons after a day, by the weeks of the timetable, its changes and days off; one a day."""
    last = min(journal.semester.ends, after + AHEAD)
    days = [after + dt.timedelta(days=shift) for shift in range(1, (last - after).days + 1)]
    slots = db.session.execute(sa.select(TimetableSlot.weekday, TimetableSlot.pair, TimetableSlot.parity,
                                         TimetableSlot.starts, TimetableSlot.ends)
                               .where(TimetableSlot.journal_id == journal.id, TimetableSlot.ends > after)).all()
    year_starts = journal.semester.academic_year.starts
    found = {Upcoming(day, slot.pair) for day in days if calendar.is_working(day) for slot in slots
             if slot.weekday == day.isoweekday() and slot.starts <= day <= slot.ends
             and on_week(day, year_starts, WeekParity(slot.parity))}
    for change in _changes(journal, after):
        _apply(change, journal.id, found)
    dates = sorted(one for one in found if after < one.date <= last)
    return [one for place, one in enumerate(dates) if place == 0 or one.date != dates[place - 1].date][:count]


def _changes(journal: Journal, after: dt.date) -> list[TimetableChange]:
    return list(db.session.scalars(sa.select(TimetableChange).where(
        sa.or_(TimetableChange.journal_id == journal.id, TimetableChange.new_journal_id == journal.id),
        sa.or_(TimetableChange.date > after, TimetableChange.new_date > after)).order_by(TimetableChange.id)))


def _apply(change: TimetableChange, journal_id: int, found: set[Upcoming]) -> None:
    """What a change takes out of the journal's days and what it brings."""
    if change.journal_id == journal_id and change.kind in GONE:
        found.discard(Upcoming(change.date, change.pair))
    comes = change.new_journal_id == journal_id or (change.kind == ChangeKind.ADDED and change.new_journal_id is None)
    if comes and change.kind in (ChangeKind.ADDED, ChangeKind.REPLACED):
        found.add(Upcoming(change.date, change.pair))
    if change.journal_id == journal_id and change.kind == ChangeKind.MOVED and change.new_date is not None:
        found.add(Upcoming(change.new_date, change.pair if change.new_pair is None else change.new_pair))
