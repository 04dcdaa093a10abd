"""Notices made from the journal of changes afterwards, each once (п. 4.1, 5.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from actions.alarms import unusual
from actions.notice_rows import Told, write
from actions.notices_of_work import found_by_control, written_by_others
from models import (
    Absence,
    AbsenceKind,
    AuditRecord,
    Cell,
    ChangeRequest,
    CurriculumLine,
    FinalMark,
    Inspection,
    Journal,
    Lesson,
    Mark,
    Message,
    Notification,
    ReopeningRequest,
    SupportRequest,
    Thread,
    db,
)
from queries.inspections import addressees
from queries.notice_people import audiences, families, takers
from queries.notices import still_concerns
from rules import notices
from rules.groups import academic_year
from rules.terms import NotificationKind as Kind

# the audit is read again for as long: a transaction that commits late has a smaller number than those before it
REACH = dt.timedelta(days=3)
# of which requests an answer is told: what is an answer, in what words, on which page
ANSWERS: tuple[tuple[Any, Callable[..., bool], Callable[..., str], Callable[..., str]], ...] = (
    (SupportRequest, notices.is_answered, lambda asked: f"Ответ на обращение № {asked.id}",
     lambda asked: f"/support/{asked.id}"),
    (ReopeningRequest, notices.is_decided, lambda asked: "Ответ на просьбу открыть запись в журнале",
     lambda asked: f"/journal/{asked.journal_id}/reopening"),
    (ChangeRequest, notices.is_decided, lambda asked: "Ответ на сообщение об изменении карточки",
     lambda asked: f"/curator/contacts/{asked.student_id}"),
)
SOURCES = tuple(model.__tablename__ for model in (
    Cell, FinalMark, Message, Inspection, *(answer[0] for answer in ANSWERS)))


def derive(user: Identity, wall: dt.datetime) -> int:
    """Write the notices of recent changes that have none yet; run twice, it writes nothing the second time."""
    records = db.session.execute(_untold(wall - REACH)).all()
    told = [*_to_families(list(_of_journals(records, user.today)), user.today), *_of_messages(records, user.today),
            *_of_answers(records), *_of_inspections(records, user.today), *written_by_others(wall - REACH, user.now),
            *found_by_control(user.today), *unusual(user, wall)]
    return write(user, told, wall)


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


def _to_families(told: list[Told], day: dt.date) -> list[Told]:
    family = families({item.student_id for item in told if item.student_id is not None}, day)
    return [replace(item, people=family.get(item.student_id or 0, ())) for item in told]


def _of_journals(records: Iterable[Any], today: dt.date) -> Iterator[Told]:
    """What has been corrected before it was told is not told: the cell as it is now has the last word."""
    cells, finals = _of(filter(_may_concern, records), Cell), _of(records, FinalMark)
    for cell in db.session.execute(_cells(cells)) if cells else ():
        for record in cells[cell.id]:
            before, after = record.before.get("value", ""), record.after.get("value", "")
            url, when = f"/diary/{cell.student_id}?week={cell.date}", f"{cell.title}, {cell.date:%d.%m}"
            if cell.two and notices.is_new_two(before, after):
                yield Told(Kind.LOW_MARK, f"Новая отметка 2: {when}", url, (), record.id, student_id=cell.student_id)
            if cell.absent and notices.is_absence_today(before, after, cell.date, today):
                yield Told(Kind.ABSENCE, f"Пропуск занятия: {when}", url, (), record.id, student_id=cell.student_id)
    for final in db.session.execute(_finals(finals)) if finals else ():
        for record in finals[final.id]:
            if notices.is_published(record.before, record.after):
                yield Told(Kind.FINAL, f"Опубликована итоговая отметка: {final.title}",
                           f"/diary/{final.student_id}/results", (), record.id, student_id=final.student_id)


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


def _of_messages(records: Iterable[Any], day: dt.date) -> Iterator[Told]:
    """A message is news to the others of its conversation or audience; its complaint, an update, is not."""
    found = {number: rows[0] for number, rows in _of(records, Message).items() if not rows[0].before}
    if not found:
        return
    threads = {row.id: row.thread_id for row in db.session.execute(
        sa.select(Message.id, Message.thread_id).where(Message.id.in_(found)))}
    told = ((Kind.MESSAGE, "Новое сообщение", takers(found)),
            (Kind.ANNOUNCEMENT, "Новое объявление", audiences(found, day, academic_year(day))))
    for kind, text, people in told:
        for number, readers in people.items():
            thread = threads[number]
            yield Told(kind, text, f"/messages/{thread}", readers, found[number].id,
                       about=(Thread.__tablename__, thread))


def _of_answers(records: Iterable[Any]) -> Iterator[Told]:
    """To who asked: support has answered, a deputy or the clerk has decided (п. 5.3, 7.2, 8.2)."""
    for model, is_answer, text, url in ANSWERS:
        found = _of(records, model)
        for asked in db.session.scalars(sa.select(model).where(model.id.in_(found))) if found else ():
            for record in found[asked.id]:
                if is_answer(record.after) and record.actor_id != asked.author_id:
                    yield Told(Kind.REQUEST, text(asked), url(asked), (asked.author_id,), record.id,
                               about=(model.__tablename__, asked.id))


def mark_read(user: Identity, number: int | None = None) -> bool:
    """Note that the user has seen a notice of theirs, or all; False when there is no such notice."""
    own = [Notification.user_id == user.account, *([Notification.id == number] if number is not None else [])]
    if number is not None and db.session.scalar(sa.select(Notification.id).where(*own)) is None:
        return False
    _mark(user, *own)
    return True


def mark_opened(user: Identity, url: str) -> None:
    """The user has opened the page to which notices lead."""
    _mark(user, Notification.user_id == user.account, Notification.url == url)


def forget_lost(user: Identity) -> None:
    """Unread notices of what the user may see no longer are not counted any more."""
    _mark(user, Notification.user_id == user.account, ~still_concerns(user))


def _mark(user: Identity, *which: sa.ColumnElement[bool]) -> None:
    db.session.execute(sa.update(Notification).where(*which, Notification.read_at.is_(None)).values(read_at=user.now))


def _of_inspections(records: Iterable[Any], day: dt.date) -> Iterator[Told]:
    """A concluded inspection is told to the teachers and curators of its journals (п. 7.4)."""
    found = {number: next((row for row in rows if notices.is_concluded(row.before, row.after)), None)
             for number, rows in _of(records, Inspection).items()}
    concluded = {number: record for number, record in found.items() if record is not None}
    for act, people in (addressees(concluded, day) if concluded else {}).items():
        yield Told(Kind.FINDING, "Журналы проверены: прочитайте справку и отметьте, что ознакомились",
                   f"/control/inspections/{act}", people, concluded[act].id, about=(Inspection.__tablename__, act))
