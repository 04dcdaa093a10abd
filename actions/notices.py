"""Notices made from the journal of changes afterwards, each once (п. 4.1, 5.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from access.scopes import covers
from models import (
    Absence,
    AbsenceKind,
    AuditRecord,
    Cell,
    CurriculumLine,
    FinalMark,
    Guardian,
    Guardianship,
    Journal,
    Lesson,
    Mark,
    Message,
    Notification,
    Participant,
    Student,
    SupportRequest,
    User,
    db,
)
from rules import notices
from rules.terms import NotificationKind as Kind

# the audit is read again for as long: a transaction that commits late has a smaller number than those before it
REACH = dt.timedelta(days=3)
SOURCES = tuple(model.__tablename__ for model in (Cell, FinalMark, Message, SupportRequest))


@dataclass(frozen=True)
class Told:
    """What one record of the audit is told as; people: accounts named by it, besides the student's family."""

    record_id: int
    kind: Kind
    text: str
    url: str
    student_id: int | None = None
    people: tuple[int, ...] = ()


def derive(user: Identity, wall: dt.datetime) -> int:
    """Write the notices of recent changes that have none yet; run twice, it writes nothing the second time."""
    records = db.session.execute(_untold(wall - REACH)).all()
    told = [*_of_journals(records, user.today), *_of_messages(records), *_of_answers(records)]
    family = _family({item.student_id for item in told if item.student_id}, user.today)
    made = [
        Notification(user_id=person, kind=item.kind, student_id=item.student_id, audit_id=item.record_id,
                     payload={"text": item.text, "url": item.url}, created_at=user.now)
        for item in told for person in _readers(item, family)]
    db.session.add_all(made)
    db.session.flush()
    return len(made)


def _untold(since: dt.datetime) -> sa.Select[Any]:
    known = sa.exists().where(Notification.audit_id == AuditRecord.id)
    return sa.select(AuditRecord.id, AuditRecord.entity, AuditRecord.entity_id, AuditRecord.student_id,
                     AuditRecord.actor_id, AuditRecord.before, AuditRecord.after).where(
        AuditRecord.at >= since, AuditRecord.entity.in_(SOURCES), ~known).order_by(AuditRecord.id)


def _of(records: Iterable[Any], model: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for record in records:
        if record.entity == model.__tablename__ and record.entity_id is not None:
            found[record.entity_id].append(record)
    return found


def _of_journals(records: Iterable[Any], today: dt.date) -> Iterator[Told]:
    """What has been corrected before it was told is not told: the cell as it is now has the last word."""
    cells, finals = _of(filter(_may_concern, records), Cell), _of(records, FinalMark)
    for cell in db.session.execute(_cells(cells)) if cells else ():
        for record in cells[cell.id]:
            before, after = record.before.get("value", ""), record.after.get("value", "")
            url, when = f"/diary/{cell.student_id}?week={cell.date}", f"{cell.title}, {cell.date:%d.%m}"
            if cell.two and notices.is_new_two(before, after):
                yield Told(record.id, Kind.LOW_MARK, f"Новая отметка 2: {when}", url, cell.student_id)
            if cell.absent and notices.is_absence_today(before, after, cell.date, today):
                yield Told(record.id, Kind.ABSENCE, f"Пропуск занятия: {when}", url, cell.student_id)
    for final in db.session.execute(_finals(finals)) if finals else ():
        for record in finals[final.id]:
            if notices.is_published(record.before, record.after):
                yield Told(record.id, Kind.FINAL, f"Опубликована итоговая отметка: {final.title}",
                           f"/diary/{final.student_id}", final.student_id)


def _may_concern(record: Any) -> bool:
    """Most entries are no news to the family: their cells are not read again."""
    if record.entity != Cell.__tablename__:
        return False
    before, after = record.before.get("value", ""), record.after.get("value", "")
    return notices.is_new_two(before, after) or notices.is_new_absence(before, after)


def _cells(numbers: Iterable[int]) -> sa.Select[*tuple[Any, ...]]:
    two = sa.exists().where(Mark.cell_id == Cell.id, Mark.year == Cell.year, Mark.value == 2)
    absent = sa.exists().where(Absence.cell_id == Cell.id, Absence.year == Cell.year,
                               Absence.kind_id == AbsenceKind.id, ~AbsenceKind.is_late)
    return (sa.select(Cell.id, Cell.student_id, Lesson.date, CurriculumLine.title, two.label("two"),
                      absent.label("absent"))
            .join(Lesson, Lesson.id == Cell.lesson_id).join(Journal, Journal.id == Cell.journal_id)
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .where(Cell.id.in_(numbers)))


def _finals(numbers: Iterable[int]) -> sa.Select[*tuple[Any, ...]]:
    return (sa.select(FinalMark.id, FinalMark.student_id, CurriculumLine.title)
            .join(Journal, Journal.id == FinalMark.journal_id)
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .where(FinalMark.id.in_(numbers), FinalMark.published_at.is_not(None)))


def _of_messages(records: Iterable[Any]) -> Iterator[Told]:
    """A message is news to the others of its conversation; its complaint, an update, is not."""
    found = {number: rows[0] for number, rows in _of(records, Message).items() if not rows[0].before}
    if not found:
        return
    people: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(
            sa.select(Message.id, Message.thread_id, Participant.user_id)
            .join(Participant, Participant.thread_id == Message.thread_id).join(User, User.id == Participant.user_id)
            .where(Message.id.in_(found), Participant.user_id != Message.author_id, User.blocked_at.is_(None))):
        people[row.id].append(row)
    for number, rows in people.items():
        yield Told(found[number].id, Kind.MESSAGE, "Новое сообщение", f"/messages/{rows[0].thread_id}",
                   people=tuple(row.user_id for row in rows))


def _of_answers(records: Iterable[Any]) -> Iterator[Told]:
    found = _of(records, SupportRequest)
    if not found:
        return
    authors = db.session.execute(sa.select(SupportRequest.id, SupportRequest.author_id).where(
        SupportRequest.id.in_(found)))
    for request in authors:
        for record in found[request.id]:
            if notices.is_answered(record.after) and record.actor_id != request.author_id:
                yield Told(record.id, Kind.REQUEST, f"Ответ на обращение № {request.id}", "/support/",
                           people=(request.author_id,))


def _readers(item: Told, family: dict[int, list[int]]) -> list[int]:
    return list(dict.fromkeys([*item.people, *(family.get(item.student_id, ()) if item.student_id else ())]))


def _family(students: set[int], day: dt.date) -> dict[int, list[int]]:
    """Accounts that are not blocked of the students themselves and of their representatives of that day."""
    found: dict[int, list[int]] = defaultdict(list)
    own = sa.select(Student.id.label("student"), User.id.label("reader")).join(User, User.id == Student.user_id).where(
        Student.id.in_(students), User.blocked_at.is_(None))
    parents = (sa.select(Guardianship.student_id.label("student"), User.id.label("reader"))
               .join(Guardian, Guardian.id == Guardianship.guardian_id)
               .join(User, User.id == Guardian.user_id)
               .where(Guardianship.student_id.in_(students), covers(Guardianship.starts, Guardianship.ends, day),
                      User.blocked_at.is_(None)))
    for student_id, user_id in db.session.execute(own.union(parents)) if students else ():
        found[student_id].append(user_id)
    return found


def mark_read(user: Identity, number: int | None = None) -> bool:
    """Note that the user has seen a notice of theirs, or all; False when there is no such notice."""
    own = [Notification.user_id == user.account, *([Notification.id == number] if number is not None else [])]
    if number is not None and db.session.scalar(sa.select(Notification.id).where(*own)) is None:
        return False
    db.session.execute(sa.update(Notification).where(*own, Notification.read_at.is_(None)).values(read_at=user.now))
    return True
