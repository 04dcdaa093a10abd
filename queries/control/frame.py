"""What a check is, what it is asked and what it answers (п. 5.7, 7.2–7.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from models.base import UtcDateTime
from queries.surroundings import Surroundings
from rules.lessons import PAIRS
from rules.norms import Norms
from rules.terms import Severity

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """A span of days at a moment of the college's clock, with its bells, days off and norms.

    threshold: of the check that is asked; journal: the only one to look at, None for all.
    """

    first: dt.date
    last: dt.date
    now: dt.datetime
    around: Surroundings
    threshold: Decimal = Decimal(0)
    journal: int | None = None

    @property
    def today(self) -> dt.date:
        return self.now.date()

    @cached_property
    def over(self) -> dt.date:
        """The last day of the span whose entries are due: today still has time (п. 6.1)."""
        return min(self.last, self.today - DAY)

    @cached_property
    def norms(self) -> Norms:
        """The numbers in force at the end of the span."""
        return self.around.norms_on(self.last)

    def days(self, last: dt.date | None = None) -> list[dt.date]:
        """Days of the span that are over, or all up to ``last``."""
        return [self.first + DAY * number for number in range(((last or self.over) - self.first).days + 1)]

    @cached_property
    def elsewhere(self) -> list[dt.date]:
        """Days of the span whose journal was kept before the transition: what was brought over is not judged."""
        return [day for day in self.days() if not self.around.norms_on(day).kept_here]

    def of(self, threshold: Decimal | None) -> Asked:
        """The same question with a check's own threshold."""
        return self if threshold is None else replace(self, threshold=threshold)

    def here(self, column: Any) -> sa.ColumnElement[bool]:
        """The journal asked about, or any."""
        return sa.true() if self.journal is None else column == self.journal


Say = Callable[[Any, Asked], str | None]


@dataclass(frozen=True)
class Check:
    """One rule of the regulation as a question to the database.

    name: stays put, findings and settings refer to it; title: the fault; advice: what to do next.
    select: ONE set-based select of faults (or of candidates), columns as ``found`` names them.
    say: a row in Russian, without names; None when the pure rule finds the candidate healthy.
    key: columns that make the fingerprint, so that tomorrow's fault is known as today's.
    by_semester: it looks at whole semesters, its findings carry the semester's first day.
    page: where it is put right: "journal", "topics", "finals", "practice"; "curator", "absences".
    threshold: the default of the college's own number, counted in ``unit``; None when there is none to set.
    """

    name: str
    point: str
    title: str
    severity: Severity
    advice: str
    select: Callable[[Asked], sa.Select[Any]]
    say: Say
    key: tuple[str, ...] = ("lesson_id",)
    by_semester: bool = False
    threshold: Decimal | None = None
    unit: str = ""
    page: str = "journal"

    def fingerprint(self, row: Any) -> str:
        return " ".join(f"{name}={getattr(row, name)}" for name in self.key)


def found(day: Any, responsible: Any, *, journal: Any = None, lesson: Any = None, student: Any = None,
          group: Any = None, explained: Any = None, **values: Any) -> sa.Select[Any]:
    """The columns of every check: where, who answers, and the values of its sentence.

    explained: what its author has already said of it, a reason of a late entry.
    """
    number = sa.cast(sa.null(), sa.Integer)
    said = sa.cast(sa.null(), sa.String) if explained is None else explained
    ids = {"journal_id": journal, "lesson_id": lesson, "student_id": student, "group_id": group,
           "responsible_id": responsible}
    return sa.select(day.label("day"), *((number if column is None else column).label(name)
                                         for name, column in ids.items()),
                     said.label("explained"), *(column.label(name) for name, column in values.items()))


def moments(asked: Asked, moment: Callable[[dt.date], dt.datetime], last: dt.date | None = None) -> sa.CTE:
    """By day of the span: the moment a pure rule of deadlines gives for it, columns ``day`` and ``moment``."""
    days = asked.days(last) or [asked.first]
    return sa.values(sa.column("day", sa.Date()), sa.column("moment", UtcDateTime()), name="due").data(
        [(day, moment(day)) for day in days]).cte("due")


def moments_of_pairs(asked: Asked, moment: Callable[[dt.date, dt.time | None], dt.datetime]) -> sa.CTE:
    """The same where the hour of the bell matters: by day and pair."""
    bells, days = asked.around.bells, asked.days() or [asked.first]
    return sa.values(sa.column("day", sa.Date()), sa.column("pair", sa.Integer()), sa.column("moment", UtcDateTime()),
                     name="due").data([(day, pair, moment(day, bells[pair][1] if pair in bells else None))
                                       for day in days for pair in PAIRS]).cte("due")


def yes(criterion: Any) -> Any:
    """1 where it holds, to be summed."""
    return sa.case((criterion, 1), else_=0)
