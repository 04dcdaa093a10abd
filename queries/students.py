"""Students as lists show them: the group of today, the state by the last order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from access.identity import Identity
from models import Group, Membership, Movement, Student, db
from rules.terms import MovementKind

STUDIES = "обучается"
WORDS = {MovementKind.LEAVE: "академический отпуск", MovementKind.EXPULSION: "отчислен(а)",
         MovementKind.GRADUATION: "выпуск"}


def current_groups(ids: Sequence[int], today: dt.date) -> dict[int, str]:
    """By student: the name of the group of ``today``."""
    found = db.session.execute(sa.select(Membership.student_id, Group.name).join(Membership.group).where(
        Membership.student_id.in_(ids), _lasts(today)))
    return {row.student_id: row.name for row in found}


def states(ids: Sequence[int]) -> dict[int, str]:
    """By student: what the last order says."""
    found = db.session.execute(sa.select(Movement.student_id, Movement.kind, Movement.effective_on).where(
        Movement.student_id.in_(ids)).order_by(Movement.effective_on, Movement.id))
    return {student_id: f"{WORDS[kind]} с {day:%d.%m.%Y}" if kind in WORDS else STUDIES
            for student_id, kind, day in found}


def studying_in(user: Identity, group_id: int) -> sa.ColumnElement[bool]:
    """Students of the group today."""
    return Student.id.in_(sa.select(Membership.student_id).where(
        Membership.group_id == group_id, _lasts(user.today)))


def _lasts(today: dt.date) -> sa.ColumnElement[bool]:
    return sa.and_(Membership.starts <= today, sa.or_(Membership.ends.is_(None), Membership.ends >= today))
