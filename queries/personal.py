"""«Мои данные»: what is kept about the user and the children, consents, who opened the card (п. 9.2, 152-ФЗ)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import Consent, Guardian, Student, User, ViewRecord, db, label_of
from queries.diary_family import FAMILY
from rules.contacts import show_phone
from rules.terms import ConsentKind

ACCOUNT = ("last_name", "first_name", "patronymic", "login", "position", "email", "phone")
GUARDIAN = ("last_name", "first_name", "patronymic", "phone", "email")
STUDENT = ("last_name", "first_name", "patronymic", "birth_date", "phone", "email", "address", "file_number")
LAST_VIEWS = 50


@dataclass(frozen=True)
class Card:
    """What is kept about one person: labels of the fields with their values, empty ones as «»."""

    title: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ConsentLine:
    id: int
    kind: ConsentKind
    given_on: dt.date
    basis: str
    revoked_on: dt.date | None
    may_revoke: bool


@dataclass(frozen=True)
class ViewLine:
    at: dt.datetime
    who: str
    position: str
    page: str


@dataclass(frozen=True)
class Person:
    """A student as the page shows him to himself or to a parent; open_kinds: consents not given yet."""

    id: int
    card: Card
    consents: tuple[ConsentLine, ...]
    open_kinds: tuple[ConsentKind, ...]
    views: tuple[ViewLine, ...]


def account_card(user: Identity) -> Card:
    row = db.session.get_one(User, user.account)
    return _card("Учётная запись", row, ACCOUNT)


def guardian_card(user: Identity) -> Card | None:
    """The parent's own card, when the account is a parent's."""
    row = db.session.scalar(sa.select(Guardian).where(Guardian.user_id == user.account))
    return _card("Карточка родителя", row, GUARDIAN) if row is not None else None


def people(user: Identity) -> list[Person]:
    """The student himself or the parent's children."""
    mine = rows(user.acting_as(*FAMILY), Action.READ, Student)
    found = list(db.session.scalars(sa.select(Student).where(mine).order_by(Student.sort_key)))
    numbers = [student.id for student in found]
    consents, views = _consents(user, numbers), _views(user, numbers)
    return [_person(student, consents.get(student.id, []), views.get(student.id, [])) for student in found]


def _person(student: Student, consents: list[ConsentLine], views: list[ViewLine]) -> Person:
    given = {line.kind for line in consents if line.may_revoke}
    return Person(student.id, _card(student.full_name, student, STUDENT), tuple(consents),
                  tuple(kind for kind in ConsentKind if kind not in given), tuple(views))


def _consents(user: Identity, student_ids: list[int]) -> dict[int, list[ConsentLine]]:
    own = user.acting_as(*FAMILY)
    revocable = sa.and_(rows(own, Action.UPDATE, Consent), Consent.revoked_on.is_(None))
    found: dict[int, list[ConsentLine]] = {}
    for row, mine in db.session.execute(
            sa.select(Consent, sa.case((revocable, 1), else_=0)).where(
                Consent.student_id.in_(student_ids), rows(own, Action.READ, Consent))
            .order_by(Consent.given_on, Consent.id)):
        found.setdefault(row.student_id, []).append(ConsentLine(
            row.id, ConsentKind(row.kind), row.given_on, row.basis, row.revoked_on, bool(mine)))
    return found


def _views(user: Identity, student_ids: list[int]) -> dict[int, list[ViewLine]]:
    found: dict[int, list[ViewLine]] = {}
    for row in db.session.scalars(
            sa.select(ViewRecord).options(joinedload(ViewRecord.user)).where(
                ViewRecord.student_id.in_(student_ids), rows(user.acting_as(*FAMILY), Action.READ, ViewRecord))
            .order_by(ViewRecord.at.desc()).limit(LAST_VIEWS)):
        found.setdefault(row.student_id, []).append(ViewLine(
            row.at.astimezone(user.now.tzinfo), row.user.short_name, row.user.position or "", row.page))
    return found


def _card(title: str, row: User | Guardian | Student, names: tuple[str, ...]) -> Card:
    return Card(title, tuple((label_of(type(row), name), _shown(name, getattr(row, name))) for name in names))


def _shown(name: str, value: object) -> str:
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    if name == "phone" and isinstance(value, str):
        return show_phone(value)
    return str(value or "")
