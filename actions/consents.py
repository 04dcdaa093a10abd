"""Consents that a student or a parent gives and revokes on the page «Мои данные» (152-ФЗ, п. 9.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions import turns
from actions.refusals import NotYours
from models import Consent, Guardian, Guardianship, Student, db
from queries.consents import without
from rules.terms import ConsentKind
from rules.violation import Violation

BASIS = "дано в электронном журнале"


def give(user: Identity, student_id: int, kind: ConsentKind) -> Consent:
    """Give a consent about oneself or one's child; raises ``NotYours``, Violation."""
    turns.take(Consent)  # as the back office does: of two presses the second finds the first
    guardian = _guardian_of(user, student_id)
    if guardian is None and db.session.scalar(sa.select(Student.id).where(
            Student.id == student_id, Student.user_id == user.account)) is None:
        raise NotYours
    if _living(student_id, kind, guardian):
        raise Violation("9.2", "Это согласие уже дано")
    consent = Consent(student_id=student_id, guardian_id=guardian, kind=kind, given_on=user.today, basis=BASIS)
    db.session.add(consent)
    db.session.flush()  # so that the rights below see the row
    if db.session.scalar(sa.select(Consent.id).where(
            Consent.id == consent.id, rows(user, Action.CREATE, Consent))) is None:
        raise NotYours
    return consent


def give_for_all(user: Identity, kind: ConsentKind) -> None:
    """The same for oneself and each child of whom it is not given yet."""
    turns.take(Consent)
    for student_id in without(user, kind):
        give(user, student_id, kind)


def revoke(user: Identity, consent: Consent) -> None:
    """Take a consent back from today on; what was lawful before stays so."""
    turns.take(Consent)
    db.session.refresh(consent)  # it may have been taken back meanwhile
    if consent.revoked_on is not None:
        raise Violation("9.2", f"Согласие уже отозвано {consent.revoked_on:%d.%m.%Y}")
    withdraw(consent, user.today)


def withdraw(consent: Consent, day: dt.date) -> None:
    """From that day on none of the giver's is in force, were it recorded twice: the giver has taken back the word."""
    for one in (consent, *_living(consent.student_id, ConsentKind(consent.kind), consent.guardian_id)):
        one.revoked_on = max(day, one.given_on)


def _guardian_of(user: Identity, student_id: int) -> int | None:
    return db.session.scalar(sa.select(Guardian.id).join(Guardianship, Guardianship.guardian_id == Guardian.id).where(
        Guardian.user_id == user.account, Guardianship.student_id == student_id).limit(1))


def _living(student_id: int, kind: ConsentKind, guardian_id: int | None) -> Sequence[Consent]:
    giver = Consent.guardian_id.is_(None) if guardian_id is None else Consent.guardian_id == guardian_id
    return db.session.scalars(sa.select(Consent).where(
        Consent.student_id == student_id, Consent.kind == kind, giver, Consent.revoked_on.is_(None))).all()
