"""What the curated group asks for now: absences, silent parents, empty contacts, birthdays, those at risk (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from access.identity import Identity
from queries.change_requests import asked
from queries.curator_absences import Waiting, waiting
from queries.curator_contacts import Card, Parent, cards
from queries.curator_marks import Line, group_marks
from rules.birthdays import WEEK, birthday_in
from rules.completeness import Completeness, together
from rules.contacts import age
from rules.letters import is_silent
from rules.norms import Norms

STEP = dt.timedelta(days=1)


@dataclass(frozen=True)
class Birthday:
    student_id: int
    name: str
    on: dt.date
    age: int


@dataclass(frozen=True)
class Desk:
    """waiting: all absences to decide, lately: of this week; late: some are older than the norm's days.

    silent: parents without a word for the norm's days, with their children; requests: how many wait for the clerk.
    """

    week: dt.date
    norms: Norms
    waiting: Waiting
    lately: Waiting
    cards: tuple[Card, ...]
    silent: tuple[tuple[Card, Parent], ...]
    birthdays: tuple[Birthday, ...]
    risk: tuple[Line, ...]
    requests: int

    @property
    def week_ends(self) -> dt.date:
        return self.week + 6 * STEP

    @property
    def incomplete(self) -> list[Card]:
        return [card for card in self.cards if card.full.lacks]

    @property
    def full(self) -> Completeness:
        return together([card.full for card in self.cards])

    @property
    def parents(self) -> list[Parent]:
        return [parent for card in self.cards for parent in card.parents]

    @property
    def entering(self) -> int:
        """Parents who have signed in."""
        return sum(parent.enters for parent in self.parents)

    def is_late(self, today: dt.date) -> bool:
        oldest = self.waiting.oldest
        return oldest is not None and (today - oldest).days > self.norms.absences_resolved_days


def desk(user: Identity, group_id: int) -> Desk:
    """The whole of it; the same statements whatever the size of the group."""
    monday, found = user.today - user.today.weekday() * STEP, cards(user, group_id)
    marks = group_marks(user, group_id)
    return Desk(
        monday, marks.norms, waiting(user, group_id), waiting(user, group_id, monday), tuple(found),
        tuple(silent_parents(found, user.today, marks.norms)), tuple(birthdays(found, monday)),
        tuple(marks.at_risk()), sum(one.waits for one in asked(user, group_id)))


def silent_parents(found: Sequence[Card], today: dt.date, norms: Norms) -> list[tuple[Card, Parent]]:
    """Parents to whom nothing has been written for the norm's days."""
    return [(card, parent) for card in found for parent in card.parents
            if is_silent(parent.word.on if parent.word else None, today, norms)]


def birthdays(found: Sequence[Card], monday: dt.date) -> list[Birthday]:
    """Birthdays of the week by day."""
    days = [Birthday(card.id, card.name, day, age(card.birth_date, day)) for card in found
            if card.birth_date and (day := birthday_in(card.birth_date, monday, WEEK)) is not None]
    return sorted(days, key=lambda one: one.on)
