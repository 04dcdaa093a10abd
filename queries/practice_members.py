"""Who is in the journals of practices and when, for many journals at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from models import Journal, Membership, Semester, SubgroupMembership, db
from rules.spans import Days


@dataclass(frozen=True)
class Member:
    """A student of a journal with the spans of days inside the group (and the subgroup)."""

    student_id: int
    stays: tuple[Days, ...]

    def is_there(self, day: dt.date) -> bool:
        return any(stay.holds(day) for stay in self.stays)

    def meets(self, days: Days) -> bool:
        return any(stay.meets(days) for stay in self.stays)


def members(journal_ids: Sequence[int]) -> dict[int, list[Member]]:
    """By journal: those who study in it at some time of its semester; one query."""
    part, found = SubgroupMembership, defaultdict[int, dict[int, list[Days]]](lambda: defaultdict(list))
    query = (
        sa.select(Journal.id, Journal.subgroup_id, Membership.student_id, Membership.starts, Membership.ends,
                  part.starts, part.ends)
        .join(Semester, Semester.id == Journal.semester_id)
        .join(Membership, sa.and_(Membership.group_id == Journal.group_id, Membership.starts <= Semester.ends,
                                  sa.or_(Membership.ends.is_(None), Membership.ends >= Semester.starts)))
        .outerjoin(part, sa.and_(part.subgroup_id == Journal.subgroup_id, part.student_id == Membership.student_id))
        .where(Journal.id.in_(journal_ids), sa.or_(Journal.subgroup_id.is_(None), part.id.is_not(None))))
    for journal_id, subgroup_id, student_id, starts, ends, part_starts, part_ends in db.session.execute(query):
        if subgroup_id is not None:
            starts = max(starts, part_starts)
            ends = min((end for end in (ends, part_ends) if end is not None), default=None)
        if ends is None or starts <= ends:
            found[journal_id][student_id].append(Days(starts, ends))
    return {journal_id: [Member(student_id, tuple(stays)) for student_id, stays in students.items()]
            for journal_id, students in found.items()}
