"""How printed forms group what they show (п. 4.1)."""

from __future__ import annotations

from rules.terms import FinalKind, Term


class Section(Term):
    """Groups of columns of the summary sheet, in their order."""

    EXAMS = "exams", "экзамены"
    GRADED = "graded", "дифф. зачёты"
    CREDITS = "credits", "зачёты"
    PRACTICES = "practices", "практики"
    PROJECTS = "projects", "курсовые проекты (работы)"
    CURRENT = "current", "итоги семестра"


_SECTIONS = {
    FinalKind.EXAM: Section.EXAMS, FinalKind.MODULE: Section.EXAMS, FinalKind.GRADED_CREDIT: Section.GRADED,
    FinalKind.CREDIT: Section.CREDITS, FinalKind.PRACTICE: Section.PRACTICES,
    FinalKind.COURSE_PROJECT: Section.PROJECTS}


def section_of(kind: FinalKind) -> Section:
    """Where a result stands; the semester's and the course's come last."""
    return _SECTIONS.get(kind, Section.CURRENT)
