"""The sheet of п. 5.7: six figures of a scope and a period, by its parts, month by month."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from access.identity import Identity
from access.scopes import OFFICE
from queries.indicators_basis import DAY, Asked, Basis, basis
from queries.indicators_books import Book
from queries.indicators_figures import Figures, counting, of_month, of_part, whole
from queries.indicators_scope import Kind, Scope
from rules.calendar import month_of
from rules.indicators import Comparison, Indicator, Share, compare
from rules.names import sort_key
from rules.terms import Role, Term


class Cut(Term):
    """By what a scope is taken apart; the title heads the table, in the dative it would stand after «по»."""

    GROUPS = "groups", "Группы"
    COURSES = "courses", "Курсы"
    TEACHERS = "teachers", "Преподаватели"
    DISCIPLINES = "disciplines", "Дисциплины"
    JOURNALS = "journals", "Журналы"


CUTS = {
    Kind.COLLEGE: (Cut.GROUPS, Cut.COURSES, Cut.TEACHERS, Cut.DISCIPLINES),
    Kind.COURSE: (Cut.GROUPS, Cut.TEACHERS, Cut.DISCIPLINES),
    Kind.GROUP: (Cut.JOURNALS, Cut.TEACHERS),
    Kind.DISCIPLINE: (Cut.GROUPS, Cut.TEACHERS, Cut.JOURNALS),
    Kind.PRACTICE: (Cut.GROUPS, Cut.TEACHERS, Cut.JOURNALS),
    Kind.TEACHER: (Cut.JOURNALS, Cut.GROUPS),
}


@dataclass(frozen=True)
class Line:
    """A part of the scope; ``scope`` is its own sheet where the user may open it, ``journal`` its journal."""

    title: str
    note: str
    figures: Figures
    scope: Scope | None = None
    journal: int | None = None


@dataclass(frozen=True)
class Point:
    month: dt.date
    figures: Figures


@dataclass(frozen=True)
class Sheet:
    """before: the month before the period, None when it is of another academic year; trend: oldest first."""

    asked: Asked
    now: dt.datetime
    figures: Figures
    before: Point | None
    trend: tuple[Point, ...]
    cut: Cut
    lines: tuple[Line, ...]
    journals: int

    def comparison(self, indicator: Indicator) -> Comparison:
        return compare(indicator, self.figures.of(indicator),
                       self.before.figures.of(indicator) if self.before else Share())


def sheet(user: Identity, asked: Asked, cut: Cut | None = None) -> Sheet:
    """Count the scope; the number of queries depends neither on its size nor on the length of the period."""
    found = basis(user, asked)
    cuts = CUTS[asked.scope.kind]
    chosen = cut if cut in cuts else cuts[0]
    trend = tuple(Point(span[0], of_month(found, number)) for number, span in enumerate(found.months))
    previous = month_of(asked.first - DAY)[0]
    return Sheet(asked, user.now, whole(found), next((point for point in trend if point.month == previous), None),
                 trend, chosen, tuple(_lines(found, chosen)), len(counting(found)))


def _lines(found: Basis, cut: Cut) -> Iterator[Line]:
    """Parts by name; a teacher answers for lessons given instead of another, marks and hours are the journal's."""
    facts = found.within(found.asked.span)
    key = _KEYS[cut]
    books, held, answered = defaultdict(list), defaultdict(list), defaultdict(list)
    for book in counting(found):
        if book.starts <= found.asked.last and book.ends >= found.asked.first:
            books[key(book)].append(book)
    for fact in facts:
        part = key(found.books[fact.journal])
        held[part].append(fact)
        answered[fact.teacher if cut is Cut.TEACHERS else part].append(fact)
    parts = sorted({*books, *(answered if cut is Cut.TEACHERS else ())}, key=str)  # namesakes stay in their order
    made = [(_head(found, cut, part, books[part]), of_part(
        found, held[part], found.answered(answered[part]), books[part])) for part in parts]
    for (title, note, scope, journal), figures in sorted(made, key=lambda one: (sort_key(one[0][0]), one[0][1])):
        yield Line(title, note, figures, scope, journal)


_KEYS: dict[Cut, Callable[[Book], object]] = {
    Cut.GROUPS: lambda book: book.group, Cut.COURSES: lambda book: book.course,
    Cut.TEACHERS: lambda book: book.teacher, Cut.DISCIPLINES: lambda book: book.subject or book.title,
    Cut.JOURNALS: lambda book: book.id}


def _head(found: Basis, cut: Cut, part: object, books: list[Book]) -> tuple[str, str, Scope | None, int | None]:
    """Title, note, own sheet, journal. Narrower sheets are for those who count everything or the practice."""
    if cut is Cut.JOURNALS:
        return books[0].title, books[0].whose, None, books[0].id
    kind, id, title = _own(found, cut, part, books)
    note = "замены" if not books else books[0].index if kind is Kind.PRACTICE else (
        f"{books[0].course} курс" if kind is Kind.GROUP else "")
    opened = found.user.has(*OFFICE) or (found.user.has(Role.SENIOR_MASTER) and books)
    return title, note, Scope(kind, id, title) if id and opened else None, None


def _own(found: Basis, cut: Cut, part: object, books: list[Book]) -> tuple[Kind, int, str]:
    match cut:
        case Cut.TEACHERS:
            return Kind.TEACHER, int(str(part)), found.teachers[int(str(part))]
        case Cut.GROUPS:
            return Kind.GROUP, books[0].group, books[0].group_name
        case Cut.COURSES:
            return Kind.COURSE, books[0].course, f"{books[0].course} курс"
    return *(books[0].subject or (Kind.DISCIPLINE, 0)), books[0].title
