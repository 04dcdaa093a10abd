"""Which final results a journal has: the form of control of its line, and where a discipline ends."""

from __future__ import annotations

import sqlalchemy as sa

from models import CurriculumLine, Journal, db
from rules.attestation import Controls, final_kinds
from rules.terms import TAUGHT, FinalKind, LineKind

# as a column is headed, where the whole title has no room
HEADS = {FinalKind.SEMESTER: "Семестр", FinalKind.CREDIT: "Зачёт", FinalKind.GRADED_CREDIT: "Дифф. зачёт",
         FinalKind.EXAM: "Экзамен", FinalKind.COURSE_PROJECT: "Курсовой проект", FinalKind.COURSE: "Итоговая",
         FinalKind.MODULE: "Экзамен по модулю", FinalKind.PRACTICE: "Практика"}


def kinds_of(journal: Journal) -> tuple[FinalKind, ...]:
    """The results a journal has, in the order of its columns."""
    return kinds_of_line(journal.line, concludes(journal.line))


def kinds_of_line(line: CurriculumLine, last_of_several: bool = False) -> tuple[FinalKind, ...]:
    """The results of a line of the curriculum."""
    controls = Controls(line.exams, line.graded_credits, line.credits,
                        line.course_project_controls + line.course_works)
    return final_kinds(LineKind(line.kind), controls, last_of_several)


def concludes(line: CurriculumLine) -> bool:
    """Whether the discipline has run for several semesters and this line is the last of them."""
    if line.kind not in TAUGHT:
        return False
    first, last = db.session.execute(
        sa.select(sa.func.min(CurriculumLine.semester_number), sa.func.max(CurriculumLine.semester_number))
        .where(CurriculumLine.curriculum_id == line.curriculum_id,
               CurriculumLine.discipline_id == line.discipline_id)).one()
    return bool(first < last == line.semester_number)
