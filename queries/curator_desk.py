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
from rules.letters import is_silent, waits_too_long
from rules.norms import Norms

STEP = dt.timedelta(days=1)


@dataclass(frozen=True)
class Birthday:
    student_id: int
    name: str
    on: dt.date
    age: int


@dataclass(frozen=True)
class Asks:
    """What a group asks its curator to do.

    waiting: all absences to decide, lately: of this week; silent: parents without a word for the norm's days, with
    their children; requests: how many wait for the clerk.
    """

    group_id: int
    group: str
    norms: Norms
    today: dt.date
    waiting: Waiting
    lately: Waiting
    cards: tuple[Card, ...]
    silent: tuple[tuple[Card, Parent], ...]
    requests: int

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

    @property
    def is_late(self) -> bool:
        """Some absence waits longer than the norm's days."""
        return waits_too_long(self.waiting.oldest, self.today, self.norms)


@dataclass(frozen=True)
class Desk:
    week: dt.date
    asks: Asks
    birthdays: tuple[Birthday, ...]
    risk: tuple[Line, ...]

    @property
    def week_ends(self) -> dt.date:
        return self.week + 6 * STEP


def desk(user: Identity, group: tuple[int, str]) -> Desk:
    """The whole of it; the same statements whatever the size of the group."""
    marks, monday = group_marks(user, group[0]), _monday(user)
    found = asks(user, group, marks.norms)
    return Desk(monday, found, tuple(birthdays(found.cards, monday)), tuple(marks.at_risk()))


def asks(user: Identity, group: tuple[int, str], norms: Norms) -> Asks:
    """What is to be done in one of the own groups, given by id and name."""
    group_id, name = group
    found = tuple(cards(user, group_id))
    return Asks(group_id, name, norms, user.today, *waiting(user, group_id, _monday(user)), found,
                tuple(silent_parents(found, user.today, norms)), sum(one.waits for one in asked(user, group_id)))


def _monday(user: Identity) -> dt.date:
    return user.today - user.today.weekday() * STEP


def silent_parents(found: Sequence[Card], today: dt.date, norms: Norms) -> list[tuple[Card, Parent]]:
    """Parents to whom nothing has been written for the norm's days."""
    return [(card, parent) for card in found for parent in card.parents
            if is_silent(parent.word.on if parent.word else None, today, norms)]


def birthdays(found: Sequence[Card], monday: dt.date) -> list[Birthday]:
    """Birthdays of the week by day."""
    days = [Birthday(card.id, card.name, day, age(card.birth_date, day)) for card in found
            if card.birth_date and (day := birthday_in(card.birth_date, monday, WEEK)) is not None]
    return sorted(days, key=lambda one: one.on)
