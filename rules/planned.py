"""Which lessons the timetable and its changes put on which days (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rules.calendar import WorkCalendar
from rules.terms import ChangeKind, WeekParity
from rules.timetable import Change

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A journal's place of the week between two dates."""

    journal: int
    weekday: int
    pair: int
    parity: WeekParity
    starts: dt.date
    ends: dt.date
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A lesson on a date; ``off``: it is not held here; ``change``: the last thing that happened to it.

    ``other`` is the journal it was exchanged with, ``moved`` the date and pair on the other end of a move.
    """

    date: dt.date
    pair: int
    journal: int
    room: str | None = None
    substitute: int | None = None
    change: ChangeKind | None = None
    off: bool = False
    other: int | None = None
    moved: tuple[dt.date, int] | None = None
    number: int | None = None  # of the change, as it was given


def on_week(day: dt.date, year_starts: dt.date, parity: WeekParity) -> bool:
    """Whether the week of the day is of this parity; the week of 1 September is odd."""
    if parity == WeekParity.EVERY:
        return True
    first = year_starts - dt.timedelta(days=year_starts.weekday())
    odd = (day - first).days // 7 % 2 == 0
    return odd == (parity == WeekParity.ODD)


def planned(places: Iterable[Place], changes: Sequence[Change], first: dt.date, last: dt.date,
            calendar: WorkCalendar, year_starts: dt.date) -> list[Planned]:
    """Lessons from ``first`` to ``last`` in the order of days and pairs; changes apply in the order given."""
    lessons = {(one.date, one.pair, one.journal): one
               for one in _weekly(places, first, last, calendar, year_starts)}
    for number, change in enumerate(changes):
        key = (change.date, change.pair, change.journal or 0)
        was = lessons.get(key)
        if was is not None:
            lessons[key] = replace(_changed(was, change), number=number)
        for one in _brought(change, was):
            if first <= one.date <= last:
                lessons[one.date, one.pair, one.journal] = replace(one, number=number)
    return sorted(lessons.values(), key=lambda one: (one.date, one.pair, one.journal))


def pair_of(change: Change) -> int:
    """The pair a moved lesson comes to."""
    return change.pair if change.new_pair is None else change.new_pair


def _weekly(places: Iterable[Place], first: dt.date, last: dt.date, calendar: WorkCalendar,
            year_starts: dt.date) -> Iterator[Planned]:
    by_weekday: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        by_weekday[place.weekday].append(place)
    day = first
    while day <= last:
        here = by_weekday.get(day.isoweekday())
        if here and calendar.is_working(day):
            for place in here:
                if place.starts <= day <= place.ends and on_week(day, year_starts, place.parity):
                    yield Planned(day, place.pair, place.journal, place.room)
        day += DAY


def _changed(was: Planned, change: Change) -> Planned:
    match change.kind:
        case ChangeKind.SUBSTITUTED:
            return replace(was, substitute=change.substitute, room=change.room or was.room, change=change.kind)
        case ChangeKind.ROOM:
            return replace(was, room=change.room or was.room, change=was.change or change.kind)
        case ChangeKind.CANCELLED:
            return replace(was, off=True, change=change.kind)
        case ChangeKind.REPLACED:
            return replace(was, off=True, change=change.kind, other=change.new_journal)
        case ChangeKind.MOVED if change.new_date is not None:
            return replace(was, off=True, change=change.kind, moved=(change.new_date, pair_of(change)))
    return was


def _brought(change: Change, was: Planned | None) -> Iterator[Planned]:
    """What a change brings to a day."""
    journal = change.new_journal or change.journal
    room = change.room or (was.room if was else None)
    if journal is None:
        return
    match change.kind:
        case ChangeKind.ADDED:
            yield Planned(change.date, change.pair, journal, change.room, change=change.kind)
        case ChangeKind.REPLACED if change.new_journal is not None:
            yield Planned(change.date, change.pair, journal, room, change=change.kind, other=change.journal)
        case ChangeKind.MOVED if change.new_date is not None and change.journal is not None:
            yield Planned(change.new_date, pair_of(change), change.journal, room, change=change.kind,
                          moved=(change.date, change.pair))
