"""Which of a student's results the diploma takes (п. 6.6, 6.9): the last one of a subject, course works apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rules.terms import FinalKind, FinalValue

# of one semester: the course's result sums the others up, an exam stands above the semester's mark
_WEIGHT = {FinalKind.SEMESTER: 0, FinalKind.COURSE: 2}


@dataclass(frozen=True)
class Mark:
    """A result by its kind in a semester of the plan (1–12)."""

    kind: FinalKind
    value: FinalValue
    semester: int


def final_mark(marks: Iterable[Mark]) -> Mark | None:
    """The one that goes to the diploma: of the latest semester, «итоговая» first; None without any."""
    found = [mark for mark in marks if mark.kind is not FinalKind.COURSE_PROJECT]
    return max(found, key=lambda mark: (mark.semester, _WEIGHT.get(mark.kind, 1))) if found else None
