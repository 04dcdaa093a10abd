"""All that a teacher's start page is made of, read once (п. 5.6, 6.1–6.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from access.identity import Identity
from queries.home_books import Book, books
from queries.home_records import Declared, Recorded, declared, marks_by_student, recorded
from queries.surroundings import Surroundings, Term
from queries.timetable_changes import Changed, changes
from rules.filling import is_over
from rules.planned import Planned, planned


@dataclass(frozen=True)
class Findings:
    """All that was read: the page is made of it without asking again."""

    user: Identity
    around: Surroundings
    term: Term
    books: dict[int, Book]
    changes: Sequence[Changed]
    planned: Sequence[Planned]
    records: dict[tuple[int, dt.date, int], Recorded]
    works: Sequence[Declared]
    marks: dict[int, list[int]]

    def is_mine(self, lesson: Planned) -> bool:
        """Whether the user gives the planned lesson: own and not given to another, or given to the user."""
        if lesson.off:
            return False
        if lesson.substitute is not None:
            return lesson.substitute == self.user.id
        return self.books[lesson.journal].mine

    def is_over(self, date: dt.date, pair: int) -> bool:
        bell = self.around.bells.get(pair)
        return is_over(self.user.now, date, bell[1] if bell else None)


def read(user: Identity, around: Surroundings, term: Term) -> Findings:
    """Everything about the teacher's semester."""
    own = books(user, term)
    changed = changes(list(own), term.starts, term.ends)
    places = [place for book in own.values() for place in book.places]
    lessons = [lesson for lesson in planned(places, [one.change for one in changed], term.starts, term.ends,
                                            around.calendar, term.year_starts) if lesson.journal in own]
    held = recorded(user, own)
    return Findings(user, around, term, own, changed, lessons, {(one.journal, one.date, one.pair): one for one in held},
                    declared(own), marks_by_student(own, min(user.today, term.ends)))
