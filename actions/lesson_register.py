"""A whole lesson in one go: topic, tasks, works, homework, absences and marks, all of it or nothing (п. 5.6, 6.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from access.identity import Identity
from actions.cells import Entry, Stale
from actions.lesson_cells import Refusal, save_cells
from actions.lessons import LessonEntry, record_lesson
from actions.refusals import NotYours, Refused
from models import Journal, Lesson
from queries.college import absence_kinds, norms_on
from rules.cells import is_worked_off, parse
from rules.terms import MarkKind
from rules.violation import Violation


@dataclass(frozen=True)
class CellEntry:
    """What is to stand in a student's cell and the version it was seen at."""

    student_id: int
    value: str
    version: int

    @property
    def field(self) -> str:
        return f"cell_{self.student_id}"


def record_whole(user: Identity, journal: Journal, entry: LessonEntry, lesson: Lesson | None,
                 typed: Sequence[CellEntry], kind: MarkKind | None = None) -> Lesson:
    """Record the lesson and the cells that were typed; raises ``Refused`` with a field for each refusal.

    ``kind`` is what the marks are given for; None lets the lesson's work decide. Flushes, never commits.
    """
    try:
        recorded = record_lesson(user, journal, entry, lesson)
    except Refused as refused:
        raise Refused([*refused.violations, *_unreadable(user, entry, typed)]) from refused
    except Violation as violation:
        raise Refused([violation]) from violation
    refusals = save_cells(user, journal, recorded, {
        cell.student_id: Entry(cell.value, cell.version, entry.reason, _kind_of(cell.value, kind)) for cell in typed})
    if refusals:
        raise Refused([_told(refusals[cell.student_id], cell.field) for cell in typed if cell.student_id in refusals])
    return recorded


def _told(refusal: Refusal, field: str) -> Violation:
    if isinstance(refusal, Stale):
        now = f"записано «{refusal.value}»" if refusal.value else "клетка очищена"
        return Violation("", f"Пока форма была открыта: {now}, {refusal.author}. "
                             "Сохраните ещё раз, если нужно ваше", field)
    if isinstance(refusal, NotYours):
        return Violation("5.4", "Этого студента в журнале нет", field)
    return Violation(refusal.point, refusal.message, field, refusal.needs)


def _kind_of(value: str, kind: MarkKind | None) -> MarkKind | None:
    """A letter alone has no kind of work."""
    return kind if any(sign.isdigit() for sign in value) else None


def _unreadable(user: Identity, entry: LessonEntry, typed: Sequence[CellEntry]) -> list[Violation]:
    """Cells that could not be read, told together with what is wrong about the lesson itself."""
    known, norms = absence_kinds(), norms_on(entry.date)
    found = []
    for cell in typed:
        try:
            parse(cell.value, known, norms, is_worked_off(user.today, entry.date, entry.reason),
                  same_day=user.today <= entry.date)
        except Violation as violation:
            found.append(Violation(violation.point, violation.message, cell.field, violation.needs))
    return found
