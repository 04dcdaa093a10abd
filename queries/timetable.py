"""Who is where: classes of the week and of a date, for those who plan the timetable (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from models import Journal, TimetableChange, TimetableSlot, db
from rules.names import search_key
from rules.planned import on_week
from rules.spans import Days
from rules.terms import ChangeKind, WeekParity
from rules.timetable import Class, Weekly

GONE = frozenset({ChangeKind.CANCELLED, ChangeKind.REPLACED, ChangeKind.MOVED})


def class_of(journal: Journal, room: str | None = None) -> Class:
    """A journal's lesson as the rules compare it."""
    part = journal.subgroup
    return Class(f"{journal}, {journal.teacher.short_name}", journal.group_id, journal.teacher_id,
                 part.id if part is not None else None, part.split if part is not None else None, room,
                 search_key(journal.line.title))


def weekly_of(slot: TimetableSlot) -> Weekly:
    return Weekly(class_of(slot.journal, slot.room), slot.weekday, slot.pair, WeekParity(slot.parity),
                  Days(slot.starts, slot.ends))


def at_same_time(weekday: int, pair: int, days: Days, besides: int) -> list[Weekly]:
    """Places of the week on the weekday and pair that share a day with ``days``; ``besides`` is left out."""
    with db.session.no_autoflush:
        found = db.session.scalars(_whole(TimetableSlot.journal).where(
            TimetableSlot.weekday == weekday, TimetableSlot.pair == pair, TimetableSlot.ends >= days.starts,
            TimetableSlot.starts <= (days.ends or dt.date.max), TimetableSlot.id != besides))
        return [weekly_of(slot) for slot in found]


def planned_pairs(journal: Journal, day: dt.date, besides: int) -> list[int]:
    """Pairs of the journal on a day by the timetable and the other changes of it."""
    slots = db.session.scalars(sa.select(TimetableSlot).where(
        TimetableSlot.journal_id == journal.id, TimetableSlot.weekday == day.isoweekday(),
        TimetableSlot.starts <= day, TimetableSlot.ends >= day))
    starts = journal.semester.academic_year.starts
    pairs = {slot.pair for slot in slots if on_week(day, starts, WeekParity(slot.parity))}
    for change in _changes(day, besides):
        pairs |= {pair for date, pair, book, _ in _incoming(change) if date == day and book.id == journal.id}
        if change.date == day and change.journal_id == journal.id and change.kind in GONE:
            pairs.discard(change.pair)
    return sorted(pairs)


def busy(day: dt.date, pair: int, besides: int) -> list[tuple[int, Class]]:
    """By journal: what goes on a date and pair, with substitutes in place of teachers."""
    slots = db.session.scalars(_whole(TimetableSlot.journal).where(
        TimetableSlot.weekday == day.isoweekday(), TimetableSlot.pair == pair, TimetableSlot.starts <= day,
        TimetableSlot.ends >= day))
    found = {slot.journal_id: class_of(slot.journal, slot.room) for slot in slots if on_week(
        day, slot.journal.semester.academic_year.starts, WeekParity(slot.parity))}
    for change in _changes(day, besides):
        here = (change.date, change.pair) == (day, pair)
        if here and change.kind in GONE:
            found.pop(change.journal_id or 0, None)
        if here and change.kind == ChangeKind.SUBSTITUTED and change.journal_id in found and change.substitute_id:
            found[change.journal_id] = replace(found[change.journal_id], teacher=change.substitute_id)
        for date, at, book, room in _incoming(change):
            if (date, at) == (day, pair):
                found[book.id] = class_of(book, room)
    return list(found.items())


def same_change(day: dt.date, pair: int, kind: ChangeKind, journal_id: int | None, besides: int) -> bool:
    """Whether this very change has been entered already."""
    return journal_id is not None and db.session.scalar(sa.select(TimetableChange.id).where(
        TimetableChange.date == day, TimetableChange.pair == pair, TimetableChange.kind == kind,
        TimetableChange.journal_id == journal_id, TimetableChange.id != besides).limit(1)) is not None


def _changes(day: dt.date, besides: int) -> list[TimetableChange]:
    query = sa.select(TimetableChange).where(
        sa.or_(TimetableChange.date == day, TimetableChange.new_date == day), TimetableChange.id != besides)
    paths = (TimetableChange.journal, TimetableChange.new_journal)
    return list(db.session.scalars(query.options(*(joinedload(path).options(*journal_parts()) for path in paths))
        .order_by(TimetableChange.id)))


def _incoming(change: TimetableChange) -> Iterator[tuple[dt.date, int, Journal, str | None]]:
    """Where a change brings a lesson to."""
    added = change.new_journal or change.journal
    if change.kind in (ChangeKind.ADDED, ChangeKind.REPLACED) and added is not None:
        yield change.date, change.pair, added, change.room
    if change.kind == ChangeKind.MOVED and change.new_date is not None and change.journal is not None:
        pair = change.pair if change.new_pair is None else change.new_pair
        yield change.new_date, pair, change.journal, change.room


def _whole(path: Any) -> sa.Select[Any]:
    return sa.select(TimetableSlot).options(joinedload(path).options(*journal_parts()))


def journal_parts() -> list[Any]:
    """What the name of a journal is made of."""
    return [joinedload(Journal.group), joinedload(Journal.subgroup), joinedload(Journal.line),
            joinedload(Journal.teacher), joinedload(Journal.semester)]
