"""One mark, one absence at a time, for forms that show them as rows; each goes through its cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions.cells import Entry, place_of, write_cell
from actions.periods import excuse, require_open
from actions.refusals import NotYours
from models import Absence, Cell, Homework, Lesson, Mark, db
from queries.cell_place import Place
from queries.college import bells, norms_on, work_calendar
from rules import deadlines, texts
from rules.cells import CellValue
from rules.terms import MarkKind, TaskKind
from rules.violation import Violation

Entity = TypeVar("Entity", Mark, Absence)


@dataclass(frozen=True)
class MarkEntry:
    value: int
    kind: MarkKind | None = None
    weight: int | None = None
    comment: str | None = None
    reason: str | None = None


def add_mark(user: Identity, lesson: Lesson, student_id: int, entry: MarkEntry) -> Mark:
    """Give one more mark at a lesson."""
    place = place_of(user, lesson.journal_id, lesson.id, student_id)
    now = place.cell.value
    _write_marks(user, place, (*now.marks, entry.value), entry)
    return db.session.execute(_of_cell(Mark, place).order_by(Mark.position.desc()).limit(1)).scalar_one()


def change_mark(user: Identity, mark: Mark, entry: MarkEntry) -> None:
    """Correct a mark, or its kind, weight and comment."""
    place, index = _place_of_mark(user, mark)
    values = list(place.cell.value.marks)
    values[index] = entry.value
    _write_marks(user, place, tuple(values), entry, index + 1)


def remove_mark(user: Identity, mark: Mark) -> None:
    """Take a mark away; the history keeps it."""
    place, index = _place_of_mark(user, mark)
    values = list(place.cell.value.marks)
    del values[index]
    value = CellValue(tuple(values), place.cell.value.absence)
    write_cell(user, place, Entry(str(value), place.cell.version, position=index + 1))


def note_absence(user: Identity, lesson: Lesson, student_id: int, letter: str, minutes: int | None = None,
                 reason: str | None = None) -> Absence:
    """Write that a student was absent or late."""
    place = place_of(user, lesson.journal_id, lesson.id, student_id)
    if place.cell.absence is not None:
        raise Violation("", "Пропуск за это занятие уже записан: исправьте его", "cell")
    _write_letter(user, place, letter, reason, minutes)
    return db.session.execute(_of_cell(Absence, place)).scalar_one()


def change_absence(user: Identity, absence: Absence, letter: str, minutes: int | None = None,
                   reason: str | None = None) -> None:
    """Specify an absence: the curator does it weekly (п. 5.3)."""
    _write_letter(user, _place_of_cell(user, absence.cell), letter, reason, minutes)


def remove_absence(user: Identity, absence: Absence) -> None:
    _write_letter(user, _place_of_cell(user, absence.cell), None, None)


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


def remove_homework(user: Identity, homework: Homework) -> None:
    _require_homework_time(user, homework.lesson, None)
    db.session.delete(homework)


def _require_homework_time(user: Identity, lesson: Lesson, reason: str | None) -> None:
    norms = norms_on(lesson.date)
    require_open(user, lesson.journal, lesson.date)
    excuse(user, lesson.journal, lesson.date, deadlines.check_homework_entry(
        user.now, lesson.date, work_calendar(user, norms), norms, reason,
        lesson_ends=bells().get(lesson.pair, (None, None))[1]))


def _write_letter(user: Identity, place: Place, letter: str | None, reason: str | None,
                  minutes: int | None = None) -> None:
    value = CellValue(place.cell.value.marks, letter)
    write_cell(user, place, Entry(str(value), place.cell.version, reason, minutes=minutes or 0))


def _write_marks(user: Identity, place: Place, marks: tuple[int, ...], entry: MarkEntry,
                 position: int | None = None) -> None:
    value = CellValue(marks, place.cell.value.absence)
    write_cell(user, place, Entry(str(value), place.cell.version, entry.reason, entry.kind, entry.weight,
                                  entry.comment, position))


def _place_of_mark(user: Identity, mark: Mark) -> tuple[Place, int]:
    """The mark's cell as it is now, and which of its marks this one is."""
    place = _place_of_cell(user, mark.cell)
    index = next((index for index, one in enumerate(place.cell.marks) if one.id == mark.id), None)
    if index is None:
        raise NotYours
    return place, index


def _place_of_cell(user: Identity, cell: Cell) -> Place:
    return place_of(user, cell.journal_id, cell.lesson_id, cell.student_id)


def _of_cell(model: type[Entity], place: Place) -> sa.Select[Entity]:
    """Rows of the cell, read anew."""
    return (sa.select(model).join(Cell, Cell.id == model.cell_id)
            .where(Cell.lesson_id == place.lesson_id, Cell.student_id == place.student_id)
            .execution_options(populate_existing=True))
