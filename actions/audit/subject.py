"""What a changed row is about: its journal, group, student and academic year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models import Base, Cell, Group, Journal, Lesson, Membership, Student

PARENTS = ("lesson_id", "cell_id", "journal_id", "final_mark_id", "debt_id", "programme_id", "sheet_id",
           "inspection_id", "subgroup_id", "thread_id", "guardian_id")
AT_ONCE = 500


@dataclass(frozen=True)
class Subject:
    year: int | None = None
    journal_id: int | None = None
    group_id: int | None = None
    student_id: int | None = None

    @property
    def chain(self) -> str:
        return f"journal:{self.journal_id}" if self.journal_id else "common"


class Groups:
    """Last groups of students; of all the rows' students at the first question."""

    def __init__(self, session: Session, objects: Iterable[Base] = ()) -> None:
        self.session, self.objects = session, list(objects)
        self.found: dict[int, int | None] = {}

    def of(self, student_id: int) -> int | None:
        if student_id not in self.found:
            self._load({student_id, *(id for obj in self.objects if (id := _student_id(obj)))})
        return self.found[student_id]

    def _load(self, students: set[int]) -> None:
        ids = sorted(students)
        self.found = dict.fromkeys(ids)
        for start in range(0, len(ids), AT_ONCE):
            for student_id, group_id in self.session.execute(
                    sa.select(Membership.student_id, Membership.group_id).order_by(Membership.starts)
                    .where(Membership.student_id.in_(ids[start:start + AT_ONCE]))):
                self.found[student_id] = group_id


def _student_id(obj: Base) -> int | None:
    return obj.id if isinstance(obj, Student) else getattr(obj, "student_id", None)


def subject_of(session: Session, obj: Base, groups: Groups | None = None) -> Subject:
    """The subject of ``obj``, looked up through its parents (mostly already in the session)."""
    student_id = _student_id(obj)
    journal_id = obj.id if isinstance(obj, Journal) else getattr(obj, "journal_id", None)
    group_id = obj.id if isinstance(obj, Group) else getattr(obj, "group_id", None)
    year = getattr(obj, "year", None) if isinstance(obj, (Lesson, Cell)) else None
    parent = None if journal_id else _parent(session, obj)
    if parent is not None:
        above = subject_of(session, parent, groups)
        journal_id, group_id = above.journal_id, group_id or above.group_id
        student_id, year = student_id or above.student_id, year or above.year
    if journal_id and not group_id:
        journal = session.get(Journal, journal_id)
        group_id = journal.group_id if journal else None
    if student_id and not group_id:
        group_id = (groups or Groups(session)).of(student_id)
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
