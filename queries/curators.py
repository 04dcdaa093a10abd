"""How each curator keeps the parents told: credentials, who signs in, the last word, absences undecided (Пр. 11)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.paths import Ids
from access.scopes import covers
from models import (
    Curatorship,
    Group,
    Guardian,
    Guardianship,
    Journal,
    Membership,
    Student,
    User,
    db,
)
from queries.curator_absences import Waiting, waiting_by
from queries.parent_words import Tie, last_words
from rules.letters import is_silent, waits_too_long
from rules.names import short_name
from rules.norms import Norms


@dataclass(frozen=True)
class CuratorFacts:
    """A curated group; curator_id is None while nobody is assigned.

    issued: how many of the people (students and parents) have an account; entering: parents who have signed in;
    ties: parents by student, silent: of them without a word for the norm's days; last: the newest word to anybody;
    waiting: absences undecided, late: longer than the norm's days.
    """

    group_id: int
    group: str
    curator_id: int | None
    curator: str
    students: int
    parents: int
    issued: int
    entering: int
    ties: int
    silent: int
    last: dt.date | None
    waiting: Waiting
    late: bool

    @property
    def told(self) -> int:
        """Parents by student to whom the curator has written within the norm's days."""
        return self.ties - self.silent

    @property
    def people(self) -> int:
        return self.students + self.parents


@dataclass(frozen=True)
class _Person:
    """A parent of a student of a group, with the account's state."""

    group_id: int
    tie: Tie
    issued: bool
    enters: bool


def curator_facts(user: Identity, norms: Norms) -> list[CuratorFacts]:
    """Every open group the user reads, by name; the same statements whatever the number of groups."""
    groups = list(db.session.execute(_groups(user)))
    pupils = {row.group_id: row for row in db.session.execute(_students(user))}
    parents: dict[int, list[_Person]] = defaultdict(list)
    for row in db.session.execute(_parents(user)):
        parents[row.group_id].append(_Person(row.group_id, (row.guardian_id, row.student_id), row.user_id is not None,
                                             row.last_sign_in_at is not None))
    words = {tie: word.on for tie, word in last_words(user, _current(user)).items()}
    waiting = waiting_by(user, Journal.group_id)
    return [_facts(row, pupils.get(row.id), parents[row.id], words, waiting.get(row.id, Waiting(0, None)),
                   user.today, norms) for row in groups]


def by_curator(found: Iterable[CuratorFacts]) -> list[tuple[str, list[CuratorFacts]]]:
    """The groups of each curator, by the curator's name; groups without one come last."""
    kept: dict[str, list[CuratorFacts]] = defaultdict(list)
    for one in found:
        kept[one.curator].append(one)
    return sorted(kept.items(), key=lambda item: (not item[0], item[0]))


def _facts(row: Any, pupils: Any, parents: list[_Person], words: dict[Tie, dt.date], waiting: Waiting, today: dt.date,
           norms: Norms) -> CuratorFacts:
    said = [words.get(parent.tie) for parent in parents]
    once = {parent.tie[0]: parent for parent in parents}  # a parent of two students of the group is one person
    curator = short_name(row.last_name, row.first_name, row.patronymic) if row.user_id else ""
    return CuratorFacts(
        row.id, row.name, row.user_id, curator, pupils.students if pupils else 0, len(once),
        sum(one.issued for one in once.values()) + (pupils.issued if pupils else 0),
        sum(one.enters for one in once.values()), len(said), sum(is_silent(day, today, norms) for day in said),
        max((day for day in said if day is not None), default=None), waiting,
        waits_too_long(waiting.oldest, today, norms))


def _groups(user: Identity) -> sa.Select[*tuple[Any, ...]]:
    now = sa.and_(Curatorship.group_id == Group.id, covers(Curatorship.starts, Curatorship.ends, user.today))
    return (sa.select(Group.id, Group.name, Curatorship.user_id, User.last_name, User.first_name, User.patronymic)
            .outerjoin(Curatorship, now).outerjoin(User, User.id == Curatorship.user_id)
            .where(rows(user, READ, Group), sa.or_(Group.closed_on.is_(None), Group.closed_on > user.today))
            .order_by(Group.name, Group.id))


def _current(user: Identity) -> Ids:
    return sa.select(Membership.student_id).where(
        covers(Membership.starts, Membership.ends, user.today), rows(user, READ, Membership))


def _students(user: Identity) -> sa.Select[*tuple[Any, ...]]:
    return (sa.select(Membership.group_id, sa.func.count(Student.id).label("students"),
                      sa.func.count(Student.user_id).label("issued"))
            .join(Student, Student.id == Membership.student_id)
            .where(covers(Membership.starts, Membership.ends, user.today), rows(user, READ, Membership))
            .group_by(Membership.group_id))


def _parents(user: Identity) -> sa.Select[*tuple[Any, ...]]:
    return (sa.select(Membership.group_id, Guardianship.guardian_id, Guardianship.student_id, Guardian.user_id,
                      User.last_sign_in_at)
            .join(Guardianship, Guardianship.student_id == Membership.student_id)
            .join(Guardian, Guardian.id == Guardianship.guardian_id).outerjoin(User, User.id == Guardian.user_id)
            .where(covers(Membership.starts, Membership.ends, user.today), rows(user, READ, Membership),
                   covers(Guardianship.starts, Guardianship.ends, user.today), rows(user, READ, Guardianship)))
