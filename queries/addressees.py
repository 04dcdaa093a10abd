"""To whom the user may write, with words by which people know each other."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from access.identity import Identity
from access.message_rows import addressees
from models import Group, Guardian, Guardianship, Membership, Student, User, db
from queries.searching import contains, split
from rules.terms import Role

MOST = 40
FEW = 60  # a family's circle is shown whole


@dataclass(frozen=True)
class Addressee:
    """who: «преподаватель», «мать, Осинцева А.», «студент, ИС-21»."""

    id: int
    name: str
    who: str


def find_addressees(user: Identity, words: str | None, chosen: list[int] | None = None) -> list[Addressee]:
    """People the user may write to: those chosen, those whose names fit, everybody when they are few."""
    mine = sa.and_(addressees(user), User.blocked_at.is_(None), User.id != (user.id or 0))
    fits = sa.and_(sa.true(), *(contains(User.search_key, word) for word in split(words)))
    shown = sa.or_(User.id.in_(chosen or []), fits) if split(words) or not user.is_staff else User.id.in_(chosen or [])
    found = list(db.session.scalars(
        sa.select(User).where(mine, shown).options(selectinload(User.roles))
        .order_by(sa.case((User.id.in_(chosen or []), 0), else_=1), User.sort_key)
        .limit(MOST if user.is_staff else FEW)))
    about = _families([row.id for row in found])
    return [Addressee(row.id, row.full_name, about.get(row.id) or _role(row)) for row in found]


def _role(account: User) -> str:
    return account.position or ", ".join(role.title for role in Role if role in account.role_set)


def _families(user_ids: list[int]) -> dict[int, str]:
    """Students with their groups, parents with the names of the children."""
    students = db.session.execute(
        sa.select(Student.user_id, sa.func.max(Group.name)).join(Membership, Membership.student_id == Student.id)
        .join(Group, Group.id == Membership.group_id)
        .where(Student.user_id.in_(user_ids), Membership.ends.is_(None)).group_by(Student.user_id))
    found: dict[int, str] = {number or 0: f"студент, {group}" for number, group in students}
    for number, last, first in db.session.execute(
            sa.select(Guardian.user_id, Student.last_name, Student.first_name)
            .join(Guardianship, Guardianship.guardian_id == Guardian.id)
            .join(Student, Student.id == Guardianship.student_id)
            .where(Guardian.user_id.in_(user_ids)).order_by(Student.sort_key)):
        child = f"{last} {first}"
        known = found.get(number or 0)
        found[number or 0] = f"{known}, {child}" if known else f"родитель: {child}"
    return found
