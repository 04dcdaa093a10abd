"""Practices that the curricula of the groups plan for a year and that have no journal yet (Пр. 10, Пр. 12)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import AcademicYear, CurriculumLine, Group, Journal, Semester, db
from rules.groups import is_studying, lines_of_semester
from rules.practice import DAY_HOURS
from rules.terms import LineKind, PracticeKind


@dataclass(frozen=True)
class Planned:
    """A practice of the plan whose journal the deputy for the curriculum has not made."""

    group_id: int
    group: str
    semester_id: int
    semester: int
    index: str
    title: str
    kind: PracticeKind
    module: str
    hours: int

    @property
    def days(self) -> int:
        return -(-self.hours // DAY_HOURS)


def without_journals(user: Identity, year: int) -> list[Planned]:
    """By group and semester; of the groups and plans that the user may read."""
    semesters = list(db.session.scalars(
        sa.select(Semester).join(Semester.academic_year).where(AcademicYear.year == year).order_by(Semester.number)))
    groups = [group for group in db.session.scalars(
        sa.select(Group).where(rows(user, Action.READ, Group), Group.curriculum_id.is_not(None))
        .order_by(Group.search_key)) if is_studying(group.admission_year, year, group.closed_on, group.first_course)]
    lines = _lines(user)
    made = {(row[0], row[1]) for row in db.session.execute(
        sa.select(Journal.group_id, Journal.curriculum_line_id).join(CurriculumLine).where(
            CurriculumLine.kind == LineKind.PRACTICE, Journal.semester_id.in_([one.id for one in semesters])))}
    return [_planned(group, semester, line) for group in groups for semester in semesters
            for line in lines_of_semester(lines[group.curriculum_id or 0], group.admission_year, year,
                                          semester.number, group.first_course)
            if (group.id, line.id) not in made]


def _lines(user: Identity) -> dict[int, list[CurriculumLine]]:
    found = defaultdict(list)
    for line in db.session.scalars(
            sa.select(CurriculumLine).where(CurriculumLine.kind == LineKind.PRACTICE,
                                            rows(user, Action.READ, CurriculumLine))
            .options(joinedload(CurriculumLine.practice), joinedload(CurriculumLine.module))
            .order_by(CurriculumLine.position)):
        found[line.curriculum_id].append(line)
    return found


def _planned(group: Group, semester: Semester, line: CurriculumLine) -> Planned:
    assert line.practice is not None  # a practice line of the curriculum names its practice
    return Planned(group.id, group.name, semester.id, semester.number, line.index, line.title,
                   PracticeKind(line.practice.kind), str(line.module) if line.module else "",
                   line.contact_hours or line.total)
