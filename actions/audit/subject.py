"""What a changed row is about: its journal, group, student and academic year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from models import Base, Cell, Group, Journal, Lesson, Membership, Student

PARENTS = ("lesson_id", "cell_id", "journal_id", "final_mark_id", "debt_id", "programme_id", "sheet_id",
           "inspection_id", "subgroup_id", "thread_id", "guardian_id")
AT_ONCE = 500
Place = tuple[type[Base], int]  # a row: its class and id


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
    above = None if journal_id else _above(obj)
    if above is not None and (parent := session.get(*above)) is not None:
        known = subject_of(session, parent, groups)
        journal_id, group_id = known.journal_id, group_id or known.group_id
        student_id, year = student_id or known.student_id, year or known.year
    if journal_id and not group_id:
        journal = session.get(Journal, journal_id)
        group_id = journal.group_id if journal else None
    if student_id and not group_id:
        group_id = (groups or Groups(session)).of(student_id)
    return Subject(year, journal_id, group_id, student_id)


def at_hand(session: Session, objects: Iterable[Base]) -> list[Base]:
    """The rows and what they hang on, read by table and not one by one; at hand as long as the list is."""
    level = list(objects)
    held = level + _read(session, [(type(obj), obj_id[0]) for obj in level
                                   if (obj_id := sa.inspect(obj).identity) and sa.inspect(obj).expired])
    while level:
        wanted = {above for obj in level if (above := _above(obj)) is not None}
        held += _read(session, [above for above in wanted if _known(session, above) is None])
        level = [obj for above in wanted if (obj := _known(session, above)) is not None]
        held += level
    return held


def _read(session: Session, places: Iterable[Place]) -> list[Base]:
    ids: dict[type[Base], list[int]] = defaultdict(list)
    for model, id in places:
        ids[model].append(id)
    return [obj for model, listed in ids.items() for start in range(0, len(listed), AT_ONCE)
            for obj in session.scalars(sa.select(model).where(model.id.in_(listed[start:start + AT_ONCE])))]


def _known(session: Session, place: Place) -> Base | None:
    """The row when the session has read it already."""
    found: Base | None = session.identity_map.get(identity_key(*place))
    return found if found is not None and not sa.inspect(found).expired else None


def _above(obj: Base) -> Place | None:
    """What tells more of the row's subject: its journal, else what it hangs on."""
    journal_id = getattr(obj, "journal_id", None)
    if isinstance(obj, Journal) or (journal_id and getattr(obj, "group_id", None)):
        return None
    if journal_id:
        return Journal, journal_id
    for name in PARENTS:
        relationship: Any = sa.inspect(type(obj)).relationships.get(name.removesuffix("_id"))
        if relationship is not None and (value := getattr(obj, name, None)) is not None:
            return relationship.mapper.class_, value
    return None
