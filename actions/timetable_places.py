"""Places of the week: put, changed, taken away; one rule for the page and the back office (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from actions.refusals import Refused
from models import Journal, TimetableSlot, db
from queries.college import bells, norms_on
from queries.timetable import at_same_time, class_of
from rules.spans import Days
from rules.terms import WeekParity
from rules.timetable import Weekly, check_slot, check_weekly, room_taken
from rules.violation import Violation


@dataclass(frozen=True)
class PlaceEntry:
    """A journal's place of the week as it is asked for."""

    journal: Journal
    weekday: int
    pair: int
    parity: WeekParity
    starts: dt.date
    ends: dt.date
    room: str | None = None

    @property
    def weekly(self) -> Weekly:
        return Weekly(class_of(self.journal, self.room), self.weekday, self.pair, self.parity,
                      Days(self.starts, self.ends))


def refusals(entry: PlaceEntry, besides: int = 0) -> list[Violation]:
    """Why the lesson may not stand there: no such time, or students or the teacher are busy; ``besides`` is itself."""
    semester = Days(entry.journal.semester.starts, entry.journal.semester.ends)
    found = check_slot(entry.weekly, semester, sorted(bells()), norms_on(entry.starts).week_days)
    return found or check_weekly(entry.weekly, _others(entry, besides))


def room_warning(entry: PlaceEntry, besides: int = 0) -> str | None:
    """Who has the room at that time: a hall may hold two, so this only warns."""
    taken = room_taken(entry.weekly, _others(entry, besides))
    return f"Аудитория {entry.room} в это время занята: {taken}." if taken is not None else None


def put_place(entry: PlaceEntry, slot: TimetableSlot | None = None) -> TimetableSlot:
    """Write the place; raises Refused; flushes, never commits."""
    found = refusals(entry, slot.id if slot is not None else 0)
    if found:
        raise Refused(found)
    slot = slot if slot is not None else TimetableSlot()
    slot.journal_id, slot.weekday, slot.pair, slot.parity = entry.journal.id, entry.weekday, entry.pair, entry.parity
    slot.starts, slot.ends, slot.room = entry.starts, entry.ends, entry.room or None
    db.session.add(slot)
    db.session.flush()  # so that the same place put twice refuses here
    return slot


def remove_place(slot: TimetableSlot) -> None:
    """Take a place away; lessons recorded by it stay."""
    db.session.delete(slot)
    db.session.flush()  # so that what is taken away is gone for the next check


def _others(entry: PlaceEntry, besides: int) -> list[Weekly]:
    return at_same_time(entry.weekday, entry.pair, Days(entry.starts, entry.ends), besides)
