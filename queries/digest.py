"""«Изменено в ваших журналах»: entries that another hand has made in a teacher's journals (п. 2.1, 5.3, 5.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
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
    db,
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
    records = db.session.execute(_query(user, since_seq).limit(limit)).all()
    lessons = _lessons(records)
    return [_change(record, lessons.get(_lesson_id(record) or 0)) for record in records]


def _query(user: Identity, since_seq: int) -> sa.Select[Any]:
    """A record with its author, its student, its journal and the lesson it hangs on, while that is still there."""
    lesson_id = sa.func.coalesce(
        sa.case((AuditRecord.entity == Lesson.__tablename__, AuditRecord.entity_id)),
        *(model.lesson_id for model in OF_LESSON)).label("lesson_id")
    curates = sa.exists().where(
        Curatorship.group_id == Journal.group_id, Curatorship.user_id == AuditRecord.actor_id,
        covers(Curatorship.starts, Curatorship.ends, user.today)).correlate(Journal, AuditRecord)
    query = (
        sa.select(AuditRecord.id, AuditRecord.at, AuditRecord.entity, AuditRecord.entity_id, AuditRecord.action,
                  AuditRecord.actor_id, AuditRecord.source, AuditRecord.before, AuditRecord.after, AuditRecord.reason,
                  AuditRecord.journal_id, lesson_id, curates.label("curates"), Group.name.label("group"),
                  CurriculumLine.title, User.last_name, User.first_name, User.patronymic,
                  Student.last_name.label("student"), Student.first_name.label("student_name"))
        .join(Journal, Journal.id == AuditRecord.journal_id).join(Group, Group.id == Journal.group_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .outerjoin(User, User.id == AuditRecord.actor_id).outerjoin(Student, Student.id == AuditRecord.student_id)
        .where(AuditRecord.id > since_seq, AuditRecord.journal_id.in_(my_journals(user)),
               AuditRecord.entity.in_(ENTRIES), ~_confirmation(), rows(user, READ, AuditRecord),
               AuditRecord.actor_id.is_distinct_from(user.id))
        .order_by(AuditRecord.id.desc()))
    for model in OF_LESSON:
        query = query.outerjoin(model, sa.and_(AuditRecord.entity == model.__tablename__,
                                               AuditRecord.entity_id == model.id))
    return query


def _confirmation() -> sa.ColumnElement[bool]:
    """The curator confirms an absence as it was recorded: nothing of the teacher's entry has changed (п. 5.3)."""
    def side(name: str) -> list[Any]:
        return [record[name].as_string() for record in (AuditRecord.before, AuditRecord.after)]
    (value, now), (confirmed, confirmed_now) = side("value"), side("confirmed")
    return sa.and_(AuditRecord.entity == Cell.__tablename__, value == now,
                   confirmed.is_distinct_from(confirmed_now))


def _lesson_id(record: Any) -> int | None:
    """Of what has been deleted since, the journal of changes still knows the lesson."""
    known: int | None = record.lesson_id or record.before.get("lesson_id") or record.after.get("lesson_id")
    return known


def _lessons(records: Iterable[Any]) -> dict[int, Any]:
    wanted = {lesson_id for record in records if (lesson_id := _lesson_id(record))}
    found = db.session.execute(sa.select(Lesson.id, Lesson.date, Lesson.teacher_id, Lesson.substituted_id)
                               .where(Lesson.id.in_(wanted))) if wanted else ()
    return {row.id: row for row in found}


def _change(record: Any, lesson: Any) -> OthersChange:
    model = ENTRIES[record.entity]
    author = (short_name(record.last_name, record.first_name, record.patronymic) if record.last_name
              else unsigned(record.source))
    is_cell = model is Cell
    return OthersChange(
        record.id, record.at, author, record.journal_id, f"{record.group}: {record.title}",
        lesson.id if lesson else None, lesson.date if lesson else None,
        " ".join(part for part in (record.student, record.student_name) if part), model.__label__,
        AuditAction(record.action), record.before.get("value", "") if is_cell else "",
        record.after.get("value", "") if is_cell else "", () if is_cell else _fields(model, record),
        record.reason or "", _told(record, lesson))


def _fields(model: type[Base], record: Any) -> tuple[str, ...]:
    names = dict.fromkeys([*record.before, *record.after])
    return tuple(label_of(model, name) for name in names if name in sa.inspect(model).attrs)


def _told(record: Any, lesson: Any) -> str:
    """A substitute's lesson and a curator's absences are told, not alarmed."""
    if _is_substitute(record, lesson):
        return SUBSTITUTED
    if record.curates and record.entity == Cell.__tablename__ and _marks(record.before) == _marks(record.after):
        return CURATED
    return ""


def _is_substitute(record: Any, lesson: Any) -> bool:
    if record.actor_id is None:
        return False
    if lesson is not None:
        return bool(lesson.substituted_id is not None and lesson.teacher_id == record.actor_id)
    deleted = record.before  # of a lesson that is gone the record itself says who gave it
    return deleted.get("substituted_id") is not None and deleted.get("teacher_id") == record.actor_id


def _marks(values: dict[str, Any]) -> tuple[Any, ...]:
    """The marks of a cell's record and how they were described."""
    digits = [part for part in values.get("value", "").split("/") if part.isdigit()]
    return digits, values.get("kind", []), values.get("weight"), values.get("comment")
