"""Students as their documents name them: group, course, speciality, form of study (п. 4.1, 5.4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import field_rows, rows
from access.grants import Action
from access.identity import Identity
from models import Group, Membership, Movement, Speciality, Student, db
from rules.groups import academic_year, course
from rules.names import full_name, short_name
from rules.terms import Gender, MovementKind, StudyForm


@dataclass(frozen=True)
class Face:
    """``birth_date`` is None for a reader who may not see it; ``course`` is of the day asked about."""

    id: int
    last_name: str
    first_name: str
    patronymic: str | None
    gender: Gender | None
    birth_date: dt.date | None
    group_id: int
    group: str
    course: int
    speciality: str
    qualification: str
    study_form: StudyForm
    curriculum_id: int | None

    @property
    def name(self) -> str:
        return full_name(self.last_name, self.first_name, self.patronymic)

    @property
    def short(self) -> str:
        return short_name(self.last_name, self.first_name, self.patronymic)


def face(user: Identity, student_id: int, day: dt.date) -> Face | None:
    """A student in the last group up to the day; None when the reader reads no such student."""
    found = _faces(user, day, Student.id == student_id)
    return found[-1] if found else None


def group_faces(user: Identity, group_id: int, day: dt.date) -> list[Face]:
    """By surname: who is in the group on the day, and who has graduated from it."""
    graduated = sa.select(Movement.id).where(Movement.kind == MovementKind.GRADUATION)
    return _faces(user, day, Membership.group_id == group_id, sa.or_(
        Membership.ends.is_(None), Membership.ends >= day, Membership.left_by_id.in_(graduated)))


def _faces(user: Identity, day: dt.date, *which: sa.ColumnElement[bool]) -> list[Face]:
    birth = sa.case((field_rows(user, Student, "birth_date"), Student.birth_date)).label("birth_date")
    found = db.session.execute(
        sa.select(Student.id, Student.last_name, Student.first_name, Student.patronymic, Student.gender, birth,
                  Group.id.label("group_id"), Group.name, Group.admission_year, Group.first_course, Group.study_form,
                  Group.curriculum_id, Speciality.code, Speciality.title, Speciality.qualification)
        .join(Membership, Membership.student_id == Student.id).join(Group, Group.id == Membership.group_id)
        .join(Speciality, Speciality.id == Group.speciality_id)
        .where(*which, Membership.starts <= day, rows(user, Action.READ, Student), rows(user, Action.READ, Membership))
        .order_by(Student.sort_key, Student.id, Membership.starts))
    return list({row.id: _face(row, day) for row in found}.values())


def _face(row: Any, day: dt.date) -> Face:
    return Face(
        row.id, row.last_name, row.first_name, row.patronymic, Gender(row.gender) if row.gender else None,
        row.birth_date, row.group_id, row.name, course(row.admission_year, academic_year(day), row.first_course),
        f"{row.code} {row.title}", row.qualification or "", StudyForm(row.study_form), row.curriculum_id)
