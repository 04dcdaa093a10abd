"""Students of a curated group with their parents: contacts, what is missing, the last word (п. 5.3, 9.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from access.identity import Identity
from access.scopes import covers, my_groups
from models import Guardian, Guardianship, Membership, Student, User, db
from queries.credentials import students_of
from queries.parent_words import Word, last_words
from rules.completeness import GUARDIAN, STUDENT, Completeness, completeness
from rules.terms import Relation


@dataclass(frozen=True)
class Parent:
    """word: the curator's last one to this parent about this student; enters: has signed in at least once.

    called: the first name and the patronymic, as letters address.
    """

    id: int
    name: str
    relation: Relation
    phone: str | None
    email: str | None
    address: str | None
    user_id: int | None
    blocked: bool
    enters: bool
    word: Word | None
    called: tuple[str, str | None]

    @property
    def relation_title(self) -> str:
        return self.relation.title


@dataclass(frozen=True)
class Card:
    """A student of the group; ``full`` says what the card lacks."""

    id: int
    name: str
    short: str
    birth_date: dt.date | None
    phone: str | None
    email: str | None
    address: str | None
    enters: bool
    parents: tuple[Parent, ...]
    full: Completeness


def cards(user: Identity, group_id: int) -> list[Card]:
    """The group's students by name; three statements whatever the size of the group."""
    students = list(db.session.scalars(students_of(user, group_id).options(joinedload(Student.user))))
    return _cards(user, students)


def card(user: Identity, student: Student) -> Card:
    """One student of an own group."""
    return _cards(user, [student])[0]


def own_student(user: Identity, student_id: int) -> Student | None:
    """A student now in a group the user curates; another's is not there."""
    return db.session.scalar(students_of(user).where(Student.id == student_id).options(joinedload(Student.user)))


def group_of(user: Identity, student: Student) -> int | None:
    """The curated group in which the student is now."""
    return db.session.scalar(sa.select(Membership.group_id).where(
        Membership.student_id == student.id, Membership.group_id.in_(my_groups(user)),
        covers(Membership.starts, Membership.ends, user.today)).limit(1))


def own_parent(user: Identity, student: Student, guardian_id: int) -> Guardian | None:
    """A parent of the student today."""
    return db.session.scalar(sa.select(Guardian).join(Guardianship, Guardianship.guardian_id == Guardian.id).where(
        Guardianship.student_id == student.id, Guardian.id == guardian_id,
        covers(Guardianship.starts, Guardianship.ends, user.today)))


def _cards(user: Identity, students: list[Student]) -> list[Card]:
    chosen = [student.id for student in students]
    words = last_words(user, sa.select(Student.id).where(Student.id.in_(chosen)))
    parents: dict[int, list[Parent]] = {}
    for tie in _ties(user, chosen):
        parents.setdefault(tie.student_id, []).append(_parent(tie, words.get((tie.guardian_id, tie.student_id))))
    return [_card(student, tuple(parents.get(student.id, ()))) for student in students]


def _ties(user: Identity, students: list[int]) -> Iterable[Guardianship]:
    return db.session.scalars(
        sa.select(Guardianship).join(Guardianship.guardian)
        .where(Guardianship.student_id.in_(students), covers(Guardianship.starts, Guardianship.ends, user.today))
        .options(contains_eager(Guardianship.guardian).joinedload(Guardian.user))
        .order_by(Guardianship.is_primary.desc(), Guardian.sort_key, Guardian.id))


def _card(student: Student, parents: tuple[Parent, ...]) -> Card:
    lacking = completeness({name: getattr(student, name) for name in STUDENT}, [
        (parent.name, {name: getattr(parent, name) for name in GUARDIAN}) for parent in parents])
    return Card(student.id, student.full_name, student.short_name, student.birth_date, student.phone, student.email,
                student.address, _enters(student.user), parents, lacking)


def _parent(tie: Guardianship, word: Word | None) -> Parent:
    guardian, account = tie.guardian, tie.guardian.user
    return Parent(guardian.id, guardian.full_name, Relation(tie.relation), guardian.phone, guardian.email,
                  guardian.address, guardian.user_id, account is not None and account.blocked_at is not None,
                  _enters(guardian.user), word, (guardian.first_name, guardian.patronymic))


def _enters(account: User | None) -> bool:
    return account is not None and account.blocked_at is None and account.last_sign_in_at is not None
