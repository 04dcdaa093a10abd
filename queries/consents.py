"""Who has agreed to what about whom (152-ФЗ, п. 9.2)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Consent, Guardian, Student, db
from queries.diary_family import FAMILY
from rules.terms import ConsentKind


def agreed(students: Collection[int], kind: ConsentKind) -> set[tuple[int, int]]:
    """Accounts with the students of whom they have given the consent and not taken it back."""
    if not students:
        return set()
    return {(reader, student) for reader, student in db.session.execute(_given(kind).where(
        Consent.student_id.in_(students)))}


def represented(students: sa.Select[Any], kind: ConsentKind) -> set[tuple[int, int]]:
    """Parents with the students of whom they have given the consent themselves, an account or none."""
    found = db.session.execute(sa.select(Consent.guardian_id, Consent.student_id).where(
        Consent.student_id.in_(students), Consent.kind == kind, Consent.revoked_on.is_(None)))
    return {(guardian, student) for guardian, student in found if guardian is not None}


def without(user: Identity, kind: ConsentKind) -> list[int]:
    """The student himself and the user's children of whom the user has not given the consent."""
    given = _given(kind).where(_giver() == user.account).subquery()
    own = rows(user.acting_as(*FAMILY), READ, Student)
    return list(db.session.scalars(sa.select(Student.id).where(
        own, Student.id.not_in(sa.select(given.c.student))).order_by(Student.sort_key)))


def _giver() -> sa.ColumnElement[int]:
    """The representative's account, the student's own where nobody represents."""
    return sa.case((Consent.guardian_id.is_not(None), Guardian.user_id), else_=Student.user_id)


def _given(kind: ConsentKind) -> sa.Select[*tuple[Any, ...]]:
    return (sa.select(_giver().label("reader"), Consent.student_id.label("student"))
            .join(Student, Student.id == Consent.student_id).outerjoin(Guardian, Guardian.id == Consent.guardian_id)
            .where(Consent.kind == kind, Consent.revoked_on.is_(None)))
