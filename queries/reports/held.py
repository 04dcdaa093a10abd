"""Hours of lessons held for each student while in the group and the subgroup (п. 5.4, 6.7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Group, Journal, Lesson, Membership, Subgroup, SubgroupMembership, db
from rules.attendance import HoursHeld, common
from rules.spans import Days

Place = tuple[int, int]  # group, student


def held_hours(user: Identity, days: Days, group_id: int | None = None) -> dict[Place, int]:
    """By group and student, everybody who was in a group on a day of the span; three questions for any college."""
    lessons = _lessons(user, days, group_id)
    parts = _parts(days, group_id)
    found: dict[Place, int] = defaultdict(int)
    for group, student, stay in _stays(user, days, group_id):
        found[group, student] += sum(hours.during(span) for hours, span in _spans(
            lessons.get(group, {}), parts.get(student, []), stay))
    return found


def _spans(lessons: dict[int | None, HoursHeld], parts: list[tuple[int, Days]], stay: Days,
           ) -> Iterator[tuple[HoursHeld, Days]]:
    """The whole group's lessons while in the group, a subgroup's while in both."""
    if None in lessons:
        yield lessons[None], stay
    for subgroup, span in parts:
        both = common(span, stay)
        if subgroup in lessons and both is not None:
            yield lessons[subgroup], both


def _lessons(user: Identity, days: Days, group_id: int | None) -> dict[int, dict[int | None, HoursHeld]]:
    query = (sa.select(Journal.group_id, Journal.subgroup_id, Lesson.date, sa.func.sum(Lesson.hours))
             .join(Journal, Journal.id == Lesson.journal_id)
             .where(Lesson.date.between(days.starts, days.ends), rows(user, READ, Lesson))
             .group_by(Journal.group_id, Journal.subgroup_id, Lesson.date))
    found: dict[int, dict[int | None, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for group, subgroup, day, hours in db.session.execute(_of(query, Journal.group_id, group_id)):
        found[group][subgroup].append((day, hours))
    return {group: {part: HoursHeld(held) for part, held in parts.items()} for group, parts in found.items()}


def _stays(user: Identity, days: Days, group_id: int | None) -> Iterator[tuple[int, int, Days]]:
    query = sa.select(Membership.group_id, Membership.student_id, Membership.starts, Membership.ends).where(
        Membership.starts <= days.ends, sa.or_(Membership.ends.is_(None), Membership.ends >= days.starts),
        Membership.group_id.in_(sa.select(Group.id).where(rows(user, READ, Group))))
    for group, student, starts, ends in db.session.execute(_of(query, Membership.group_id, group_id)):
        stay = common(Days(starts, ends), days)
        if stay is not None:
            yield group, student, stay


def _parts(days: Days, group_id: int | None) -> dict[int, list[tuple[int, Days]]]:
    part = SubgroupMembership
    query = sa.select(part.student_id, part.subgroup_id, part.starts, part.ends).join(part.subgroup).where(
        part.starts <= days.ends, sa.or_(part.ends.is_(None), part.ends >= days.starts))
    found: dict[int, list[tuple[int, Days]]] = defaultdict(list)
    for student, subgroup, starts, ends in db.session.execute(_of(query, Subgroup.group_id, group_id)):
        found[student].append((subgroup, Days(starts, ends)))
    return found


def _of(query: sa.Select[*tuple[Any, ...]], column: Any, group_id: int | None) -> sa.Select[*tuple[Any, ...]]:
    return query if group_id is None else query.where(column == group_id)
