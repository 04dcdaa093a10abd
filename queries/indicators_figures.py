"""The figures of п. 5.7 of a scope, of a part of it, of a month: counted from what was read once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from queries.indicators_basis import Basis
from queries.indicators_books import Book
from queries.indicators_lessons import LessonFact
from queries.indicators_people import Pair, Span
from rules.indicators import (
    Indicator,
    Share,
    homework,
    hours_due,
    participation,
    topics_due,
    with_marks,
)

NONE = Share()


@dataclass(frozen=True)
class Figures:
    """The six shares of п. 5.7, then those that stand beside them."""

    participation: Share
    no_marks: Share
    one_mark: Share
    homework: Share
    material: Share
    families: Share
    homework_in_time: Share = NONE
    topics: Share = NONE
    pairs_without: Share = NONE
    pairs_with_one: Share = NONE
    students_came: Share = NONE
    parents_came: Share = NONE

    def of(self, indicator: Indicator) -> Share:
        found: Share = getattr(self, indicator.name.lower())
        return found


def counting(found: Basis) -> list[Book]:
    """Journals whose marks, hours and people are the scope's."""
    return [book for book in found.books.values() if book.counts]


def whole(found: Basis) -> Figures:
    """Of the scope and the period."""
    facts = found.within(found.asked.span)
    return of_part(found, facts, found.answered(facts), counting(found))


def of_part(found: Basis, facts: Collection[LessonFact], answered: Collection[LessonFact],
            books: Collection[Book]) -> Figures:
    """answered: lessons for whose record the part answers; books: journals whose marks, hours and people are its."""
    span = found.asked.span
    pairs, students = _counts(found, studying(found, facts, books, span))
    written, in_time = homework(fact.home for fact in answered if fact.home)
    came_students, came_parents = families(found, books, span, found.came)
    return Figures(
        participation(fact.entry for fact in answered if fact.entry),
        with_marks(students.values(), 0), with_marks(students.values(), 1), written, material(facts, books),
        came_students + came_parents, in_time, topics(found, books), with_marks(pairs, 0),
        with_marks(pairs, 1), came_students, came_parents)


def of_month(found: Basis, number: int) -> Figures:
    """Of the scope in a month of the trend: the six shares alone."""
    span, books = found.months[number], counting(found)
    facts = found.within(span)
    answered = found.answered(facts)
    there = {student for _, student in studying(found, facts, books, span)}
    marks = [found.marks_by_month.get(number, {}).get(student, 0) for student in there]
    came_students, came_parents = families(found, books, span, found.came_by_month[number])
    return Figures(
        participation(fact.entry for fact in answered if fact.entry), with_marks(marks, 0), with_marks(marks, 1),
        homework(fact.home for fact in answered if fact.home)[0], material(facts, books), came_students + came_parents)


def studying(found: Basis, facts: Iterable[LessonFact], books: Iterable[Book], span: Span) -> Iterable[Pair]:
    """Journal and student: there on the last day, with a lesson since having come, not re-credited."""
    latest: dict[int, dt.date] = {}
    for fact in facts:
        if fact.lesson is not None and fact.date > latest.get(fact.journal, dt.date.min):
            latest[fact.journal] = fact.date
    day, exempt = found.day(span), found.people.exempt
    for book in books:
        held = latest.get(book.id)
        if held is not None:
            for student, since in found.people.of(book, day).items():
                if since <= held and (book.id, student) not in exempt:
                    yield book.id, student


def _counts(found: Basis, pairs: Iterable[Pair]) -> tuple[list[int], dict[int, int]]:
    """Marks of each pair, without saying whose, and of each student: the pairs of a college are not held at once."""
    each: list[int] = []
    students: dict[int, int] = defaultdict(int)
    for pair in pairs:
        each.append(found.marks_of(pair))
        students[pair[1]] += each[-1]
    return each, students


def by_student(pairs: dict[Pair, int]) -> dict[int, int]:
    """Marks of each student over the journals."""
    marks: dict[int, int] = defaultdict(int)
    for (_, student), count in pairs.items():
        marks[student] += count
    return marks


def material(facts: Iterable[LessonFact], books: Iterable[Book]) -> Share:
    """Hours given, of the hours that were to be given by now."""
    sums: dict[int, list[int]] = {book.id: [0, 0, 0] for book in books}
    for fact in facts:
        hours = sums.get(fact.journal)
        if hours is not None:
            hours[0] += fact.weekly
            hours[1] += fact.ordered
            hours[2] += fact.given
    return Share(sum(given for _, _, given in sums.values()),
                 sum(hours_due(weekly, ordered) for weekly, ordered, _ in sums.values()))


def topics(found: Basis, books: Iterable[Book]) -> Share:
    """Topics given in full, of those that the plans have reached by the last day; since each semester's beginning."""
    part = whole = 0
    for book in books:
        given, due = topics_of(found, book)
        part, whole = part + given, whole + due
    return Share(part, whole)


def topics_of(found: Basis, book: Book) -> tuple[int, int]:
    """Of one journal: topics given in full, topics due."""
    plan = found.topics.hours.get(book.syllabus or 0)
    if plan is None:
        return 0, 0
    facts = found.facts.get(book.id, ())
    due = hours_due(sum(fact.weekly for fact in facts), sum(fact.ordered for fact in facts))
    return found.topics.given.get(book.id, 0), topics_due(plan, due)


def families(found: Basis, books: Iterable[Book], span: Span, came: tuple[set[int], set[int]]) -> tuple[Share, Share]:
    """Students and parents who came, of all there are on the last day, registered or not."""
    day = found.day(span)
    groups = {(book.group, book.subgroup): book for book in books}
    students = {student for book in groups.values() for student in found.people.of(book, day)}
    parents = found.people.parents_of(students, day)
    return Share(len(students & came[0]), len(students)), Share(len(parents & came[1]), len(parents))
