"""Subgroups: who studies in which, and the teacher's word that the split is right (п. 5.4)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from access.identity import Identity
from models import Membership, Student, Subgroup, SubgroupMembership, db
from rules.spans import Days
from rules.subgroups import check_place
from rules.violation import Violation

DAY = dt.timedelta(days=1)


def confirm(user: Identity, subgroup: Subgroup) -> None:
    """The teacher agrees with the composition of the subgroup."""
    if db.session.scalar(sa.select(SubgroupMembership.id).where(
            SubgroupMembership.subgroup_id == subgroup.id).limit(1)) is None:
        raise Violation("5.4", f"{subgroup}: студентов ещё нет, подтверждать нечего")
    subgroup.confirmed_by_id, subgroup.confirmed_at = user.account, user.now


def reopen(subgroup: Subgroup) -> None:
    """The composition has changed: the teacher looks again."""
    subgroup.confirmed_by = subgroup.confirmed_at = None


def move(student: Student, subgroup: Subgroup, starts: dt.date) -> SubgroupMembership:
    """Into the subgroup from a day on, out of the other subgroup of the same split the day before; flushes."""
    for place in _others(student, subgroup):
        days = Days(place.starts, place.ends)
        if place.subgroup_id == subgroup.id and days.holds(starts):
            raise Violation("5.4", f"{student} уже в этой подгруппе {days}", "subgroup")
        if days.holds(starts) and place.starts < starts:
            place.ends = starts - DAY
            reopen(place.subgroup)
        elif place.starts >= starts:
            reopen(place.subgroup)
            db.session.delete(place)
    db.session.flush()  # so that the new time does not meet the old one
    ends = _last_day(student, subgroup, starts)
    found = violations(student, subgroup, Days(starts, ends))
    if found:
        raise found[0]
    made = SubgroupMembership(student=student, subgroup=subgroup, starts=starts, ends=ends)
    db.session.add(made)
    reopen(subgroup)
    db.session.flush()  # so that an overlap refuses here
    return made


def violations(student: Student, subgroup: Subgroup, days: Days, besides: int | None = None) -> list[Violation]:
    """What forbids the time in the subgroup; ``besides`` is the row that is being changed."""
    with db.session.no_autoflush:
        stays = [Days(stay.starts, stay.ends) for stay in db.session.scalars(sa.select(Membership).where(
            Membership.student_id == student.id, Membership.group_id == subgroup.group_id))]
        others = [(str(place.subgroup), Days(place.starts, place.ends)) for place in _others(student, subgroup)
                  if place.id != besides and place.id is not None]
    return check_place(days, stays, others)


def _others(student: Student, subgroup: Subgroup) -> list[SubgroupMembership]:
    """The student's time in all subgroups of the split."""
    return list(db.session.scalars(sa.select(SubgroupMembership).join(SubgroupMembership.subgroup).where(
        SubgroupMembership.student_id == student.id, Subgroup.group_id == subgroup.group_id,
        Subgroup.split == subgroup.split)))


def _last_day(student: Student, subgroup: Subgroup, starts: dt.date) -> dt.date | None:
    """The end of the student's present time in the group, when it is known."""
    return db.session.scalar(sa.select(Membership.ends).where(
        Membership.student_id == student.id, Membership.group_id == subgroup.group_id, Membership.starts <= starts,
        sa.or_(Membership.ends.is_(None), Membership.ends >= starts)).limit(1))
