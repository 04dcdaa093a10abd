"""Changes of the timetable by date: substitutions, exchanges, moves, cancelled and additional lessons (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
import math
from itertools import cycle

import models as m
from rules.terms import ChangeKind
from seed.days import DAY
from seed.layout import Layout
from seed.staff import MASTERS
from seed.world import Book, Event, Staff

ILL_SHARE = 0.45  # of teachers, in a semester


class Changes:
    """What differs from the weekly timetable, and why."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.world, self.term = layout, layout.world, layout.term
        self.random = self.world.random(f"changes/{self.term.year}/{self.term.number}")
        self.ways = cycle((self._move, self._exchange, self._cancel))

    def disturb(self) -> None:
        """Illness of teachers: a colleague substitutes, else the lesson is moved; the demo's own substitution first."""
        world = self.world
        if self.term.year == world.year and self.term.number == 1:
            self._demo_substitution()
        demo = {world.users["teacher"], world.users["teacher2"]}
        others = [staff for staff in world.staff if staff.id not in demo and staff.area != MASTERS]
        days = min((world.today - self.term.first_monday).days - 14, 105)
        for staff in self.random.sample(others, math.ceil(len(others) * ILL_SHARE)) if days > 7 else ():
            first = self.term.first_monday + DAY * self.random.randrange(7, days)
            span = (first, first + DAY * self.random.randint(2, 6))
            mine = [event for book in self.layout.books if book.teacher is staff for event in book.events
                    if span[0] <= event.date <= span[1] and event.weekly and event.substituted is None]
            reason = self.random.choice(("болезнь преподавателя", "курсы повышения квалификации", "командировка"))
            for event in mine:
                self._replace(event, reason)

    def _demo_substitution(self) -> None:
        """`teacher2` gives two lessons of `teacher` in October."""
        first, second = self.world.pools["инф"][:2]
        span = dt.date(self.term.year, 10, 9), dt.date(self.term.year, 10, 27)
        done: set[dt.date] = set()
        for event in [event for book in self.layout.books if book.teacher is first and book.subgroup is None
                      for event in book.events if span[0] <= event.date <= span[1]]:
            if len(done) < 2 and event.date not in done and self.layout.is_free(second, *event.place):
                done.add(event.date)
                self._substitute(event, second, "болезнь преподавателя")

    def _replace(self, event: Event, reason: str) -> None:
        pool, busy = self.world.pools[event.book.line.area], (event.teacher.id, self.world.users["teacher"])
        colleague = next((other for other in pool
                          if other.id not in busy and self.layout.is_free(other, *event.place)), None)
        if colleague:
            self._substitute(event, colleague, reason)
        elif event.book.subgroup is None:
            next(self.ways)(event, reason)

    def _substitute(self, event: Event, colleague: Staff, reason: str) -> None:
        self.layout.teachers.discard((event.teacher.id, *event.place))
        self.layout.teachers.add((colleague.id, *event.place))
        event.substituted, event.teacher, event.reason = event.teacher, colleague, reason
        self._change(event, ChangeKind.SUBSTITUTED, reason, substitute_id=colleague.id)

    def _exchange(self, event: Event, reason: str) -> None:
        """Another discipline of the same group instead; its teacher is free."""
        for book in self.layout.books:
            if (book.team is event.book.team and book.topics and book.subgroup is None and book is not event.book
                    and self.layout.is_free(book.teacher, *event.place)
                    and all(other.date != event.date for other in book.events)):
                self._change(event, ChangeKind.REPLACED, reason, new_journal_id=book.id)
                self.layout.remove(event)
                self.layout.place(Event(*event.place, book, book.teacher))
                return
        self._cancel(event, reason)

    def _cancel(self, event: Event, reason: str) -> None:
        self._change(event, ChangeKind.CANCELLED, reason)
        self.layout.remove(event)

    def _move(self, event: Event, reason: str) -> None:
        target = self.layout.free_place(event.book, event.date + DAY * 7, event.date + DAY * 28)
        if target is None:
            self._cancel(event, reason)
            return
        self._change(event, ChangeKind.MOVED, reason, new_date=target[0], new_pair=target[1])
        self.layout.remove(event)
        self.layout.place(Event(*target, event.book, event.book.teacher))

    def _change(self, event: Event, kind: ChangeKind, reason: str | None, **values: object) -> None:
        place = "new_journal_id" if kind is ChangeKind.ADDED else "journal_id"
        self.world.bulk.add(m.TimetableChange, date=event.date, pair=event.pair, kind=kind, reason=reason,
                            room=event.teacher.room, **{place: event.book.id}, **values)

    def fit(self, book: Book) -> None:
        """As many lessons as the plan has hours."""
        self.layout.trim(book)
        for event in self.layout.add_missing(book):
            self._change(event, ChangeKind.ADDED, "выполнение учебного плана")
