"""«Изменено в ваших журналах»: entries that another hand has made in a teacher's journals (п. 2.1, 5.3, 5.6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.kept import kept, rows_of
from access.scopes import covers, my_journals
from models import (
    Absence,
    AuditRecord,
    Cell,
    Curatorship,
    CurriculumLine,
    FinalMark,
    Group,
    Homework,
    Journal,
    Lesson,
    LessonTask,
    Mark,
    Student,
    User,
    Work,
)
from models.base import Base, label_of
from queries.audit import unsigned
from rules.names import short_name
from rules.terms import AuditAction

ENTRIES: dict[str, type[Base]] = {model.__tablename__: model for model in (
    Cell, Mark, Absence, Lesson, LessonTask, Work, Homework, FinalMark)}
OF_LESSON = (Cell, LessonTask, Work, Homework)
SUBSTITUTED, CURATED = "замена", "куратор уточнил пропуск"


@dataclass(frozen=True)
class OthersChange:
    """One record of the journal of changes made by somebody else.

    seq: the record's number, to ask from next time; what: «Клетка журнала», «Домашнее задание»;
    before, after: a cell's content; fields: labels of what else was changed;
    told: why it is in order, «замена» or «куратор уточнил пропуск»; "" when nothing explains it.
    """

    seq: int
    at: dt.datetime
    author: str
    journal_id: int
    journal: str
    lesson_id: int | None
    lesson_date: dt.date | None
    student: str
    what: str
    action: AuditAction
    before: str
    after: str
    fields: tuple[str, ...]
    reason: str
    told: str

    @property
    def alarming(self) -> bool:
        return not self.told


def changed_by_others(user: Identity, since_seq: int, limit: int = 200) -> list[OthersChange]:
    """Entries in the journals the user teaches, made by others after the audit record ``since_seq``, newest first."""
    newest = [row.id for row in rows_of(_newest(user), since=since_seq, most=limit)]
    return [_change(record) for record in rows_of(_told_of(user), records=newest)] if newest else []


@kept
def _newest(user: Identity) -> sa.SelectBase:
    """Numbers of the records: as a rule there are none, and nothing is looked up in a dozen tables."""
    return (
        sa.select(AuditRecord.id)
        .where(AuditRecord.id > sa.bindparam("since"), AuditRecord.journal_id.in_(my_journals(user)),
               AuditRecord.entity.in_(ENTRIES), ~_confirmation(), rows(user, READ, AuditRecord),
               AuditRecord.actor_id.is_distinct_from(user.id))
        .order_by(AuditRecord.id.desc()).limit(sa.bindparam("most", type_=sa.Integer())))


@kept
def _told_of(user: Identity) -> sa.SelectBase:
    """Records with their authors, students, journals and the lessons they hang on, while those are still there."""
    curates = sa.exists().where(
        Curatorship.group_id == Journal.group_id, Curatorship.user_id == AuditRecord.actor_id,
        covers(Curatorship.starts, Curatorship.ends, user.today)).correlate(Journal, AuditRecord)
    query = (
        sa.select(AuditRecord.id, AuditRecord.at, AuditRecord.entity, AuditRecord.action, AuditRecord.actor_id,
                  AuditRecord.source, AuditRecord.before, AuditRecord.after, AuditRecord.reason,
                  AuditRecord.journal_id, curates.label("curates"), Group.name.label("group"), CurriculumLine.title,
                  User.last_name, User.first_name, User.patronymic, Student.last_name.label("student"),
                  Student.first_name.label("student_name"), Lesson.id.label("lesson_id"), Lesson.date,
                  Lesson.teacher_id, Lesson.substituted_id)
        .join(Journal, Journal.id == AuditRecord.journal_id).join(Group, Group.id == Journal.group_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .outerjoin(User, User.id == AuditRecord.actor_id).outerjoin(Student, Student.id == AuditRecord.student_id)
        .where(AuditRecord.id.in_(sa.bindparam("records", expanding=True))).order_by(AuditRecord.id.desc()))
    for model in OF_LESSON:
        query = query.outerjoin(model, sa.and_(AuditRecord.entity == model.__tablename__,
                                               AuditRecord.entity_id == model.id))
    return query.outerjoin(Lesson, Lesson.id == _lesson_id())


def _lesson_id() -> sa.ColumnElement[int | None]:
    """Of what has been deleted since, the journal of changes still knows the lesson."""
    return sa.func.coalesce(
        sa.case((AuditRecord.entity == Lesson.__tablename__, AuditRecord.entity_id)),
        *(model.lesson_id for model in OF_LESSON),
        *(values["lesson_id"].as_integer() for values in (AuditRecord.before, AuditRecord.after)))


def _confirmation() -> sa.ColumnElement[bool]:
    """The curator confirms an absence as it was recorded: nothing of the teacher's entry has changed (п. 5.3)."""
    def side(name: str) -> list[Any]:
        return [record[name].as_string() for record in (AuditRecord.before, AuditRecord.after)]
    (value, now), (confirmed, confirmed_now) = side("value"), side("confirmed")
    return sa.and_(AuditRecord.entity == Cell.__tablename__, value == now,
                   confirmed.is_distinct_from(confirmed_now))


def _change(record: Any) -> OthersChange:
    model = ENTRIES[record.entity]
    author = (short_name(record.last_name, record.first_name, record.patronymic) if record.last_name
              else unsigned(record.source))
    is_cell = model is Cell
    return OthersChange(
        record.id, record.at, author, record.journal_id, f"{record.group}: {record.title}",
        record.lesson_id, record.date,
        " ".join(part for part in (record.student, record.student_name) if part), model.__label__,
        AuditAction(record.action), record.before.get("value", "") if is_cell else "",
        record.after.get("value", "") if is_cell else "", () if is_cell else _fields(model, record),
        record.reason or "", _told(record))


def _fields(model: type[Base], record: Any) -> tuple[str, ...]:
    names = dict.fromkeys([*record.before, *record.after])
    return tuple(label_of(model, name) for name in names if name in sa.inspect(model).attrs)


def _told(record: Any) -> str:
    """A substitute's lesson and a curator's absences are told, not alarmed."""
    if _is_substitute(record):
        return SUBSTITUTED
    if record.curates and record.entity == Cell.__tablename__ and _marks(record.before) == _marks(record.after):
        return CURATED
    return ""


def _is_substitute(record: Any) -> bool:
    if record.actor_id is None:
        return False
    if record.lesson_id is not None:
        return bool(record.substituted_id is not None and record.teacher_id == record.actor_id)
    deleted = record.before  # of a lesson that is gone the record itself says who gave it
    return deleted.get("substituted_id") is not None and deleted.get("teacher_id") == record.actor_id


def _marks(values: dict[str, Any]) -> tuple[Any, ...]:
    """The marks of a cell's record and how they were described."""
    digits = [part for part in values.get("value", "").split("/") if part.isdigit()]
    return digits, values.get("kind", []), values.get("weight"), values.get("comment")
