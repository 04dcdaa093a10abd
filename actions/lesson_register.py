"""A whole lesson in one go: topic, tasks, works, homework, absences and marks, all of it or nothing (п. 5.6, 6.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from access.identity import Identity
from actions import cells
from actions.lessons import LessonEntry, Refused, record_lesson
from models import Journal, Lesson
from queries.college import absence_kinds, letters, norms_on
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
    refusals = [refusal for cell in typed if (refusal := _save(user, journal, recorded, cell, kind, entry.reason))]
    if refusals:
        raise Refused(refusals)
    return recorded


def _save(user: Identity, journal: Journal, lesson: Lesson, typed: CellEntry, kind: MarkKind | None,
          reason: str | None) -> Violation | None:
    try:
        cells.save_cell(user, journal, lesson, typed.student_id,
                        cells.Entry(typed.value, typed.version, reason, _kind_of(typed.value, kind)))
    except cells.Stale as stale:
        now = f"записано «{stale.value}»" if stale.value else "клетка очищена"
        return Violation("", f"Пока форма была открыта: {now}, {stale.author}. "
                             "Сохраните ещё раз, если нужно ваше", typed.field)
    except cells.NotYours:
        return Violation("5.4", "Этого студента в журнале нет", typed.field)
    except Violation as violation:
        return Violation(violation.point, violation.message, typed.field, violation.needs)
    return None


def _kind_of(value: str, kind: MarkKind | None) -> MarkKind | None:
    """A letter alone has no kind of work."""
    return kind if any(sign.isdigit() for sign in value) else None


def _unreadable(user: Identity, entry: LessonEntry, typed: Sequence[CellEntry]) -> list[Violation]:
    """Cells that could not be read, told together with what is wrong about the lesson itself."""
    known, norms = letters(absence_kinds()), norms_on(entry.date)
    found = []
    for cell in typed:
        try:
            parse(cell.value, known, norms, is_worked_off(user.today, entry.date, entry.reason),
                  same_day=user.today <= entry.date)
        except Violation as violation:
            found.append(Violation(violation.point, violation.message, cell.field, violation.needs))
    return found
