"""A stored curriculum as the rows people write, in the order of its file."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import Curriculum, CurriculumLine, db
from rules.plan import TYPES, Controls, CurriculumRow, Hours
from rules.terms import LineKind


def curriculum_rows(user: Identity, curriculum: Curriculum) -> list[CurriculumRow]:
    """Every line the user may read, by position."""
    lines = db.session.scalars(
        sa.select(CurriculumLine)
        .where(CurriculumLine.curriculum_id == curriculum.id, rows(user, Action.READ, CurriculumLine))
        .order_by(CurriculumLine.position, CurriculumLine.id)
        .options(joinedload(CurriculumLine.module), selectinload(CurriculumLine.competencies)))
    found = list(lines)
    modules = {line.index for line in found if line.kind == LineKind.MODULE}
    return [_row(line, modules) for line in found]


def _row(line: CurriculumLine, modules: Collection[str]) -> CurriculumRow:
    """``modules``: those with a line of their own; another is no parent in a table, which must come in again."""
    kind = LineKind(line.kind)
    parent = line.module.index if line.module is not None and line.module.index in modules else None
    parent = parent if kind is not LineKind.MODULE else None
    return CurriculumRow(
        cycle=line.cycle, index=line.index, title=line.title, object_type=TYPES[kind], parent_index=parent,
        semester=line.semester_number, hours=_hours(line), controls=_controls(line),
        competencies=tuple(sorted(item.code for item in line.competencies)), complex_group=line.complex_control,
        position=line.position)


def _hours(line: CurriculumLine) -> Hours:
    return Hours(
        lecture=line.lecture, lab=line.laboratory, practical=line.practical, seminar=line.seminar,
        course_project=line.course_project, self_study=line.self_study, control=line.control_hours,
        consultation=line.consultation, individual_project=line.individual_project, total=line.total, weeks=line.weeks)


def _controls(line: CurriculumLine) -> Controls:
    return Controls(
        exam=line.exams, graded_credit=line.graded_credits, credit=line.credits,
        course_project=line.course_project_controls, course_work=line.course_works, test=line.tests,
        other=line.other_controls)
