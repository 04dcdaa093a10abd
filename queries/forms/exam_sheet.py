"""A credit or examination sheet of a journal: blank for the day of the exam, filled by published results (п. 6.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import FinalMark, Journal, db
from queries.finals import with_context
from queries.journal_kinds import kinds_of_line
from queries.journal_sheet import SEMESTERS
from queries.roster import roster
from rules import statistics
from rules.exam_sheets import counts, has_sheet
from rules.lessons import closed_reason
from rules.names import full_name
from rules.statistics import Tally
from rules.terms import FinalKind, FinalValue


@dataclass(frozen=True)
class Examined:
    """A line of the sheet; ``value`` is None where it is left to the pen, ``theme`` is a course project's."""

    number: int
    name: str
    value: FinalValue | None = None
    theme: str = ""


@dataclass(frozen=True)
class Resit:
    """The attempt of a debt that is held: its number, who examines or presides, the commission's members in words."""

    number: int
    examiner: str
    members: str


@dataclass(frozen=True)
class ExamSheet:
    """``held_on`` is the last day on which a result of the sheet was set, None of a blank one; ``resit``: of debts."""

    kind: FinalKind
    subject: str
    group: str
    subgroup: int | None
    course: int
    speciality: str
    semester: str
    hours: int
    teacher: str
    lines: tuple[Examined, ...]
    is_filled: bool
    held_on: dt.date | None = None
    resit: Resit | None = None

    @property
    def counts(self) -> list[tuple[FinalValue, int, Decimal | None]]:
        return counts(self.kind, (line.value for line in self.lines))

    @property
    def performance(self) -> Decimal | None:
        return statistics.performance(Tally.of(line.value for line in self.lines))

    @property
    def quality(self) -> Decimal | None:
        return statistics.quality(Tally.of(line.value for line in self.lines))


@dataclass(frozen=True)
class _Set:
    value: FinalValue
    theme: str
    on: dt.date


def sheet_kinds(journal: Journal) -> dict[FinalKind, bool]:
    """Results of the journal that have a sheet, and whether any of them is published."""
    found, concludes = with_context(journal)
    published = set(db.session.scalars(sa.select(FinalMark.kind).where(
        FinalMark.journal_id == journal.id, FinalMark.published_at.is_not(None)).distinct()))
    return {kind: kind in published for kind in kinds_of_line(found.line, concludes) if has_sheet(kind)}


def exam_sheet(user: Identity, journal: Journal, kind: FinalKind, filled: bool) -> ExamSheet:
    """Of the journal's group or subgroup: who studies, or who has a published result that the user reads."""
    found, _ = with_context(journal)
    results = _results(user, journal, kind) if filled else {}
    lines = _lines(found, results, min(user.today, found.semester.ends))
    return of_journal(found, kind, lines, filled, max((result.on for result in results.values()), default=None))


def of_journal(found: Journal, kind: FinalKind, lines: tuple[Examined, ...], filled: bool, held_on: dt.date | None,
               resit: Resit | None = None) -> ExamSheet:
    """A sheet of these lines under the names of the journal, read with all that it hangs on."""
    semester, group = found.semester, found.group
    return ExamSheet(
        kind, f"{found.line.index} {found.line.title}".strip(), group.name,
        found.subgroup.number if found.subgroup else None, group.course_in(semester.year), str(group.speciality),
        f"{SEMESTERS[semester.number]} {semester.academic_year} учебного года", found.line.total,
        found.teacher.full_name, lines, filled, held_on, resit)


def _lines(journal: Journal, results: Mapping[int, _Set], day: dt.date) -> tuple[Examined, ...]:
    """Who has left without a result is on no sheet; who studies and has none is left blank."""
    there = [line for line in roster(journal, journal.semester)
             if line.student_id in results or closed_reason(day, line.stays) is None]
    return tuple(Examined(number, full_name(line.last_name, line.first_name, line.patronymic),
                          *_entered(results.get(line.student_id))) for number, line in enumerate(there, 1))


def _entered(result: _Set | None) -> tuple[FinalValue | None, str]:
    return (result.value, result.theme) if result else (None, "")


def _results(user: Identity, journal: Journal, kind: FinalKind) -> dict[int, _Set]:
    """Published results as first put: what is made up later has a sheet of its own."""
    found = db.session.execute(
        sa.select(FinalMark.student_id, FinalMark.value, FinalMark.theme, FinalMark.set_at).where(
            FinalMark.journal_id == journal.id, FinalMark.kind == kind, FinalMark.published_at.is_not(None),
            rows(user, Action.READ, FinalMark)))
    zone = user.now.tzinfo
    return {row.student_id: _Set(FinalValue(row.value), row.theme or "", row.set_at.astimezone(zone).date())
            for row in found}
