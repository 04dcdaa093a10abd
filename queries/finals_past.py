"""Results of earlier semesters, and parts of a module that its exam waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import CurriculumLine, Debt, DebtAttempt, FinalMark, Journal, Semester, db
from queries.journal_kinds import kinds_of_line
from queries.roster import RosterLine
from rules.attestation import is_positive, short
from rules.terms import TAUGHT, FinalKind, FinalValue, LineKind

PARTS = (*TAUGHT, LineKind.PRACTICE)


def past_results(user: Identity, journal: Journal, students: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """«1 сем.: 4» by student: published results of the same discipline that the user may read."""
    line = journal.line
    if line.discipline_id is None or not students:
        return {}
    query = (
        sa.select(FinalMark.student_id, FinalMark.kind, FinalMark.value, CurriculumLine.semester_number)
        .join(Journal, Journal.id == FinalMark.journal_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(Semester, Semester.id == Journal.semester_id)
        .where(CurriculumLine.discipline_id == line.discipline_id, Semester.starts < journal.semester.starts,
               FinalMark.student_id.in_(students), FinalMark.published_at.is_not(None),
               rows(user, Action.READ, FinalMark))
        .order_by(Semester.starts, FinalMark.id))
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for row in db.session.execute(query):
        kind = FinalKind(row.kind)
        form = "" if kind is FinalKind.SEMESTER else f", {kind.title}"
        found[row.student_id] += (f"{row.semester_number}\u00a0сем.{form}: {short(FinalValue(row.value))}",)
    return found


def unfinished_parts(journal: Journal, students: Sequence[RosterLine]) -> dict[int, tuple[str, ...]]:
    """By student: МДК and practices of the module without a published positive result; {} unless it is its exam.

    The examiner learns which parts are not passed, never what stands there: admission to the exam depends on it.
    """
    line = journal.line
    if line.kind != LineKind.MODULE_EXAM or line.module_id is None:
        return {}
    parts = db.session.scalars(
        sa.select(CurriculumLine).where(
            CurriculumLine.curriculum_id == line.curriculum_id, CurriculumLine.module_id == line.module_id,
            CurriculumLine.kind.in_(PARTS), CurriculumLine.semester_number <= line.semester_number)
        .order_by(CurriculumLine.position, CurriculumLine.semester_number)).all()
    asked = {(part.id, kind): part.index for part in parts for kind in kinds_of_line(part)}
    passed = _passed([part.id for part in parts], [line.student_id for line in students])
    return {line.student_id: tuple(dict.fromkeys(
        index for key, index in asked.items() if key not in passed[line.student_id])) for line in students}


def _passed(lines: Sequence[int], students: Sequence[int]) -> dict[int, set[tuple[int, FinalKind]]]:
    """By student: (line, kind) with a published positive result or a passed attempt."""
    query = (
        sa.select(FinalMark.student_id, Journal.curriculum_line_id, FinalMark.kind, FinalMark.value,
                  DebtAttempt.value.label("attempt"))
        .join(Journal, Journal.id == FinalMark.journal_id)
        .outerjoin(Debt, Debt.final_mark_id == FinalMark.id).outerjoin(DebtAttempt, DebtAttempt.debt_id == Debt.id)
        .where(Journal.curriculum_line_id.in_(lines), FinalMark.student_id.in_(students),
               FinalMark.published_at.is_not(None)))
    found: dict[int, set[tuple[int, FinalKind]]] = defaultdict(set)
    for row in db.session.execute(query):
        results = [FinalValue(value) for value in (row.value, row.attempt) if value is not None]
        if any(is_positive(value) for value in results):
            found[row.student_id].add((row.curriculum_line_id, FinalKind(row.kind)))
    return found
