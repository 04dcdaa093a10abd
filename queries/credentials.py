"""The desk that issues passwords: who has access and who does not (п. 5.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.identity import Identity
from access.kept import kept, rows_of
from access.scopes import accounts_with, my_groups
from models import Activation, Group, Guardian, Guardianship, Membership, Student, User, db
from rules.credentials import access_state
from rules.terms import STAFF_ROLES, AccessState, Relation


@dataclass(frozen=True)
class Holder:
    """Somebody who has or is to have access; key: «student:5», «guardian:7», «user:3»."""

    key: str
    name: str
    relation: str
    login: str | None
    state: AccessState
    until: dt.datetime | None
    last_sign_in: dt.datetime | None
    by_code: bool = False

    @property
    def waits(self) -> bool:
        """Whether a password is to be issued: none yet, or the one issued has expired."""
        return self.state in (AccessState.NONE, AccessState.EXPIRED)


def desk_groups(user: Identity) -> list[tuple[int, str]]:
    """Groups that the user curates today."""
    return [(row.id, row.name) for row in rows_of(_groups(user))]


@kept
def _groups(user: Identity) -> sa.SelectBase:
    return sa.select(Group.id, Group.name).where(Group.id.in_(my_groups(user))).order_by(Group.name)


def group_holders(user: Identity, group_id: int, wall_now: dt.datetime) -> list[Holder]:
    """Students of an own group, each followed by the parents."""
    students = list(db.session.scalars(students_of(user, group_id).options(joinedload(Student.user))))
    parents = _parents([student.id for student in students])
    by_code = _activated({tie.guardian_id for ties in parents.values() for tie in ties})
    found = []
    for student in students:
        found.append(_holder("student", student, "студент", user, wall_now))
        found += [replace(_holder("guardian", tie.guardian, f"{Relation(tie.relation).title}, {student.short_name}",
                                  user, wall_now), by_code=tie.guardian_id in by_code)
                  for tie in parents.get(student.id, ())]
    return found


def students_of(user: Identity, group_id: int | sa.BindParameter[int] | None = None) -> sa.Select[Student]:
    """Students now in the groups the user curates (or in one of them)."""
    mine = sa.select(Membership.student_id).where(
        Membership.group_id.in_(my_groups(user)), Membership.starts <= user.today,
        sa.or_(Membership.ends.is_(None), Membership.ends >= user.today))
    if group_id is not None:
        mine = mine.where(Membership.group_id == group_id)
    return sa.select(Student).where(Student.id.in_(mine)).order_by(Student.sort_key, Student.id)


def staff_holders(user: Identity, wall_now: dt.datetime) -> list[Holder]:
    """The college's staff."""
    staff = db.session.scalars(sa.select(User).where(User.id.in_(accounts_with(*STAFF_ROLES)))
                               .options(joinedload(User.roles)).order_by(User.sort_key, User.id)).unique()
    return [_account(f"user:{row.id}", row, _position(row), row, user, wall_now) for row in staff]


def _parents(student_ids: list[int]) -> dict[int, list[Guardianship]]:
    found: dict[int, list[Guardianship]] = {}
    ties = db.session.scalars(
        sa.select(Guardianship).where(Guardianship.student_id.in_(student_ids)).join(Guardianship.guardian)
        .options(joinedload(Guardianship.guardian).joinedload(Guardian.user))
        .order_by(Guardianship.is_primary.desc(), Guardian.sort_key))
    for tie in ties:
        found.setdefault(tie.student_id, []).append(tie)
    return found


def _activated(guardians: set[int]) -> set[int]:
    """Parents who have opened their access by a code from an SMS."""
    return set(db.session.scalars(sa.select(Activation.guardian_id).where(
        Activation.guardian_id.in_(guardians), Activation.used_at.is_not(None))))


def _position(account: User) -> str:
    return account.position or ", ".join(role.title for role in sorted(account.role_set))


def _holder(kind: str, person: Student | Guardian, relation: str, user: Identity, wall_now: dt.datetime) -> Holder:
    return _account(f"{kind}:{person.id}", person, relation, person.user, user, wall_now)


def _account(key: str, person: Student | Guardian | User, relation: str, account: User | None, user: Identity,
             wall_now: dt.datetime) -> Holder:
    if account is None:
        return Holder(key, person.full_name, relation, None, AccessState.NONE, None, None)
    state = access_state(account.blocked_at is not None, account.must_change_password, account.password_expires_at,
                         account.last_sign_in_at, wall_now)
    until, seen = (moment.astimezone(user.now.tzinfo) if moment else None
                   for moment in (account.password_expires_at, account.last_sign_in_at))
    return Holder(key, person.full_name, relation, account.login, state, until, seen)


def waiting(holders: Iterable[Holder]) -> int:
    return sum(holder.waits for holder in holders)


def entered(holders: Iterable[Holder]) -> int:
    """How many have an own password: the desk's progress with a new group."""
    return sum(holder.state is AccessState.ACTIVE for holder in holders)
