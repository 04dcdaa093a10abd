"""Checks of final results: basis, enough marks, absences, none missing (п. 6.4, 6.6, 6.7, 6.9)."""

from __future__ import annotations

from itertools import product
from typing import Any

import sqlalchemy as sa

from models import CurriculumLine, FinalMark, Journal, Membership, Semester
from queries.control.accumulation import needed
from queries.control.frame import Asked, Check, found
from queries.control.standing import BY_MARKS, count, held, is_over, journals, marks, missed, same
from queries.members import with_members
from rules.attestation import Controls, check_basis, final_kinds, recommend, sums_up_marks
from rules.terms import BasisKind, FinalKind, FinalValue, LineKind, Severity
from rules.words import plural

UNATTESTED = (FinalValue.NOT_ATTESTED, FinalValue.CREDITED, FinalValue.NO_SHOW)
BY_ALL_MARKS = tuple(kind for kind in FinalKind if sums_up_marks(kind))


def _published(asked: Asked, **values: Any) -> sa.Select[Any]:
    """Published results of the asked semesters, named after whoever set them."""
    query = found(Semester.starts, FinalMark.set_by_id, journal=Journal.id, student=FinalMark.student_id,
                  group=Journal.group_id, final_id=FinalMark.id, kind=FinalMark.kind, value=FinalMark.value, **values)
    return journals(asked, query).join(FinalMark, FinalMark.journal_id == Journal.id).where(
        FinalMark.published_at.is_not(None))


def _of_final(part: sa.Subquery) -> sa.ColumnElement[bool]:
    return sa.and_(part.c.journal_id == FinalMark.journal_id, part.c.student_id == FinalMark.student_id)


def _bases(asked: Asked) -> sa.Select[Any]:
    """Results of lessons beside what the journal holds: the rules judge their bases."""
    given, lessons, absent = marks(asked), held(asked), missed(asked)
    return (_published(asked, basis_kind=FinalMark.basis_kind, basis=FinalMark.basis, marks=count(given.c.marks),
                       written=count(given.c.written), practical=count(given.c.practical),
                       held=count(lessons.c.held), missed=count(absent.c.missed))
            .outerjoin(given, _of_final(given)).outerjoin(lessons, _of_final(lessons))
            .outerjoin(absent, _of_final(absent)).where(CurriculumLine.kind.in_(BY_MARKS)))


def _basis_words(row: Any, asked: Asked) -> str | None:
    basis = BasisKind(row.basis_kind)
    refusal = check_basis(FinalValue(row.value), basis, row.basis)
    if refusal:
        return f"{_final(row)}: {refusal.message[0].lower()}{refusal.message[1:]}"
    advice = recommend(row.missed, row.held, row.marks, asked.norms)
    lacks = {BasisKind.CURRENT_WORK: row.marks == 0, BasisKind.WRITTEN_WORKS: row.written == 0,
             BasisKind.PRACTICAL_WORKS: row.practical == 0,
             BasisKind.ABSENCE: advice is None or not advice.absent}
    if not lacks.get(basis, False):
        return None
    return f"{_final(row)}: основание «{basis.title}» журналом не подтверждается"


def _on_few_marks(asked: Asked) -> sa.Select[Any]:
    """Journals with results put on fewer marks than the norm of the plan asks for."""
    given, norm = marks(asked), needed(asked)
    query = found(Semester.starts, Journal.teacher_id, journal=Journal.id, group=Journal.group_id,
                  students=sa.func.count(sa.distinct(FinalMark.student_id)), needed=sa.func.max(norm.c.marks),
                  least=sa.func.min(count(given.c.marks)))
    return (journals(asked, query).join(FinalMark, FinalMark.journal_id == Journal.id)
            .join(norm, norm.c.hours == Journal.planned_hours).outerjoin(given, _of_final(given))
            .where(FinalMark.published_at.is_not(None), CurriculumLine.kind.in_(BY_MARKS),
                   FinalMark.kind.in_(BY_ALL_MARKS), FinalMark.value.not_in(UNATTESTED),
                   count(given.c.marks) < norm.c.marks)
            .group_by(Journal.id, Semester.starts, Journal.teacher_id, Journal.group_id))


def _few_words(row: Any, asked: Asked) -> str:
    students = f"{row.students} {plural(row.students, 'студента', 'студентов', 'студентов')}"
    return f"У {students} итоговая выставлена при нехватке отметок: по норме {row.needed}, меньше всего {row.least}"


def _despite_absence(asked: Asked) -> sa.Select[Any]:
    lessons, absent = held(asked), missed(asked)
    return (_published(asked, held=lessons.c.held, missed=absent.c.missed)
            .join(lessons, _of_final(lessons)).join(absent, sa.and_(same(absent, lessons), _of_final(absent)))
            .where(CurriculumLine.kind.in_(BY_MARKS), FinalMark.value.not_in(UNATTESTED)))


def _absence_words(row: Any, asked: Asked) -> str | None:
    advice = recommend(row.missed, row.held, 1, asked.norms)
    return f"{_final(row)}, хотя {advice.reason}" if advice and advice.absent else None


def expected() -> Any:
    """How many results the form of control asks for, by the pure rule; «итоговая за курс» is not counted."""
    line = CurriculumLine
    projects = line.course_project_controls + line.course_works
    cases = []
    for kind, exams, graded, credits, course in product(LineKind, (0, 1), (0, 1), (0, 1), (0, 1)):
        number = len(final_kinds(kind, Controls(exams, graded, credits, course)))
        cases.append((sa.and_(line.kind == kind, *(column > 0 if asked else column == 0 for column, asked in (
            (line.exams, exams), (line.graded_credits, graded), (line.credits, credits), (projects, course)))), number))
    return sa.case(*cases, else_=0)


def _missing(asked: Asked) -> sa.Select[Any]:
    """Students of a semester that is over with fewer published results than the form of control asks for."""
    other = sa.orm.aliased(Journal)
    given = (sa.select(sa.func.count(sa.distinct(FinalMark.kind))).join(other, other.id == FinalMark.journal_id)
             .where(other.curriculum_line_id == Journal.curriculum_line_id, other.semester_id == Journal.semester_id,
                    FinalMark.student_id == Membership.student_id, FinalMark.published_at.is_not(None),
                    FinalMark.kind != FinalKind.COURSE).correlate(Journal, Membership).scalar_subquery())
    query = found(Semester.starts, Journal.teacher_id, journal=Journal.id, group=Journal.group_id,
                  students=sa.func.count(sa.distinct(Membership.student_id)), ends=Semester.ends)
    return (with_members(journals(asked, query), Semester.ends).where(is_over(asked), given < expected())
            .group_by(Journal.id, Semester.starts, Semester.ends, Journal.teacher_id, Journal.group_id))


def _missing_words(row: Any, asked: Asked) -> str:
    students = f"{row.students} {plural(row.students, 'студента', 'студентов', 'студентов')}"
    return f"Семестр окончен {row.ends:%d.%m.%Y}, у {students} нет итоговой отметки"


def _final(row: Any) -> str:
    return f"Итоговая «{FinalValue(row.value).title}» ({FinalKind(row.kind).title})"


CHECKS = (
    Check("final_without_basis", "6.6", "Итоговая отметка без основания", Severity.VIOLATION,
          "Назовите работы и ответы, на которых основана отметка, или исправьте её.", _bases, _basis_words,
          key=("final_id",), by_semester=True, page="finals"),
    Check("final_on_few_marks", "6.4", "Итоговая при нехватке отметок", Severity.WARNING,
          "Объясните, на чём основаны итоговые отметки, или поставьте «н/а».", _on_few_marks, _few_words,
          key=("journal_id",), by_semester=True, page="finals"),
    Check("attested_despite_absence", "6.7", "Аттестован при пропуске больше половины занятий", Severity.WARNING,
          "Рекомендуется «н/а» с последующей сдачей; иначе объясните основание.", _despite_absence, _absence_words,
          key=("final_id",), by_semester=True, page="finals"),
    Check("final_missing", "6.9", "Нет итоговых отметок после окончания семестра", Severity.VIOLATION,
          "Выставьте и опубликуйте итоговые отметки.", _missing, _missing_words, key=("journal_id",),
          by_semester=True, page="finals"),
)
