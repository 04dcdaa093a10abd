"""Which journals an inspection may look at: all, of a teacher, of a group, of a course (п. 7.2, 7.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.paths import Ids, ids
from access.scopes import ADMINISTRATION, practice_journals
from models import AcademicYear, CurriculumLine, Group, Journal, Semester, Subgroup, User, db
from rules.names import full_name

Choice = tuple[str, str]
ALL = "all"


@dataclass(frozen=True)
class Choices:
    """What the form offers, each as (value, title): «teacher:5», «group:3», «course:2»."""

    groups: tuple[Choice, ...]
    teachers: tuple[Choice, ...]
    courses: tuple[Choice, ...]


def choices(user: Identity, first: dt.date, last: dt.date) -> Choices:
    """Groups, teachers and courses of the journals of the days."""
    found = db.session.execute(_journals(user, first, last).with_only_columns(
        Group.id, Group.name, User.id.label("teacher"), User.last_name, User.first_name, User.patronymic,
        _course().label("course")).order_by(Group.name, User.sort_key)).all()
    by_name = sorted({(row.last_name, row.first_name, row.patronymic, row.teacher) for row in found})
    return Choices(
        tuple(dict.fromkeys((f"group:{row.id}", row.name) for row in found)),
        tuple((f"teacher:{teacher}", full_name(last_name, name, patronymic))
              for last_name, name, patronymic, teacher in by_name),
        tuple((f"course:{course}", f"{course} курс") for course in sorted({row.course for row in found})))


def journals(user: Identity, which: str, first: dt.date, last: dt.date) -> tuple[int, ...]:
    """Ids in the order of groups; none where the choice names nothing."""
    query = _journals(user, first, last).order_by(Group.name, CurriculumLine.position, Subgroup.number, Journal.id)
    kind, _, text = which.partition(":")
    number = int(text) if text.isdecimal() and len(text) < 10 else 0
    chosen = {"all": sa.true(), "group": Group.id == number, "teacher": User.id == number,
              "course": _course() == number}.get(kind, sa.false())
    return tuple(db.session.scalars(query.with_only_columns(Journal.id).where(chosen)))


def semester_of(day: dt.date) -> tuple[dt.date, dt.date] | None:
    """First and last day of the semester of a day, or of the last one begun before it."""
    found = db.session.execute(sa.select(Semester.starts, Semester.ends).where(Semester.starts <= day)
                               .order_by(Semester.starts.desc()).limit(1)).first()
    return (found.starts, found.ends) if found else None


def _journals(user: Identity, first: dt.date, last: dt.date) -> Ids:
    """Journals of the semesters that meet the days; the master's are those of practice (Пр. 12)."""
    whole = user.has(*ADMINISTRATION)
    return (ids(Journal.id).join(Semester, Semester.id == Journal.semester_id)
            .join(AcademicYear, AcademicYear.id == Semester.academic_year_id)
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .join(Group, Group.id == Journal.group_id).outerjoin(Subgroup, Subgroup.id == Journal.subgroup_id)
            .join(User, User.id == Journal.teacher_id)
            .where(Semester.starts <= last, Semester.ends >= first, rows(user, Action.READ, Journal),
                   sa.true() if whole else Journal.id.in_(practice_journals(user))))


def _course() -> sa.ColumnElement[int]:
    return AcademicYear.year - Group.admission_year + Group.first_course


