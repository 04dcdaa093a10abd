"""All that a sheet of п. 5.7 is counted from, read once whatever its size."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from access.identity import Identity
from models import User, db
from queries.indicators_books import Book, books
from queries.indicators_lessons import LessonFact, lesson_facts
from queries.indicators_people import (
    Came,
    Marks,
    Pair,
    People,
    Span,
    came,
    marks_by_journal,
    marks_by_month,
    people,
)
from queries.indicators_scope import Kind, Scope
from queries.indicators_topics import Topics, topics
from queries.surroundings import surroundings
from rules.calendar import month_of
from rules.names import short_name

MONTHS = 6  # of the trend
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """What a sheet is asked for: the scope and the days, both inclusive."""

    scope: Scope
    first: dt.date
    last: dt.date

    @property
    def span(self) -> Span:
        return self.first, self.last

    @property
    def is_month(self) -> bool:
        return self.span == month_of(self.first)


@dataclass(frozen=True)
class Basis:
    """months: of the trend, the one compared with among them; facts: by journal."""

    user: Identity
    asked: Asked
    books: dict[int, Book]
    facts: dict[int, list[LessonFact]]
    people: People
    months: Sequence[Span]
    marks: Marks
    marks_by_month: Marks
    came: tuple[set[int], set[int]]
    came_by_month: Came
    topics: Topics
    teachers: dict[int, str]

    def within(self, span: Span) -> list[LessonFact]:
        first, last = span
        return [fact for facts in self.facts.values() for fact in facts if first <= fact.date <= last]

    def day(self, span: Span) -> dt.date:
        """When people of the span are counted: its last day, or today."""
        return min(span[1], self.user.today)

    def marks_of(self, pair: Pair) -> int:
        """Of a journal's student, in the days asked for."""
        journal, student = pair
        return self.marks.get(journal, {}).get(student, 0)

    def answered(self, facts: Iterable[LessonFact]) -> list[LessonFact]:
        """Lessons for whose record the scope answers: of a teacher, those he gave or was to give."""
        scope = self.asked.scope
        return [fact for fact in facts if scope.kind is not Kind.TEACHER or fact.teacher == scope.id]


def basis(user: Identity, asked: Asked) -> Basis:
    """Read everything about the scope."""
    around = surroundings(user, min(asked.last, user.today))
    months = trend_months(asked, around.term.year_starts if around.term else asked.first)
    first = min(asked.first, months[0][0], around.term.starts if around.term else asked.first)
    found = books(user, asked.scope, first, asked.last)
    facts = lesson_facts(user, around, found, first, asked.last)
    marks, by_month = marks_by_journal(found, asked.span), came(user, months)
    now_came = by_month[len(months) - 1] if asked.span == months[-1] else came(user, [asked.span])[0]
    return Basis(
        user, asked, found, facts, people(user, found, first, asked.last), months, marks,
        _marks_by_month(found, months, asked, marks), now_came, by_month,
        topics(found, first, min(asked.last, user.today)), _teachers(found, facts))


def _marks_by_month(found: dict[int, Book], months: Sequence[Span], asked: Asked, marks: Marks) -> Marks:
    """The month asked for has been read already: the most marks of a college are read once."""
    if asked.span != months[-1]:
        return marks_by_month(found, months)
    students: dict[int, int] = defaultdict(int)
    for held in marks.values():
        for student, count in held.items():
            students[student] += count
    return {**(marks_by_month(found, months[:-1]) if len(months) > 1 else {}), len(months) - 1: students}


def trend_months(asked: Asked, year_starts: dt.date) -> list[Span]:
    """Months of the academic year up to the one of the last day, six at most, the one before the days among them."""
    found = [month_of(asked.last)]
    while len(found) < MONTHS and found[0][0] > min(asked.first, year_starts):
        found.insert(0, month_of(found[0][0] - DAY))
    return found


def _teachers(found: dict[int, Book], facts: dict[int, list[LessonFact]]) -> dict[int, str]:
    """Names of all who answer for a lesson."""
    names = {book.teacher: book.teacher_name for book in found.values()}
    others = {fact.teacher for held in facts.values() for fact in held} - names.keys()
    for row in db.session.connection().execute(
            sa.select(User.id, User.last_name, User.first_name, User.patronymic).where(User.id.in_(others))):
        names[row.id] = short_name(row.last_name, row.first_name, row.patronymic)
    return names
