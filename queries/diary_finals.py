"""Published finals of a student (п. 4.1, 6.6, 6.9); drafts are the teacher's."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.paths import Ids
from models import AcademicYear, CurriculumLine, FinalMark, Group, Journal, Semester, db
from queries.diary_family import FAMILY
from queries.diary_subjects import KEY, SUBJECT
from rules.terms import FinalKind, FinalValue


@dataclass(frozen=True)
class Final:
    """A result of a subject in a semester."""

    id: int
    journal_id: int
    year: int
    number: int
    group: str
    subject: str
    key: str
    position: int
    kind: FinalKind
    value: FinalValue
    theme: str | None

    @property
    def digit(self) -> str:
        """The mark as a tile shows it; "" for what is said in words."""
        return self.value.value if self.value.value.isdigit() else ""


def finals(user: Identity, child: Ids, *criteria: sa.ColumnElement[bool]) -> list[Final]:
    """What is published of the child, by time and in the order of the plan."""
    query = (
        sa.select(FinalMark.id, FinalMark.journal_id, AcademicYear.year, Semester.number, Group.name, SUBJECT, KEY,
                  CurriculumLine.position, FinalMark.kind, FinalMark.value, FinalMark.theme)
        .join(Journal, Journal.id == FinalMark.journal_id).join(Group, Group.id == Journal.group_id)
        .join(Semester, Semester.id == Journal.semester_id)
        .join(AcademicYear, AcademicYear.id == Semester.academic_year_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .where(FinalMark.student_id.in_(child), rows(user.acting_as(*FAMILY), Action.READ, FinalMark), *criteria)
        .order_by(AcademicYear.year, Semester.number, CurriculumLine.position, FinalMark.id))
    return [Final(row.id, row.journal_id, row.year, row.number, row.name, row.subject, row.subject_key, row.position,
                  FinalKind(row.kind), FinalValue(row.value), row.theme) for row in db.session.execute(query)]
