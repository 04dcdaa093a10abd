"""Whether a student's marks reach the number that п. 6.4 asks for, at the pace so far and with the lessons left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.terms import Term, WorkKind
from rules.words import plural


class Outlook(Term):
    """How it goes, the worst first."""

    OVER = "over", "отметок не хватило"
    BEHIND = "behind", "прежним темпом не успеет"
    NOT_BEGUN = "not_begun", "занятий ещё не было"
    ON_PACE = "on_pace", "успевает"
    ENOUGH = "enough", "отметок достаточно"


@dataclass(frozen=True)
class Pace:
    """``given`` marks of ``needed`` after ``held`` lessons of the student's, with ``left`` lessons to come."""

    given: int
    needed: int
    held: int
    left: int

    @property
    def missing(self) -> int:
        return max(self.needed - self.given, 0)

    @property
    def expected(self) -> int:
        """Marks at the end, when as many come with each lesson as came so far; a part of a mark is no mark."""
        return self.given + (self.given * self.left // self.held if self.held else 0)

    @property
    def outlook(self) -> Outlook:
        if not self.missing:
            return Outlook.ENOUGH
        if not self.left:
            return Outlook.OVER
        if not self.held:
            return Outlook.NOT_BEGUN
        return Outlook.ON_PACE if self.expected >= self.needed else Outlook.BEHIND

    @property
    def will_miss(self) -> bool:
        """Whether the number will not be reached unless something changes."""
        return self.outlook in (Outlook.OVER, Outlook.BEHIND)

    @property
    def words(self) -> str:
        """«нужно ещё 3 отметки, осталось 5 занятий»; what is missing when nothing is left."""
        if not self.missing:
            return ""
        marks = f"{self.missing} {plural(self.missing, 'отметка', 'отметки', 'отметок')}"
        if not self.left:
            return f"не хватает: {marks}"
        return f"нужно ещё: {marks}, осталось {self.left} {plural(self.left, 'занятие', 'занятия', 'занятий')}"


@dataclass(frozen=True)
class WorkCount:
    """Works of one kind: held of those planned; ``planned`` is None where no plan names them."""

    kind: WorkKind
    held: int
    planned: int | None

    @property
    def is_short(self) -> bool:
        """Whether fewer were held than the plan has; before the end it is only a remark."""
        return self.planned is not None and self.held < self.planned


def work_counts(held: Mapping[WorkKind, int], planned: Mapping[WorkKind, int] | None,
                control_works: int = 0) -> tuple[WorkCount, ...]:
    """Every kind of work that is planned or has been held (п. 6.4, 7.3); without a thematic plan the curriculum's
    number of control works is what is known."""
    plan: Mapping[WorkKind, int] = planned if planned is not None else (
        {WorkKind.CONTROL: control_works} if control_works else {})
    return tuple(WorkCount(kind, held.get(kind, 0), plan.get(kind, 0) if planned is not None else plan.get(kind))
                 for kind in WorkKind if held.get(kind) or plan.get(kind))
