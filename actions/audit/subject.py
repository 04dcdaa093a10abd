"""What a changed row is about: its journal, group, student and academic year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models import Base, Cell, Group, Journal, Lesson, Membership, Student

PARENTS = ("lesson_id", "cell_id", "journal_id", "final_mark_id", "debt_id", "programme_id", "sheet_id",
           "inspection_id", "subgroup_id", "thread_id", "guardian_id")


@dataclass(frozen=True)
class Subject:
    year: int | None = None
    journal_id: int | None = None
    group_id: int | None = None
    student_id: int | None = None


def subject_of(session: Session, obj: Base) -> Subject:
    """The subject of ``obj``, looked up through its parents (mostly already in the session)."""
    student_id = obj.id if isinstance(obj, Student) else getattr(obj, "student_id", None)
    journal_id = obj.id if isinstance(obj, Journal) else getattr(obj, "journal_id", None)
    group_id = obj.id if isinstance(obj, Group) else getattr(obj, "group_id", None)
    year = getattr(obj, "year", None) if isinstance(obj, (Lesson, Cell)) else None
    parent = None if journal_id else _parent(session, obj)
    if parent is not None:
        above = subject_of(session, parent)
        journal_id, group_id = above.journal_id, group_id or above.group_id
        student_id, year = student_id or above.student_id, year or above.year
    if journal_id and not group_id:
        journal = session.get(Journal, journal_id)
        group_id = journal.group_id if journal else None
    if student_id and not group_id:
        group_id = session.scalar(sa.select(Membership.group_id).where(Membership.student_id == student_id)
                                  .order_by(Membership.starts.desc()).limit(1))
    return Subject(year, journal_id, group_id, student_id)


def _parent(session: Session, obj: Base) -> Base | None:
    for name in PARENTS:
        value = getattr(obj, name, None)
        if value is None:
            continue
        relationship: Any = sa.inspect(type(obj)).relationships.get(name.removesuffix("_id"))
        if relationship is not None:
            found: Base | None = session.get(relationship.mapper.class_, value)
            return found
    return None
