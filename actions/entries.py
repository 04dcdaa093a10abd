"""One mark, one absence at a time, for forms that show them as rows; each goes through its cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions.cells import Entry, NotYours, Saved, find_cell, save_cell, value_of
from actions.periods import excuse, require_open
from models import Absence, Cell, Homework, Lesson, Mark, db
from queries.college import bells, norms_on, work_calendar
from rules import deadlines, texts
from rules.cells import CellValue
from rules.terms import MarkKind, TaskKind
from rules.violation import Violation


@dataclass(frozen=True)
class MarkEntry:
    value: int
    kind: MarkKind | None = None
    weight: int | None = None
    comment: str | None = None
    reason: str | None = None


def add_mark(user: Identity, lesson: Lesson, student_id: int, entry: MarkEntry) -> Mark:
    """Give one more mark at a lesson."""
    cell = find_cell(lesson, student_id)
    now = value_of(cell)
    _save(user, lesson, student_id, cell, CellValue((*now.marks, entry.value), now.absence), entry)
    return _found(lesson, student_id).marks[-1]


def change_mark(user: Identity, mark: Mark, entry: MarkEntry) -> None:
    """Correct a mark, or its kind, weight and comment."""
    cell = mark.cell
    now = value_of(cell)
    marks = tuple(entry.value if place == mark.position else value for place, value in enumerate(now.marks, 1))
    _save(user, cell.lesson, cell.student_id, cell, CellValue(marks, now.absence), entry, mark.position)


def remove_mark(user: Identity, mark: Mark, reason: str | None = None) -> None:
    """Take a mark away; the history keeps it."""
    cell, position = mark.cell, mark.position
    now = value_of(cell)
    marks = tuple(value for place, value in enumerate(now.marks, 1) if place != position)
    entry = Entry(str(CellValue(marks, now.absence)), cell.version, reason, position=position)
    save_cell(user, cell.journal, cell.lesson, cell.student_id, entry)


def note_absence(user: Identity, lesson: Lesson, student_id: int, letter: str, minutes: int | None = None,
                 reason: str | None = None) -> Absence:
    """Write that a student was absent or late."""
    cell = find_cell(lesson, student_id)
    if cell is not None and cell.absence is not None:
        raise Violation("", "Пропуск за это занятие уже записан: исправьте его", "cell")
    _write_letter(user, lesson, student_id, cell, letter, reason)
    absence = _found(lesson, student_id).absence
    assert absence is not None
    absence.minutes_late = minutes
    return absence


def change_absence(user: Identity, absence: Absence, letter: str, minutes: int | None = None,
                   reason: str | None = None) -> None:
    """Specify an absence: the curator does it weekly (п. 5.3)."""
    cell = absence.cell
    _write_letter(user, cell.lesson, cell.student_id, cell, letter, reason)
    absence.minutes_late = minutes


def remove_absence(user: Identity, absence: Absence, reason: str | None = None) -> None:
    cell = absence.cell
    _write_letter(user, cell.lesson, cell.student_id, cell, None, reason)


def set_homework(user: Identity, lesson: Lesson, homework: Homework | None, text: str, kind: TaskKind | None,
                 due_on: dt.date | None, reason: str | None = None) -> Homework:
    """Set or change homework of a lesson (п. 6.2)."""
    text = texts.clean(text)
    refusal = texts.check_homework(text, kind, "text") if text else Violation("6.2", "Напишите задание", "text")
    if refusal is None and due_on is not None and due_on <= lesson.date:
        refusal = Violation("6.2", "Срок задания раньше следующего занятия: укажите день после занятия", "due_on")
    if refusal is not None:
        raise refusal
    _require_homework_time(user, lesson, reason)
    if homework is None:
        homework = Homework(lesson=lesson, entered_at=user.now, late_reason=reason)
        db.session.add(homework)
    assert kind is not None  # texts.check_homework has refused a task without its kind
    homework.text, homework.kind, homework.due_on = text, kind, due_on
    db.session.flush()  # so that the rights below see the row
    mine = sa.or_(rows(user, Action.CREATE, Homework), rows(user, Action.UPDATE, Homework))
    if db.session.scalar(sa.select(Homework.id).where(Homework.id == homework.id, mine)) is None:
        raise NotYours
    return homework


def remove_homework(user: Identity, homework: Homework, reason: str | None = None) -> None:
    _require_homework_time(user, homework.lesson, reason)
    db.session.delete(homework)


def _require_homework_time(user: Identity, lesson: Lesson, reason: str | None) -> None:
    norms = norms_on(lesson.date)
    require_open(user, lesson.journal, lesson.date)
    excuse(user, lesson.journal, lesson.date, deadlines.check_homework_entry(
        user.now, lesson.date, work_calendar(user, norms), norms, reason,
        lesson_ends=bells().get(lesson.pair, (None, None))[1]))


def _write_letter(user: Identity, lesson: Lesson, student_id: int, cell: Cell | None, letter: str | None,
                  reason: str | None) -> Saved:
    value = CellValue(value_of(cell).marks, letter)
    return save_cell(user, lesson.journal, lesson, student_id,
                     Entry(str(value), cell.version if cell else 0, reason))


def _save(user: Identity, lesson: Lesson, student_id: int, cell: Cell | None, value: CellValue, entry: MarkEntry,
          position: int | None = None) -> Saved:
    return save_cell(user, lesson.journal, lesson, student_id, Entry(
        str(value), cell.version if cell else 0, entry.reason, entry.kind, entry.weight, entry.comment, position))




def _found(lesson: Lesson, student_id: int) -> Cell:
    cell = find_cell(lesson, student_id)
    assert cell is not None
    return cell
