"""Days of groups as a file tells of them against the weekly timetable: changes that stay, come and go (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from actions.intake.report import Tally
from models import Journal, Semester, TimetableChange, TimetableSlot, db
from queries.timetable_books import TaughtBook
from queries.timetable_changes import rule_of
from rules.calendar import WorkCalendar
from rules.planned import Place, planned
from rules.terms import ChangeKind, WeekParity
from rules.timetable import Change
from rules.timetable_difference import Held, day_changes

Day = tuple[dt.date, int]  # a date and a group
Wanted = Mapping[Day, tuple[Held, ...]]
FIELDS = ("kind", "date", "pair", "journal_id", "new_journal_id", "substitute_id", "new_date", "new_pair", "room")
Key = tuple[object, ...]


def bring_dates(wanted: Wanted, stated: Collection[Day], books: Mapping[int, TaughtBook], semester: Semester,
                calendar: WorkCalendar, tally: Tally, update: bool) -> None:
    """Make the changes of the stated days those that the file needs."""
    groups = {group for _, group in stated}
    stored = stored_changes(groups, {day for day, _ in stated})
    inside = [row for row in stored if _of_day(row) in stated]
    weekly = weekly_days(groups, stated, [row for row in stored if _of_day(row) not in stated], semester, calendar)
    classes = {id: book.as_class() for id, book in books.items()}
    needed: list[Change] = []
    for day, group in sorted(stated):
        held, will = weekly.get((day, group), ()), wanted.get((day, group), ())
        found = day_changes(day, held, will, classes)
        tally.same += max(0, len(will) - len(found))
        needed += found
    bring_changes(needed, inside, books, tally, update)


def stored_changes(groups: Collection[int], days: Collection[dt.date]) -> list[TimetableChange]:
    """Changes of the groups from or to one of the days, in the order in which they apply."""
    if not days:
        return []
    own = sa.select(Journal.id).where(Journal.group_id.in_(groups)).scalar_subquery()
    first, last = min(days), max(days)
    found = db.session.scalars(
        sa.select(TimetableChange)
        .options(joinedload(TimetableChange.journal), joinedload(TimetableChange.new_journal))
        .where(sa.or_(TimetableChange.journal_id.in_(own), TimetableChange.new_journal_id.in_(own)),
               sa.or_(TimetableChange.date.between(first, last), TimetableChange.new_date.between(first, last)))
        .order_by(TimetableChange.id))
    return [row for row in found if row.date in days or row.new_date in days]


def weekly_days(groups: Collection[int], stated: Collection[Day], brought: Iterable[TimetableChange],
                semester: Semester, calendar: WorkCalendar) -> dict[Day, tuple[Held, ...]]:
    """Lessons of the stated days by the week, and those moved there from days that are not stated."""
    days = [day for day, _ in stated]
    rows = db.session.execute(
        sa.select(TimetableSlot, Journal.group_id).join(Journal, Journal.id == TimetableSlot.journal_id).where(
            Journal.semester_id == semester.id, Journal.group_id.in_(groups),
            TimetableSlot.ends >= min(days), TimetableSlot.starts <= max(days))).all()
    places = [Place(slot.journal_id, slot.weekday, slot.pair, WeekParity(slot.parity), slot.starts, slot.ends,
                    slot.room) for slot, _ in rows]
    group_of = {slot.journal_id: group for slot, group in rows}
    moved = [rule_of(row) for row in brought if row.kind == ChangeKind.MOVED]
    group_of |= {row.journal.id: row.journal.group_id for row in brought if row.journal is not None}
    found: dict[Day, list[Held]] = defaultdict(list)
    for one in planned(places, moved, min(days), max(days), calendar, semester.academic_year.starts):
        if not one.off:
            found[one.date, group_of[one.journal]].append(Held(one.journal, one.pair, one.room))
    return {place: tuple(held) for place, held in found.items()}


def bring_changes(needed: Iterable[Change], stored: Iterable[TimetableChange], books: Mapping[int, TaughtBook],
                  tally: Tally, update: bool, reasons: Mapping[Change, str] | None = None) -> None:
    """Add what is needed and not there, correct what is there of the same lesson, take back the rest."""
    left: dict[Key, TimetableChange] = {_key(row): row for row in stored}
    wanted = {_key_of(change): change for change in needed}
    _keep_moves(wanted, left, tally)
    new = [change for key, change in wanted.items() if key not in left]
    for key in wanted.keys() & left.keys():
        tally.add(_title(wanted[key], books), created=False)
        del left[key]
    near = {_lesson(row): row for row in left.values()}
    for change in new:
        row = near.pop(_lesson(change), None)
        tally.add(_title(change, books), created=row is None, kept=not update,
                  differences=[f"было: {ChangeKind(row.kind).title}"] if row is not None else ())
        if row is None:
            db.session.add(_filled(TimetableChange(reason=(reasons or {}).get(change)), change))
        elif update:
            _filled(row, change)
    if gone := sum(change.kind is ChangeKind.CANCELLED for change in new):
        tally.warnings.append(f"Занятий, которых в файле нет, отменяется: {gone}. Файл дня — это весь день группы")
    for row in near.values():
        tally.add(str(row), created=False, differences=["в файле этого изменения нет"], kept=not update)
        if update:
            db.session.delete(row)


def _keep_moves(wanted: dict[Key, Change], left: dict[Key, TimetableChange], tally: Tally) -> None:
    """A lesson moved to another day is off here, and held there: that is what the file says too."""
    for key, row in list(left.items()):
        if row.kind != ChangeKind.MOVED or row.new_date in (None, row.date):
            continue
        off = _key_of(Change(ChangeKind.CANCELLED, row.date, row.pair, row.journal_id))
        if off in wanted:
            there = [one for one, change in wanted.items() if change.kind is ChangeKind.ADDED
                     and (change.date, change.pair, change.new_journal) == (
                         row.new_date, row.pair if row.new_pair is None else row.new_pair, row.journal_id)]
            for one in (off, *there):
                del wanted[one]
            del left[key]
            tally.add(str(row), created=False)


def _of_day(row: TimetableChange) -> Day:
    journal = row.journal or row.new_journal
    assert journal is not None  # ck_timetable_change_subject
    return row.date, journal.group_id


def _key(row: TimetableChange) -> Key:
    return tuple(getattr(row, name) for name in FIELDS)


def _values(change: Change) -> dict[str, object]:
    return {"kind": change.kind, "date": change.date, "pair": change.pair, "journal_id": change.journal,
            "new_journal_id": change.new_journal, "substitute_id": change.substitute, "new_date": change.new_date,
            "new_pair": change.new_pair, "room": change.room}


def _key_of(change: Change) -> Key:
    return tuple(_values(change)[name] for name in FIELDS)


def _lesson(one: Change | TimetableChange) -> Key:
    """The lesson that a change is about: another kind of it corrects the stored one."""
    values = (one.journal, one.new_journal) if isinstance(one, Change) else (one.journal_id, one.new_journal_id)
    return one.date, one.pair, values[0] or values[1], one.kind == ChangeKind.SUBSTITUTED


def _filled(row: TimetableChange, change: Change) -> TimetableChange:
    for name, value in _values(change).items():
        setattr(row, name, value)
    return row


def _title(change: Change, books: Mapping[int, TaughtBook]) -> str:
    book = books[change.new_journal or change.journal or 0]
    return f"{change.date:%d.%m.%Y}, {change.pair}-я пара, {book.whose}: {change.kind.title} — {book.title}"
