"""Changes of the timetable by date: one rule for the page and the back office (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from access.identity import Identity
from actions.refusals import Refused
from models import Journal, TimetableChange, User, db
from queries.college import norms_on, work_calendar
from queries.timetable import busy, class_of, planned_pairs, same_change
from rules.spans import Days
from rules.terms import ChangeKind
from rules.timetable import Change, Class, check_change, check_class
from rules.violation import Violation


@dataclass(frozen=True)
class ChangeEntry:
    """A change of one date as it is asked for."""

    kind: ChangeKind
    date: dt.date
    pair: int
    journal: Journal | None = None
    new_journal: Journal | None = None
    substitute: User | None = None
    new_date: dt.date | None = None
    new_pair: int | None = None
    room: str | None = None
    reason: str | None = None

    @property
    def rule(self) -> Change:
        journal, new, substitute = self.journal, self.new_journal, self.substitute
        return Change(
            self.kind, self.date, self.pair, journal.id if journal else None, new.id if new else None,
            substitute.id if substitute else None, self.new_date, self.new_pair, self.room,
            journal.teacher_id if journal else None, journal.group_id if journal else None,
            new.group_id if new else None)


def refusals(user: Identity, entry: ChangeEntry, besides: int = 0) -> list[Violation]:
    """Why the change may not be: fields, the timetable of the day, days off, who is busy; ``besides`` is itself."""
    change = entry.rule
    with db.session.no_autoflush:
        journal = entry.journal or entry.new_journal
        if journal is None:
            needed = "new_journal" if change.kind is ChangeKind.ADDED else "journal"
            return [Violation("5.5", "Выберите журнал", needed)]
        pairs = planned_pairs(entry.journal, change.date, besides) if entry.journal else []
        found = check_change(change, Days(journal.semester.starts, journal.semester.ends), pairs)
        if not found and same_change(change.date, change.pair, change.kind, change.journal, besides):
            found = [Violation("5.5", "Такое изменение уже записано", "kind")]
        return found or [*_on_days_off(user, change), *_clashes(entry, besides)]


def record_change(user: Identity, entry: ChangeEntry) -> TimetableChange:
    """Write a new change; raises Refused; flushes, never commits."""
    found = refusals(user, entry)
    if found:
        raise Refused(found)
    change = TimetableChange(
        kind=entry.kind, date=entry.date, pair=entry.pair, journal=entry.journal, new_journal=entry.new_journal,
        substitute=entry.substitute, new_date=entry.new_date, new_pair=entry.new_pair, room=entry.room or None,
        reason=entry.reason or None)
    db.session.add(change)
    db.session.flush()  # so that the change has its number
    return change


def remove_change(change: TimetableChange) -> None:
    """Take a change back: the day is again as the week says; what was recorded meanwhile stays."""
    db.session.delete(change)
    db.session.flush()  # so that the day is checked without it


def _on_days_off(user: Identity, change: Change) -> Iterator[Violation]:
    """Lessons are not brought to days off."""
    for field, day in (("date", change.date if change.kind is ChangeKind.ADDED else None),
                       ("new_date", change.new_date)):
        if day is not None and not work_calendar(user, norms_on(day)).is_working(day):
            yield Violation("5.5", f"{day:%d.%m.%Y} — нерабочий день", field)


def _clashes(entry: ChangeEntry, besides: int) -> list[Violation]:
    """Who is busy where the change brings the lesson."""
    change = entry.rule
    match change.kind:
        case ChangeKind.SUBSTITUTED if change.substitute is not None:
            one, when, field = Class("", 0, change.substitute), (change.date, change.pair), "substitute"
        case ChangeKind.REPLACED | ChangeKind.ADDED if entry.new_journal is not None:
            one, when = class_of(entry.new_journal), (change.date, change.pair)
            field = "new_journal" if change.kind is ChangeKind.REPLACED else "pair"
        case ChangeKind.MOVED if change.new_date is not None and entry.journal is not None:
            pair = change.pair if change.new_pair is None else change.new_pair
            one, when, field = class_of(entry.journal), (change.new_date, pair), "new_pair"
        case _:
            return []
    others = [what for book, what in busy(*when, besides) if book != change.journal]
    return check_class(one, others, field)
