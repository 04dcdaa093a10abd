"""Where lessons of a semester stand by date: who is busy when, and how many lessons the plan of hours needs."""

from __future__ import annotations

import datetime as dt

from seed.days import DAY, Term
from seed.world import Book, Cell, Event, Staff, Team, World

LAST_PAIR = 5
SEARCH = DAY * 60  # how far before the end a place for a missing lesson is looked for
Span = tuple[dt.date, dt.date]


class Layout:
    """Lessons of all journals by date; nobody is put in two places."""

    def __init__(self, world: World, term: Term) -> None:
        self.world, self.term = world, term
        self.books: list[Book] = []
        self.teachers: set[tuple[int, dt.date, int]] = set()  # (teacher, date, pair) taken
        self.groups: set[tuple[int, dt.date, int]] = set()
        self.windows: dict[Team, list[Span]] = {}  # weeks of lessons, without those away on practice
        self.cut: dict[tuple[Book, Cell], dt.date] = {}  # first date that the plan of hours no longer needs

    def place(self, event: Event) -> None:
        event.book.events.append(event)
        event.book.events.sort(key=lambda other: other.place)
        self.teachers.add((event.teacher.id, *event.place))
        self.groups.add((event.book.team.id, *event.place))

    def remove(self, event: Event) -> None:
        event.book.events.remove(event)
        self.teachers.discard((event.teacher.id, *event.place))
        if not any(other.place == event.place for book in self.books if book.team is event.book.team
                   for other in book.events):
            self.groups.discard((event.book.team.id, *event.place))

    def is_free(self, staff: Staff, day: dt.date, pair: int) -> bool:
        return (staff.id, day, pair) not in self.teachers

    def free_place(self, book: Book, first: dt.date, last: dt.date, *,
                    backwards: bool = False) -> tuple[dt.date, int] | None:
        days = self.world.calendar.working(max(first, self.term.starts), min(last, self.term.ends))
        for pair in range(1, LAST_PAIR + 1):
            for day in reversed(days) if backwards else days:
                inside = any(starts <= day <= ends for starts, ends in self.windows[book.team])
                if (inside and (book.team.id, day, pair) not in self.groups and self.is_free(book.teacher, day, pair)
                        and all(event.date != day for event in book.events)):
                    return day, pair
        return None

    def trim(self, book: Book) -> None:
        """The lessons beyond the plan of hours are not held: the weekly timetable ends earlier."""
        while len(book.events) > book.needed:
            extra = next(event for event in reversed(book.events) if event.weekly and not event.substituted)
            self.cut[book, extra.weekly] = extra.date  # type: ignore[index]
            self.remove(extra)

    def add_missing(self, book: Book) -> list[Event]:
        """The lessons that the plan of hours lacks, in free places towards the end."""
        added = []
        last = self.windows[book.team][-1][1]
        while len(book.events) < book.needed:
            target = self.free_place(book, last - SEARCH, last, backwards=True)
            if target is None:
                break
            event = Event(*target, book, book.teacher)
            self.place(event)
            added.append(event)
        return added
