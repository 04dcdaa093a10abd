"""What the page of a semester's journals offers: groups, semesters, teachers, subgroups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import choices, rows
from access.grants import Action
from access.identity import Identity
from access.scopes import accounts_with
from models import AcademicYear, CurriculumLine, Group, Journal, Semester, Subgroup, User, db
from rules.groups import is_closed, with_subgroup
from rules.terms import LineKind, Role


@dataclass(frozen=True)
class Slot:
    """A journal that may be made: for the whole group or for one subgroup."""

    line_id: int
    subgroup_id: int | None
    title: str
    split: str = ""

    @property
    def name(self) -> str:
        return f"teacher_{self.line_id}" + (f"_{self.subgroup_id}" if self.subgroup_id else "")


@dataclass(frozen=True)
class SetupLine:
    """A line of the semester: the journals it has and those it may get."""

    index: str
    title: str
    kind: str
    hours: int
    journals: tuple[tuple[int, str], ...]
    whole: Slot | None
    parts: tuple[Slot, ...]


def setup_lines(lines: Sequence[tuple[CurriculumLine, int]], stored: dict[int, list[Journal]],
                subgroups: Sequence[Subgroup]) -> list[SetupLine]:
    """Lines with their planned hours as rows of the page."""
    return [_line(line, hours, stored.get(line.id, []), subgroups) for line, hours in lines]


def planned_hours(line: CurriculumLine) -> int:
    """Hours with a teacher; a practice without hours by kind has its whole volume (п. 6.4)."""
    return line.contact_hours or (line.total if line.kind == LineKind.PRACTICE else 0)


def groups(user: Identity) -> list[Group]:
    found = db.session.scalars(sa.select(Group).where(rows(user, Action.READ, Group)).order_by(Group.search_key))
    return [group for group in found if not is_closed(group.closed_on, user.today)]


def semesters() -> list[Semester]:
    """Of the years that are not archived, the latest first."""
    return list(db.session.scalars(sa.select(Semester).join(AcademicYear).where(AcademicYear.archived_at.is_(None))
                                   .order_by(Semester.starts.desc())))


def teachers(user: Identity) -> list[tuple[int, str]]:
    found = db.session.scalars(
        sa.select(User).where(choices(user, User), User.blocked_at.is_(None), User.id.in_(accounts_with(Role.TEACHER)))
        .order_by(User.sort_key))
    return [(teacher.id, teacher.full_name) for teacher in found]


def subgroups_of(group: Group) -> list[Subgroup]:
    return list(db.session.scalars(sa.select(Subgroup).where(Subgroup.group_id == group.id)
                                   .order_by(Subgroup.split, Subgroup.number)))


def _line(line: CurriculumLine, hours: int, journals: list[Journal], subgroups: Sequence[Subgroup]) -> SetupLine:
    taken = {journal.subgroup_id for journal in journals}
    splits = {journal.subgroup.split for journal in journals if journal.subgroup is not None}
    parts = tuple(Slot(line.id, part.id, f"{part.split}, {part.number}", part.split) for part in subgroups
                  if None not in taken and part.id not in taken and (not splits or part.split in splits))
    made = tuple((journal.id, with_subgroup(journal.teacher.short_name, journal.part)) for journal in journals)
    return SetupLine(line.index, line.title, LineKind(line.kind).title, hours, made,
                     None if journals else Slot(line.id, None, "вся группа"), parts)
