"""Which sheets and months the user may choose on the page of п. 5.7."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.identity import Identity
from access.scopes import OFFICE, my_groups
from models import (
    AcademicYear,
    CurriculumLine,
    Group,
    Journal,
    Semester,
    User,
    db,
)
from queries.indicators_basis import DAY
from queries.indicators_scope import Kind, Scope, college, counted
from rules.calendar import month_of
from rules.names import short_name, sort_key
from rules.terms import Role


@dataclass(frozen=True)
class Choices:
    """scopes: by kind, in the order of the page; months: newest first."""

    scopes: tuple[tuple[Kind, tuple[Scope, ...]], ...]
    months: tuple[dt.date, ...]


def choices(user: Identity, day: dt.date) -> Choices:
    """Scopes of the journals of the day's academic year; months since the first semester."""
    wide = user.has(*OFFICE, Role.SENIOR_MASTER)
    found: dict[Kind, set[Scope]] = {kind: set() for kind in Kind}
    if wide:
        found[Kind.COLLEGE].add(college(user))
    for row in db.session.execute(_journals(user, day)):
        teacher = Scope(Kind.TEACHER, row.teacher_id, short_name(row.last_name, row.first_name, row.patronymic))
        if wide or row.curated:
            found[Kind.GROUP].add(Scope(Kind.GROUP, row.group_id, row.name))
        if wide or row.teacher_id == user.id:
            found[Kind.TEACHER].add(teacher)
        if wide:
            found[Kind.COURSE].add(Scope(Kind.COURSE, row.course, f"{row.course} курс"))
            kind, id = (Kind.DISCIPLINE, row.discipline_id) if row.discipline_id else (Kind.PRACTICE, row.practice_id)
            found[kind] |= {Scope(kind, id, row.title)} if id else set()
    return Choices(tuple((kind, tuple(sorted(scopes, key=lambda scope: (sort_key(scope.title), scope.id))))
                         for kind, scopes in found.items() if scopes), _months(user))


def _journals(user: Identity, day: dt.date) -> sa.Select[tuple[object, ...]]:
    course = AcademicYear.year - Group.admission_year + Group.first_course
    curated = sa.and_(sa.true() if user.has(Role.CURATOR) else sa.false(), Journal.group_id.in_(my_groups(user)))
    columns = (Journal.group_id, Group.name, course.label("course"), Journal.teacher_id, User.last_name,
               User.first_name, User.patronymic, CurriculumLine.discipline_id, CurriculumLine.practice_id,
               CurriculumLine.title, sa.case((curated, True), else_=False).label("curated"))
    return (sa.select(*columns).distinct().select_from(Journal)
            .join(Semester, Semester.id == Journal.semester_id)
            .join(AcademicYear, AcademicYear.id == Semester.academic_year_id)
            .join(Group, Group.id == Journal.group_id).join(User, User.id == Journal.teacher_id)
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .where(AcademicYear.starts <= day, AcademicYear.ends >= day, counted(user)))


def _months(user: Identity) -> tuple[dt.date, ...]:
    """Every month from the first semester to this one."""
    first = db.session.scalar(sa.select(sa.func.min(Semester.starts))) or user.today
    found, month = [], user.today.replace(day=1)
    while month >= first.replace(day=1):
        found.append(month)
        month = month_of(month - DAY)[0]
    return tuple(found or [user.today.replace(day=1)])
