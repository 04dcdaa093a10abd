"""Lessons behind a sheet of п. 5.7: those of the timetable with its changes, beside what the journal holds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from models import Homework, Journal, Lesson, TimetableSlot, db
from queries.indicators_books import AT_ONCE, Book
from queries.surroundings import Surroundings
from queries.timetable_changes import changes
from rules.deadlines import homework_deadline, lesson_deadline
from rules.filling import expects_homework, is_over
from rules.indicators import PAIR_HOURS, Due, Entry, Home, Written, entry_state, home_state
from rules.planned import Place, Planned, planned
from rules.practice import DAY_HOURS, planned_count
from rules.terms import ChangeKind, WeekParity
from rules.timetable import Change

WEEKLY, BROUGHT = {ChangeKind.CANCELLED, ChangeKind.REPLACED}, {ChangeKind.ADDED, ChangeKind.REPLACED}


@dataclass(frozen=True, slots=True)
class LessonFact:
    """A lesson of the timetable or of the journal, or of both, that is over.

    teacher: who answers for it; entry: None beside the timetable; weekly, ordered: hours by the weekly timetable and
    with its changes; given: hours recorded.
    """

    journal: int
    date: dt.date
    pair: int
    teacher: int
    lesson: int | None
    entry: Entry | None
    home: Home | None
    weekly: int
    ordered: int
    given: int


def lesson_facts(user: Identity, around: Surroundings, found: dict[int, Book], first: dt.date,
                 last: dt.date) -> dict[int, list[LessonFact]]:
    """By journal, from ``first`` to ``last``, as far as they are over by now; a group after another: plan and rows of
    a college held at once would take a worker three times as much as what is made of them."""
    last = min(last, user.today)
    facts: dict[int, list[LessonFact]] = defaultdict(list)
    dues, groups = _Dues(around), _groups(found, first, last)

    def add(group: _Group, rows: Iterable[Any]) -> None:
        for fact in _of_group(user, group, dues, rows, first, last):
            facts[fact.journal].append(fact)
    for id, rows in groupby(_lessons(found, first, last), key=lambda row: found[row.journal_id].group):
        add(groups.pop(id), rows)
    for group in groups.values():
        add(group, ())
    return dict(facts)


def _of_group(user: Identity, group: _Group, dues: _Dues, rows: Iterable[Any], first: dt.date,
              last: dt.date) -> Iterator[LessonFact]:
    """Lessons of the plan, then those that nobody asked for."""
    held = {(row.journal_id, row.date, row.pair): row for row in rows}
    beside = dict(held)
    for one in _planned(dues.around, group, first, last):
        row = held.get((one.journal, one.date, one.pair))
        beside.pop((one.journal, one.date, one.pair), None)
        if row is not None or is_over(user.now, one.date, _ends(dues.around, one.pair)):
            yield _fact(user, group.books[one.journal], dues, one, row)
    for (journal, date, pair), row in beside.items():
        yield replace(_fact(user, group.books[journal], dues, Planned(date, pair, journal), row),
                      entry=None, weekly=0, ordered=0)


def _fact(user: Identity, book: Book, dues: _Dues, one: Planned, row: Any | None) -> LessonFact:
    """row: what the journal holds of it."""
    hours = DAY_HOURS if book.is_practice else PAIR_HOURS
    weekly = hours if (one.change in WEEKLY if one.off else one.change not in BROUGHT) else 0
    due = dues.of(one.date, one.pair)
    written = Written(expects_homework(row.kind), row.has_topic, row.entered_at, row.attendance_at,
                      row.homework_at) if row is not None else None
    entry = None if one.off else entry_state(written, due, user.now)
    home = None if book.is_practice or (one.off and row is None) else home_state(written, due, user.now)
    ordered = 0 if one.off else hours
    if row is not None:
        return LessonFact(book.id, one.date, one.pair, row.teacher_id, row.id, entry, home, weekly, ordered, row.hours)
    teacher = book.teacher if one.off else one.substitute or book.teacher
    return LessonFact(book.id, one.date, one.pair, teacher, None, entry, home, weekly, ordered, 0)


def _ends(around: Surroundings, pair: int) -> dt.time | None:
    bell = around.bells.get(pair)
    return bell[1] if bell else None


class _Dues:
    """Deadlines by day and pair, each worked out once."""

    def __init__(self, around: Surroundings) -> None:
        self.around, self.known = around, dict[tuple[dt.date, int], Due]()

    def of(self, date: dt.date, pair: int) -> Due:
        due = self.known.get((date, pair))
        if due is None:
            calendar, norms = self.around.calendar, self.around.norms_on(date)
            home = homework_deadline(date, calendar, norms, _ends(self.around, pair))
            due = Due(lesson_deadline(date, calendar, norms).astimezone(dt.UTC), home.astimezone(dt.UTC))
            self.known[date, pair] = due
        return due


def _planned(around: Surroundings, group: _Group, first: dt.date, last: dt.date) -> Iterator[Planned]:
    """Each semester counts odd and even weeks from its own year."""
    books = group.books
    semesters = {book.semester: book for book in books.values()}
    for id, book in semesters.items():
        begins, finishes = max(first, book.starts), min(last, book.ends)
        places = [place for place in group.places if books[place.journal].semester == id]
        of_it = [change for change in group.changes if books[_journal(change, books)].semester == id]
        yield from (one for one in planned(places, of_it, begins, finishes, around.calendar, book.year_starts)
                    if one.journal in books)
    with_slots = {place.journal for place in group.places}
    for book in books.values():
        if book.programme and book.id not in with_slots:
            yield from _practice_days(around, book, first, last)


def _journal(change: Change, books: dict[int, Book]) -> int:
    return change.journal if change.journal in books else change.new_journal or 0


def _practice_days(around: Surroundings, book: Book, first: dt.date, last: dt.date) -> Iterator[Planned]:
    """A practice outside the timetable goes on the working days of its programme, as many as its hours take."""
    assert book.programme is not None
    begins, finishes = book.programme
    days = [day for number in range((finishes - begins).days + 1)
            if around.calendar.is_working(day := begins + dt.timedelta(days=number))]
    yield from (Planned(day, 1, book.id) for day in days[:planned_count(book.planned_hours, days)]
                if first <= day <= last)


@dataclass(frozen=True, slots=True)
class _Group:
    """Journals of a group with their places of the week and what changed in them, in the order it was given."""

    books: dict[int, Book] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def _groups(found: dict[int, Book], first: dt.date, last: dt.date) -> dict[int, _Group]:
    groups: dict[int, _Group] = defaultdict(_Group)
    for book in found.values():
        groups[book.group].books[book.id] = book
    for place in _places(found):
        groups[found[place.journal].group].places.append(place)
    for one in changes(list(found), first, last):
        ids = {found[id].group for id in (one.change.journal, one.change.new_journal) if id in found}
        for id in ids:
            groups[id].changes.append(one.change)
    return groups


def _places(found: Collection[int]) -> Iterator[Place]:
    query = sa.select(TimetableSlot.journal_id, TimetableSlot.weekday, TimetableSlot.pair, TimetableSlot.parity,
                      TimetableSlot.starts, TimetableSlot.ends).where(TimetableSlot.journal_id.in_(found))
    for row in db.session.connection().execute(query):
        yield Place(row.journal_id, row.weekday, row.pair, WeekParity(row.parity), row.starts, row.ends)


def _lessons(found: Collection[int], first: dt.date, last: dt.date) -> Iterable[Any]:
    """Group by group, some at a time."""
    set_at = sa.select(sa.func.min(Homework.entered_at, type_=Homework.entered_at.type)).where(
        Homework.lesson_id == Lesson.id).scalar_subquery()
    query = sa.select(
        Lesson.id, Lesson.journal_id, Lesson.date, Lesson.pair, Lesson.hours, Lesson.kind, Lesson.teacher_id,
        (Lesson.topic != "").label("has_topic"), Lesson.entered_at, Lesson.attendance_at,
        set_at.label("homework_at")).join(Journal, Journal.id == Lesson.journal_id).where(
            Lesson.journal_id.in_(found), Lesson.date.between(first, last)).order_by(Journal.group_id)
    return db.session.connection().execute(query.execution_options(yield_per=AT_ONCE))
