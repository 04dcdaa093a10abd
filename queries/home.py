"""A teacher's start page: the lessons of the day, what is not filled, the journals (п. 5.6, 6.1–6.4)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from access.identity import Identity
from queries.home_books import Book
from queries.home_findings import Findings, read
from queries.home_journals import JournalLine, journal_line
from queries.home_records import Recorded, Topic, next_topics
from queries.home_todo import Todo, todo
from queries.surroundings import Term, surroundings
from rules.change_words import ChangeNames, change_words
from rules.filling import Stage, stage
from rules.planned import Planned


@dataclass(frozen=True)
class TodayLesson:
    """``stage`` is None when the user does not give the lesson; ``note`` tells why it is not as usual.

    ``lesson`` is the record's id, ``topic`` what is recorded or comes next in the plan.
    """

    journal: int
    lesson: int | None
    pair: int
    starts: dt.time | None
    ends: dt.time | None
    title: str
    group: str
    subgroup: int | None
    room: str | None
    stage: Stage | None
    note: str | None
    topic: Topic | None
    off: bool = False


@dataclass(frozen=True)
class Day:
    """``stale`` lessons have no homework and it is too late to set it without a reopening."""

    today: dt.date
    term: Term | None
    in_term: bool
    lessons: tuple[TodayLesson, ...]
    todo: tuple[Todo, ...]
    stale: int
    journals: tuple[JournalLine, ...]
    day_off: str | None

    @property
    def given(self) -> list[TodayLesson]:
        """The lessons of the day that are the user's to give."""
        return [lesson for lesson in self.lessons if lesson.stage is not None]

    @property
    def nearest(self) -> Todo | None:
        """The one whose deadline comes first of those not over yet."""
        ahead = [one for one in self.todo if not one.is_late]
        return min(ahead, key=lambda one: one.deadline, default=None)


def teacher_day(user: Identity) -> Day:
    """The page of a teacher; the same few statements whatever the number of lessons and journals."""
    around = surroundings(user, user.today)
    if around.term is None:
        return Day(user.today, None, False, (), (), 0, (), None)
    found = read(user, around, around.term)
    items, stale = todo(found)
    off = around.day_off(user.today)
    return Day(
        user.today, around.term, user.today <= around.term.ends, tuple(_lessons(found)), tuple(items), stale,
        tuple(journal_line(found, book) for book in found.books.values()),
        off.title if off and not around.calendar.is_working(user.today) else None)


def _lessons(found: Findings) -> list[TodayLesson]:
    """By the timetable with its changes, and what was recorded beside it."""
    today = found.user.today
    shown = [one for one in found.planned
             if one.date == today and (found.books[one.journal].mine or found.is_mine(one))]
    keys = {(one.journal, one.pair) for one in shown}
    beside = [Planned(one.date, one.pair, one.journal) for one in found.records.values()
              if one.date == today and one.mine and (one.journal, one.pair) not in keys]
    lessons = sorted([*shown, *beside], key=lambda one: (one.pair, one.journal))
    topics = _topics(found, lessons)
    return [_lesson(found, one, one in beside, topics.get((one.journal, one.pair))) for one in lessons]


def _topics(found: Findings, lessons: list[Planned]) -> dict[tuple[int, int], Topic]:
    """Each lesson of the day not recorded yet takes the next topic of its plan."""
    waiting: dict[int, list[int]] = defaultdict(list)
    for one in lessons:
        if found.is_mine(one) and (one.journal, one.date, one.pair) not in found.records:
            waiting[one.journal].append(one.pair)
    coming = next_topics({journal: len(pairs) for journal, pairs in waiting.items()})
    return {(journal, pair): topic for journal, pairs in waiting.items()
            for pair, topic in zip(pairs, coming.get(journal, ()), strict=False)}


def _lesson(found: Findings, one: Planned, beside: bool, coming: Topic | None) -> TodayLesson:
    book = found.books[one.journal]
    record = found.records.get((one.journal, one.date, one.pair))
    bell = found.around.bells.get(one.pair)
    given = found.is_mine(one) if record is None else record.mine
    zone = found.user.now.tzinfo
    starts, ends = (dt.datetime.combine(one.date, time, zone) for time in bell) if bell else (None, None)
    return TodayLesson(
        book.id, record.id if record else None, one.pair, bell[0] if bell else None, bell[1] if bell else None,
        book.title, book.group, book.subgroup, one.room,
        stage(found.user.now, starts, ends, record.record if record else None) if given else None,
        "вне расписания" if beside else _note(found, one, book, record),
        _recorded_topic(found, record) if record else coming, one.off)


def _recorded_topic(found: Findings, record: Recorded) -> Topic:
    work = next((work for work in found.works if work.lesson == record.id), None)
    if work is None:
        return Topic(record.topic, record.record.kind, None, None)
    return Topic(work.title, record.record.kind, work.kind, work.number)


def _note(found: Findings, one: Planned, book: Book, record: Recorded | None) -> str | None:
    """What the timetable's change means, in words; a substitution recorded by hand is told too."""
    if record is not None and one.change is None and not record.mine:
        return f"замена: занятие ведёт {record.teacher}"
    if one.substitute is not None and one.substitute == found.user.id:
        return f"замена: журнал ведёт {book.teacher}{_because(found, one)}"
    changed = found.changes[one.number] if one.number is not None else None
    other = found.books.get(one.other or 0)
    return change_words(one, ChangeNames(
        (changed.substitute if changed else None) or "", other.title if other else "",
        (changed.reason if changed else None) or ""))


def _because(found: Findings, one: Planned) -> str:
    reason = found.changes[one.number].reason if one.number is not None else None
    return f", {reason}" if reason else ""
