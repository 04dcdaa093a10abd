"""What a curator writes into cards directly: empty contacts, parents not named yet; the rest by request (п. 5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows, writable_on
from access.grants import CREATE, UPDATE
from access.identity import Identity
from actions import change_requests, turns
from actions.refusals import NotYours, Refused
from models import ChangeRequest, Guardian, Guardianship, Student, db
from models.base import Base
from rules.appointments import check_relation
from rules.cards import TITLES, read_value
from rules.contacts import check_name, normalise_name, normalise_phone
from rules.names import full_name, search_key
from rules.terms import Relation, Role
from rules.violation import Violation

FIELDS: dict[type[Student | Guardian], tuple[str, ...]] = {
    Student: ("birth_date", "phone", "email", "address"), Guardian: ("phone", "email", "address")}
FILLED = "Это поле уже заполнено. Сообщите об изменении: внесёт технический специалист"


@dataclass(frozen=True)
class NewParent:
    """A parent as the curator types it."""

    last_name: str
    first_name: str
    patronymic: str
    relation: str
    phone: str


def fill(user: Identity, card: Student | Guardian, typed: Mapping[str, str]) -> list[str]:
    """Write what is typed into the card's empty fields; their titles. Raises ``Refused`` with every refused field."""
    given = {name: text for name in FIELDS[type(card)] if (text := typed.get(name, "").strip())}
    if not given:
        raise Refused([Violation("5.3", "Заполните хотя бы одно поле", "")])
    allowed = writable_on(user.acting_as(Role.CURATOR), UPDATE, card)
    refused = []
    for name, text in given.items():
        try:
            if getattr(card, name) or (allowed is not None and name not in allowed):
                raise Violation("5.3", FILLED)
            setattr(card, name, read_value(name, text, user.today))
        except Violation as violation:
            refused.append(Violation(violation.point, violation.message, name))
    if refused:
        raise Refused(refused)
    db.session.flush()  # so that a card changed by another at this moment refuses here
    return [TITLES[name] for name in given]


def add_parent(user: Identity, student: Student, typed: NewParent) -> Guardian:
    """Name a parent of a student of the own group; the parent of a brother or sister in it is the same person."""
    turns.take(Guardianship)  # as the back office does
    db.session.expire(student, ["guardianships"])  # the same parent may have been named meanwhile
    found = _violations(student, typed)
    if found:
        raise Refused(found)
    first, phone = not any(tie.is_primary for tie in student.guardianships), normalise_phone(typed.phone)
    names = [normalise_name(part) for part in (typed.last_name, typed.first_name, typed.patronymic)]
    guardian = _known(user, names, phone)
    if guardian is None:
        guardian = Guardian(last_name=names[0], first_name=names[1], patronymic=names[2] or None, phone=phone)
    tie = Guardianship(student=student, guardian=guardian, relation=Relation(typed.relation),
                       is_primary=first)
    db.session.add(tie)
    db.session.flush()  # so that the rights below see the rows
    for row in (guardian, tie):
        _require(user, row)
    return guardian


def ask(user: Identity, student: Student, guardian: Guardian | None, field: str, new_value: str,
        comment: str) -> ChangeRequest:
    """«Сообщить об изменении»: to the clerk, with what stands in the card now."""
    turns.take(ChangeRequest)  # as the back office does: of two presses the second finds that the first waits
    db.session.refresh(guardian or student)  # an earlier word may have been applied meanwhile
    request = change_requests.ask(user, ChangeRequest(
        student=student, guardian=guardian, field=field, new_value=new_value, comment=comment.strip()[:500] or None))
    db.session.flush()  # so that the rights below see the row
    _require(user, request)
    return request


def _violations(student: Student, typed: NewParent) -> list[Violation]:
    found = [check_name(typed.last_name, "last_name"), check_name(typed.first_name, "first_name"),
             check_name(typed.patronymic, "patronymic", required=False)]
    if typed.relation not in set(Relation):
        found.append(Violation("9.7", "Укажите, кем приходится студенту", "relation"))
    else:
        found.append(check_relation(full_name(typed.last_name, typed.first_name, typed.patronymic),
                                    typed.patronymic or None, Relation(typed.relation)))
    try:
        normalise_phone(typed.phone)
    except Violation as violation:
        found.append(violation)
    key = search_key(typed.last_name, typed.first_name, typed.patronymic)
    if any(one.guardian.search_key == key for one in student.guardianships):
        found.append(Violation("9.7", "Этот родитель у студента уже записан", "last_name"))
    return [violation for violation in found if violation is not None]


def _known(user: Identity, names: list[str], phone: str) -> Guardian | None:
    """The same person among those who are parents in the own group only: one full name with one phone."""
    mine = user.acting_as(Role.CURATOR)
    ties = sa.select(Guardianship.guardian_id).where(rows(mine, CREATE, Guardianship))
    return db.session.scalar(sa.select(Guardian).where(
        Guardian.search_key == search_key(*names), Guardian.phone == phone, Guardian.id.in_(ties))
        .order_by(Guardian.id).limit(1))


def _require(user: Identity, row: Base) -> None:
    model, mine = type(row), user.acting_as(Role.CURATOR)
    if db.session.scalar(sa.select(model.id).where(model.id == row.id, rows(mine, CREATE, model))) is None:
        raise NotYours
