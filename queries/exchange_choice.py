"""Which rows of an entity leave: of a year, of a group, changed since a record of the journal of changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from access.paths import Column, Ids, hangs_on, ids, within
from models import (
    Absence,
    AcademicYear,
    AuditRecord,
    Cell,
    Closing,
    Curatorship,
    Finding,
    Group,
    Guardian,
    Guardianship,
    Holiday,
    Homework,
    Inspection,
    Journal,
    Lesson,
    LessonTask,
    Mark,
    Membership,
    Movement,
    PlanEvent,
    ReopeningGrant,
    Semester,
    Student,
    SubgroupMembership,
    Syllabus,
    SyllabusTopic,
    TimetableChange,
    ViewRecord,
    Work,
    db,
)
from models.base import Base
from rules.terms import AuditAction

# rows that belong to a year by their own dates: first column, last column
DATED: dict[type[Base], tuple[Column, Column]] = {
    model: (model.starts, model.ends)
    for model in (Membership, SubgroupMembership, Curatorship, Holiday, Closing, ReopeningGrant, Semester)} | {
    TimetableChange: (TimetableChange.date, TimetableChange.date),
    Inspection: (Inspection.date, Inspection.date),
    Movement: (Movement.effective_on, Movement.effective_on),
    Finding: (Finding.day, Finding.day),
    PlanEvent: (PlanEvent.due_on, PlanEvent.due_on),
}
# written together with what they belong to, in its record of the journal of changes
WRITTEN_WITH: dict[type[Base], tuple[type[Base], InstrumentedAttribute[Any]]] = {
    Mark: (Cell, Mark.cell_id), Absence: (Cell, Absence.cell_id), LessonTask: (Lesson, LessonTask.lesson_id),
    Work: (Lesson, Work.lesson_id), Homework: (Lesson, Homework.lesson_id),
    SyllabusTopic: (Syllabus, SyllabusTopic.syllabus_id),
}
SETTLES = dt.timedelta(minutes=1)  # a commit that is under way has a smaller number than those after it


@dataclass(frozen=True)
class Choice:
    """year: the calendar year an academic year starts in; changed_since: number of a record of changes."""

    year: int | None = None
    group_id: int | None = None
    changed_since: int | None = None


class NotChosenBy(Exception):
    """The entity has no such belonging: the caller decides whether that means all of it."""


def chosen(model: type[Base], choice: Choice) -> list[sa.ColumnElement[bool]]:
    """Criteria of the choice; raises NotChosenBy."""
    criteria = []
    if choice.year is not None:
        criteria.append(of_year(model, choice.year))
    if choice.group_id is not None:
        criteria.append(of_group(model, choice.group_id))
    if choice.changed_since is not None:
        criteria.append(changed_since(model, choice.changed_since))
    return criteria


def understands(model: type[Base], choice: Choice) -> bool:
    """Whether rows of the entity can be chosen so."""
    try:
        chosen(model, choice)
    except NotChosenBy:
        return False
    return True


def chosen_or_all(model: type[Base], choice: Choice) -> list[sa.ColumnElement[bool]]:
    """The same, and nothing for what cannot be chosen so: it is there whole."""
    try:
        return list(chosen(model, choice))
    except NotChosenBy:
        return []


def of_year(model: type[Base], year: int) -> sa.ColumnElement[bool]:
    """Rows of the academic year; raises NotChosenBy for what belongs to none."""
    if "year" in sa.inspect(model).column_attrs:
        return sa.type_coerce(model.year == year, sa.Boolean)  # type: ignore[attr-defined]
    first, last = (ids(column).where(AcademicYear.year == year).scalar_subquery()
                   for column in (AcademicYear.starts, AcademicYear.ends))
    if model in DATED:
        starts, ends = DATED[model]
        return sa.and_(starts <= last, sa.or_(ends.is_(None), ends >= first))
    if model is ViewRecord:
        return sa.and_(sa.func.date(ViewRecord.at) >= first, sa.func.date(ViewRecord.at) <= last)
    journals = ids(Journal.id).join(Semester).join(AcademicYear).where(AcademicYear.year == year)
    if hangs_on(model, Journal):
        return within(model, Journal, journals)
    present = ids(Membership.id).where(of_year(Membership, year))
    return _among(model, ids(Membership.student_id).where(Membership.id.in_(present)),
                  ids(Membership.group_id).where(Membership.id.in_(present)), "году")


def of_group(model: type[Base], group_id: int) -> sa.ColumnElement[bool]:
    """Rows of the group and of whoever is or was in it; raises NotChosenBy for what belongs to no group."""
    if model is TimetableChange:
        journals = ids(Journal.id).where(Journal.group_id == group_id)
        return sa.or_(TimetableChange.journal_id.in_(journals), TimetableChange.new_journal_id.in_(journals))
    return _among(model, ids(Membership.student_id).where(Membership.group_id == group_id),
                  ids(Group.id).where(Group.id == group_id), "группе")


def _among(model: type[Base], students: Ids, groups: Ids, by: str) -> sa.ColumnElement[bool]:
    if model is Guardian:
        return Guardian.id.in_(ids(Guardianship.guardian_id).where(Guardianship.student_id.in_(students)))
    if hangs_on(model, Group):
        return within(model, Group, groups)
    if hangs_on(model, Student):
        return within(model, Student, students)
    raise NotChosenBy(f"Раздел «{model.__labels__}» не отбирается по {by}")


def changed_since(model: type[Base], number: int) -> sa.ColumnElement[bool]:
    """Rows named by later records of changes; all of them when a load past them has been written down."""
    later = sa.and_(AuditRecord.id > number, AuditRecord.action != AuditAction.EXPORT)
    tables = [model.__tablename__]
    touched = [model.id.in_(ids(AuditRecord.entity_id).where(AuditRecord.entity == model.__tablename__, later))]
    if model in WRITTEN_WITH:
        whole, column = WRITTEN_WITH[model]
        tables.append(whole.__tablename__)
        touched.append(column.in_(ids(AuditRecord.entity_id).where(AuditRecord.entity == whole.__tablename__, later)))
    loaded = sa.exists().where(AuditRecord.entity.in_(tables), later, AuditRecord.action == AuditAction.BULK)
    return sa.or_(loaded, *touched)


def latest_change(wall_now: dt.datetime) -> int:
    """Up to which record everything has come to rest: what is read next starts after it, and misses nothing."""
    moving = db.session.scalar(sa.select(sa.func.min(AuditRecord.id)).where(AuditRecord.at > wall_now - SETTLES))
    if moving is not None:
        return moving - 1
    return db.session.scalar(sa.select(sa.func.max(AuditRecord.id))) or 0
