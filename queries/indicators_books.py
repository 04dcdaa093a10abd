"""The journals behind a sheet of п. 5.7, with what their figures are grouped by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.identity import Identity
from access.scopes import OFFICE
from models import (
    AcademicYear,
    CurriculumLine,
    Group,
    Journal,
    Lesson,
    PracticeProgramme,
    Semester,
    Subgroup,
    TimetableChange,
    User,
    db,
)
from queries.indicators_scope import Kind, Scope, counted
from rules.groups import with_subgroup
from rules.names import short_name
from rules.terms import LineKind

AT_ONCE = 500  # rows of a college that the driver holds: a sheet is read by thousands


@dataclass(frozen=True, slots=True)
class Book:
    """counts: its marks, hours and people are the scope's; otherwise only a substitution in it is.

    starts, ends: the days of the semester; programme: the days of a practice.
    """

    id: int
    group: int
    group_name: str
    course: int
    subgroup: int | None
    subgroup_number: int | None
    title: str
    index: str
    discipline: int | None
    practice: int | None
    is_practice: bool
    teacher: int
    teacher_name: str
    planned_hours: int
    syllabus: int | None
    semester: int
    starts: dt.date
    ends: dt.date
    year_starts: dt.date
    programme: tuple[dt.date, dt.date] | None
    counts: bool

    @property
    def whose(self) -> str:
        """«ИС-22, подгруппа 1»"""
        return with_subgroup(self.group_name, self.subgroup_number)

    @property
    def subject(self) -> tuple[Kind, int] | None:
        """The scope of its discipline or practice; a module's exam has none."""
        if self.discipline:
            return Kind.DISCIPLINE, self.discipline
        return (Kind.PRACTICE, self.practice) if self.practice else None


def books(user: Identity, scope: Scope, first: dt.date, last: dt.date) -> dict[int, Book]:
    """Journals of the scope in the semesters that meet the days, by id."""
    mine = sa.and_(counted(user), _of(scope))
    which = sa.or_(mine, Journal.id.in_(_substitutions(user, scope, first, last)))
    course = AcademicYear.year - Group.admission_year + Group.first_course
    query = (
        sa.select(Journal.id, Journal.group_id, Group.name, course.label("course"), Journal.subgroup_id,
                  Subgroup.number, CurriculumLine.title, CurriculumLine.index.label("line_index"),
                  CurriculumLine.kind, CurriculumLine.discipline_id, CurriculumLine.practice_id, Journal.teacher_id,
                  User.last_name, User.first_name, User.patronymic, Journal.planned_hours, Journal.syllabus_id,
                  Journal.semester_id, Semester.starts, Semester.ends, AcademicYear.starts.label("year_starts"),
                  PracticeProgramme.starts.label("begins"), PracticeProgramme.ends.label("finishes"),
                  sa.case((mine, True), else_=False).label("counts"))
        .join(Semester, Semester.id == Journal.semester_id)
        .join(AcademicYear, AcademicYear.id == Semester.academic_year_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(Group, Group.id == Journal.group_id).outerjoin(Subgroup, Subgroup.id == Journal.subgroup_id)
        .join(User, User.id == Journal.teacher_id)
        .outerjoin(PracticeProgramme, PracticeProgramme.journal_id == Journal.id)
        .where(Semester.starts <= last, Semester.ends >= first, which)
        .order_by(Group.name, CurriculumLine.position, Journal.id))
    return {row.id: Book(
        row.id, row.group_id, row.name, row.course, row.subgroup_id, row.number, row.title, row.line_index,
        row.discipline_id, row.practice_id, row.kind == LineKind.PRACTICE, row.teacher_id,
        short_name(row.last_name, row.first_name, row.patronymic), row.planned_hours, row.syllabus_id, row.semester_id,
        row.starts, row.ends, row.year_starts, (row.begins, row.finishes) if row.begins else None, bool(row.counts))
        for row in db.session.connection().execute(query)}


def _of(scope: Scope) -> sa.ColumnElement[bool]:
    match scope.kind:
        case Kind.COURSE:
            return AcademicYear.year - Group.admission_year + Group.first_course == scope.id
        case Kind.GROUP:
            return Journal.group_id == scope.id
        case Kind.DISCIPLINE:
            return CurriculumLine.discipline_id == scope.id
        case Kind.PRACTICE:
            return CurriculumLine.practice_id == scope.id
        case Kind.TEACHER:
            return Journal.teacher_id == scope.id
    return sa.true()


def _substitutions(user: Identity, scope: Scope, first: dt.date, last: dt.date) -> sa.Select[int]:
    """Another's journals in which the scope's teacher gave or was to give a lesson: he answers for it (п. 5.6, 6.1)."""
    if scope.kind is not Kind.TEACHER or not (user.has(*OFFICE) or scope.id == user.id):
        return sa.select(Journal.id).where(sa.false())
    ordered = sa.select(TimetableChange.journal_id).where(
        TimetableChange.substitute_id == scope.id, TimetableChange.journal_id.is_not(None),
        TimetableChange.date.between(first, last))
    given = sa.select(Lesson.journal_id).where(Lesson.teacher_id == scope.id, Lesson.date.between(first, last))
    return sa.select(Journal.id).where(sa.or_(Journal.id.in_(ordered), Journal.id.in_(given)))
