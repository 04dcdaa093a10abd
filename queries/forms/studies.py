"""What a certificate of studies says of a student (п. 4.1, 5.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Curriculum, Membership, Movement, db
from queries.forms.faces import Face, face
from rules.documents import end_of_studies
from rules.terms import MovementKind
from rules.violation import Violation

LONGEST_PURPOSE = 150


@dataclass(frozen=True)
class Order:
    number: str
    date: dt.date
    effective_on: dt.date


@dataclass(frozen=True)
class Studies:
    """enrolled: the first order of enrolment; ends: by the length of the plan; purpose: where the paper goes to."""

    face: Face
    enrolled: Order | None
    ends: dt.date | None
    purpose: str


def studies(user: Identity, asked: Mapping[str, Any]) -> Studies | None:
    """Of a student who studies today; None when the reader reads no such student, refused for one who has left."""
    text = str(asked.get("student", ""))
    found = face(user, int(text), user.today) if text.isdecimal() and text.isascii() and len(text) < 10 else None
    if found is None:
        return None
    here = sa.exists().where(Membership.student_id == found.id, Membership.starts <= user.today,
                             sa.or_(Membership.ends.is_(None), Membership.ends >= user.today))
    if not db.session.scalar(sa.select(here)):
        raise Violation("5.4", "Студент сейчас не учится: справку об обучении выдают тем, кто учится", "student")
    enrolled = db.session.scalar(sa.select(Movement).where(
        rows(user, READ, Movement), Movement.student_id == found.id, Movement.kind == MovementKind.ENROLMENT)
        .order_by(Movement.effective_on).limit(1))
    order = Order(enrolled.order_number, enrolled.order_date, enrolled.effective_on) if enrolled else None
    months = db.session.scalar(sa.select(Curriculum.duration_months).where(Curriculum.id == found.curriculum_id))
    ends = end_of_studies(order.effective_on, months) if order and months else None
    return Studies(found, order, ends, " ".join(str(asked.get("purpose", "")).split())[:LONGEST_PURPOSE])
