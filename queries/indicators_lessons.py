"""Lessons behind a sheet of п. 5.7: those of the timetable with its changes, beside what the journal holds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from models import Homework, Lesson, TimetableChange, TimetableSlot, db
from queries.indicators_books import Book
from queries.surroundings import Surroundings
from queries.timetable_changes import rule_of
from rules.deadlines import homework_deadline, lesson_deadline
from rules.filling import expects_homework, is_over
from rules.indicators import PAIR_HOURS, Due, Entry, Home, Written, entry_state, home_state
from rules.planned import Place, Planned, planned
from rules.practice import DAY_HOURS, planned_count
from rules.terms import ChangeKind, WeekParity
from rules.timetable import Change

WEEKLY, BROUGHT = {ChangeKind.CANCELLED, ChangeKind.REPLACED}, {ChangeKind.ADDED, ChangeKind.REPLACED}
Key = tuple[int, dt.date, int]


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
    topic: int | None


def lesson_facts(user: Identity, around: Surroundings, found: dict[int, Book], first: dt.date,
                 last: dt.date) -> list[LessonFact]:
    """Of the journals, from ``first`` to ``last``, as far as they are over by now."""
    last = min(last, user.today)
    dues = _Dues(around)
    records = _recorded(user, found, dues, first, last)
    made = [_of_plan(user, found, dues, one, records.get((one.journal, one.date, one.pair)))
            for one in _planned(around, found, first, last)
            if is_over(user.now, one.date, _ends(around, one.pair)) or (one.journal, one.date, one.pair) in records]
    for fact in made:
        records.pop((fact.journal, fact.date, fact.pair), None)
    return [*made, *(replace(fact, entry=None) for fact in records.values())]  # nobody asked for a record of those


def _of_plan(user: Identity, found: dict[int, Book], dues: _Dues, one: Planned,
             held: LessonFact | None) -> LessonFact:
    book = found[one.journal]
    hours = DAY_HOURS if book.is_practice else PAIR_HOURS
    weekly = hours if (one.change in WEEKLY if one.off else one.change not in BROUGHT) else 0
    ordered = 0 if one.off else hours
    if held is not None:
        return replace(held, entry=None if one.off else held.entry, weekly=weekly, ordered=ordered)
    if one.off:
        return LessonFact(one.journal, one.date, one.pair, book.teacher, None, None, None, weekly, 0, 0, None)
    due = dues.of(one.date, one.pair)
    home = None if book.is_practice else home_state(None, due, user.now)
    return LessonFact(one.journal, one.date, one.pair, one.substitute or book.teacher, None,
                      entry_state(None, due, user.now), home, weekly, ordered, 0, None)


def _recorded(user: Identity, found: dict[int, Book], dues: _Dues, first: dt.date,
              last: dt.date) -> dict[Key, LessonFact]:
    """What the journals hold, row by row: a semester of a college as rows would take a worker twice as much."""
    records: dict[Key, LessonFact] = {}
    for row in _lessons(found, first, last):
        written = Written(expects_homework(row.kind), row.has_topic, row.entered_at, row.attendance_at,
                          row.homework_at)
        book, due = found[row.journal_id], dues.of(row.date, row.pair)
        home = None if book.is_practice else home_state(written, due, user.now)
        records[book.id, row.date, row.pair] = LessonFact(
            book.id, row.date, row.pair, row.teacher_id, row.id, entry_state(written, due, user.now), home, 0, 0,
            row.hours, row.syllabus_topic_id)
    return records


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


def _planned(around: Surroundings, found: dict[int, Book], first: dt.date, last: dt.date) -> Iterator[Planned]:
    """Each semester counts odd and even weeks from its own year."""
    slots, changes = _places(found), _changes(found, first, last)
    semesters = {book.semester: book for book in found.values()}
    for id, book in semesters.items():
        begins, finishes = max(first, book.starts), min(last, book.ends)
        places = [place for place in slots if found[place.journal].semester == id]
        of_it = [change for change in changes if found[_journal(change, found)].semester == id]
        yield from (one for one in planned(places, of_it, begins, finishes, around.calendar, book.year_starts)
                    if one.journal in found)
    with_slots = {place.journal for place in slots}
    for book in found.values():
        if book.programme and book.id not in with_slots:
            yield from _practice_days(around, book, first, last)


def _journal(change: Change, found: dict[int, Book]) -> int:
    return change.journal if change.journal in found else change.new_journal or 0


def _practice_days(around: Surroundings, book: Book, first: dt.date, last: dt.date) -> Iterator[Planned]:
    """A practice outside the timetable goes on the working days of its programme, as many as its hours take."""
    assert book.programme is not None
    begins, finishes = book.programme
    days = [day for number in range((finishes - begins).days + 1)
            if around.calendar.is_working(day := begins + dt.timedelta(days=number))]
    yield from (Planned(day, 1, book.id) for day in days[:planned_count(book.planned_hours, days)]
                if first <= day <= last)


def _places(found: Collection[int]) -> list[Place]:
    query = sa.select(TimetableSlot.journal_id, TimetableSlot.weekday, TimetableSlot.pair, TimetableSlot.parity,
                      TimetableSlot.starts, TimetableSlot.ends).where(TimetableSlot.journal_id.in_(found))
    places = [Place(row.journal_id, row.weekday, row.pair, WeekParity(row.parity), row.starts, row.ends)
              for row in db.session.execute(query)]
    return sorted(places, key=lambda place: (place.pair, place.journal))


def _changes(found: Collection[int], first: dt.date, last: dt.date) -> list[Change]:
    """In the order they were given."""
    query = sa.select(TimetableChange).where(
        sa.or_(TimetableChange.date.between(first, last), TimetableChange.new_date.between(first, last)),
        sa.or_(TimetableChange.journal_id.in_(found), TimetableChange.new_journal_id.in_(found))
    ).order_by(TimetableChange.id)
    return [rule_of(row) for row in db.session.scalars(query)]


def _lessons(found: Collection[int], first: dt.date, last: dt.date) -> Iterable[Any]:
    set_at = sa.select(sa.func.min(Homework.entered_at, type_=Homework.entered_at.type)).where(
        Homework.lesson_id == Lesson.id).scalar_subquery()
    query = sa.select(
        Lesson.id, Lesson.journal_id, Lesson.date, Lesson.pair, Lesson.hours, Lesson.kind, Lesson.teacher_id,
        (Lesson.topic != "").label("has_topic"), Lesson.entered_at, Lesson.attendance_at, Lesson.syllabus_topic_id,
        set_at.label("homework_at")).where(Lesson.journal_id.in_(found), Lesson.date.between(first, last))
    return db.session.connection().execute(query)


def by_journal(facts: Iterable[LessonFact]) -> dict[int, list[LessonFact]]:
    found: dict[int, list[LessonFact]] = defaultdict(list)
    for fact in facts:
        found[fact.journal].append(fact)
    return dict(found)
