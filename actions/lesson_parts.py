"""What a lesson consists of: works, tasks done in class, homework; rows that stay keep what hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from access.identity import Identity
from models import Absence, Cell, Homework, Lesson, LessonTask, Work, db
from rules import texts
from rules.terms import TaskKind
from rules.texts import DeclaredWork

if TYPE_CHECKING:
    from actions.lessons import HomeworkEntry, LessonEntry, TaskEntry


def fill(user: Identity, lesson: Lesson, entry: LessonEntry) -> None:
    """Write the entry into the lesson's columns and parts."""
    if lesson.hours is not None and lesson.hours != entry.hours:
        _recount_absences(user, lesson, entry.hours)
    lesson.date, lesson.pair, lesson.hours, lesson.kind = entry.date, entry.pair, entry.hours, entry.kind
    lesson.topic, lesson.syllabus_topic_id = texts.clean(entry.topic), entry.syllabus_topic_id
    lesson.deviation_reason = entry.deviation_reason or None
    lesson.late_reason = entry.reason or lesson.late_reason
    if entry.attendance and lesson.attendance_at is None:
        lesson.attendance_at = user.now
    _fill_works(lesson, entry.works)
    _fill_tasks(lesson, entry.tasks)
    _fill_homework(user, lesson, entry.homework, entry.reason)


def _recount_absences(user: Identity, lesson: Lesson, hours: int) -> None:
    """Hours missed are the lesson's hours: cells with an absence that counts follow it, each with a new version."""
    for absence in db.session.scalars(sa.select(Absence).join(Absence.cell).where(Cell.lesson_id == lesson.id)):
        if absence.kind.counts_hours:
            absence.hours = hours
            absence.cell.version += 1
            absence.cell.updated_at, absence.cell.updated_by_id = user.now, user.account


def _fill_works(lesson: Lesson, works: tuple[DeclaredWork, ...]) -> None:
    """Works are matched by kind and number, so that their marks stay with them."""
    wanted = {(declared.kind, declared.number) for declared in works}
    for work in [work for work in lesson.works if (work.kind, work.number) not in wanted]:
        lesson.works.remove(work)
    for declared in works:
        found = next((work for work in lesson.works if (work.kind, work.number) == (declared.kind, declared.number)),
                     None)
        if found is None:
            found = Work(kind=declared.kind, number=declared.number)
            lesson.works.append(found)
        found.title, found.held_on = texts.clean(declared.title), declared.held_on or lesson.date


def _fill_tasks(lesson: Lesson, tasks: tuple[TaskEntry, ...]) -> None:
    written = [(texts.clean(task.text), task.kind) for task in tasks if texts.clean(task.text)]
    stored = list(lesson.tasks)
    for task in stored[len(written):]:
        lesson.tasks.remove(task)
    for position, (text, kind) in enumerate(written, 1):
        if position <= len(stored):
            stored[position - 1].text, stored[position - 1].kind = text, kind  # type: ignore[assignment]
        else:
            lesson.tasks.append(LessonTask(position=position, text=text, kind=kind))


def _fill_homework(user: Identity, lesson: Lesson, entry: HomeworkEntry, reason: str | None) -> None:
    text = texts.clean(entry.text)
    if not text:
        lesson.homework.clear()
        return
    if not lesson.homework:
        lesson.homework.append(Homework(text=text, entered_at=user.now, late_reason=reason or None))
    homework = lesson.homework[0]
    homework.text, homework.due_on = text, entry.due_on
    homework.kind = entry.kind or TaskKind.EXERCISE
