"""Turning a year or a semester: the preview written in one transaction, and taken back whole (п. 5.4; order 7, 10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from actions import turns
from actions.intake.trace import tracing
from actions.refusals import Refused
from actions.rollover_groups import GraduationOrder, close_finished, continue_curators, rename
from actions.rollover_journals import TeacherOf, make
from actions.taking_back import InUse, take_back
from actions.turns import Turn
from models import AcademicYear, Holiday, Semester, YearOperation, db
from queries.rollover import Plan, Target, my_parts, plan, semester_of, starts_of
from rules.rollover import YearDates, YearPart, archived, check_dates
from rules.spans import Days
from rules.violation import Violation


@dataclass(frozen=True)
class Chosen:
    """What the person answered; empty answers leave the proposals as they are.

    skipped: ids of old days off not to copy; names: new names of groups by id; orders: of graduation by group;
    staying: students who do not graduate with their group; teachers: by group, line and subgroup.
    """

    dates: YearDates | None = None
    skipped: frozenset[int] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict)
    orders: Mapping[int, GraduationOrder] = field(default_factory=dict)
    staying: frozenset[int] = frozenset()
    teachers: Mapping[TeacherOf, int | None] = field(default_factory=dict)


def turn(user: Identity, target: Target, chosen: Chosen) -> YearOperation | None:
    """Write the user's parts of the plan; None when there is nothing left to do. Raises Refused; never commits."""
    turns.take(Turn.YEAR)
    found = plan(user, target)
    if found.calendar.archived:
        raise Refused([archived(target.year)])
    with tracing(db.session()) as trace:
        report = _write(user, found, chosen)
        db.session.flush()  # so that the trace sees all of it
        made = trace.as_json()
    if not any(made.values()):
        return None
    operation = YearOperation(year=target.year, number=target.number, user_id=user.account, at=user.now,
                              parts=sorted(found.parts), report=report, made=made)
    db.session.add(operation)
    db.session.flush()  # so that the operation has its number
    return operation


def undo(user: Identity, operation: YearOperation) -> int:
    """Take the operation back whole; how many rows. Raises InUse with what was built on it; never commits."""
    turns.take(Turn.YEAR)
    db.session.refresh(operation)
    if operation.made is None or operation.undone_at is not None:
        raise InUse(["Этот переход уже отменён"])
    if db.session.scalar(sa.select(AcademicYear.archived_at).where(AcademicYear.year == operation.year)):
        raise InUse([str(archived(operation.year))])
    if not set(operation.parts) <= my_parts(user):
        raise InUse(["Отменить переход может тот, кто вправе менять всё, что в нём сделано"])
    count = take_back(user, operation.made, {"year_operation_undone": operation.id},
                      f"отменён переход на {operation.number} семестр {operation.year}-{operation.year + 1}")
    operation.undone_at, operation.made = user.now, None
    return count


def _write(user: Identity, found: Plan, chosen: Chosen) -> list[list[Any]]:
    """Part by part, in the order in which one needs the other; [title, number] of what was done."""
    acts: dict[YearPart, Callable[[], dict[str, int]]] = {
        YearPart.CALENDAR: lambda: _calendar(found, chosen),
        YearPart.GROUPS: lambda: {**close_finished(user, found.finishing, chosen.orders, chosen.staying),
                                  **rename(found.renamed, chosen.names)},
        YearPart.CURATORS: lambda: continue_curators(found.target.year, starts()),
        YearPart.JOURNALS: lambda: make(user, semester_of(found.target), found.journals, chosen.teachers),
    }

    def starts() -> dt.date:  # after the calendar, which may be entered otherwise than proposed
        return starts_of(found.target, semester_of(found.target), found.calendar)
    report: list[list[Any]] = []
    violations: list[Violation] = []
    for part, act in acts.items():
        if part in found.parts:
            try:
                report += [[title, number] for title, number in act().items() if number]
            except Refused as refused:
                violations += refused.violations
            except Violation as violation:
                violations.append(violation)
    if violations:
        raise Refused(violations)
    return report


def _calendar(found: Plan, chosen: Chosen) -> dict[str, int]:
    """The year with its semesters, or the semester that is missing; days off a year later."""
    calendar, year = found.calendar, found.target.year
    if not calendar.missing:
        return {}
    dates = chosen.dates or calendar.dates
    others = [(str(one), Days(one.starts, one.ends)) for one in db.session.scalars(
        sa.select(AcademicYear).where(AcademicYear.year != year))]
    if violations := check_dates(year, dates, others):
        raise Refused(violations)
    row = db.session.scalar(sa.select(AcademicYear).where(AcademicYear.year == year))
    if row is None:
        row = AcademicYear(year=year, starts=dates.year.starts, ends=dates.year.ends)
        db.session.add(row)
    for number in calendar.missing:
        days = dates.semesters[number]
        db.session.add(Semester(academic_year=row, number=number, starts=days.starts, ends=days.ends))
    copied = [one for one in calendar.holidays if one.id not in chosen.skipped]
    db.session.add_all(Holiday(starts=one.days.starts, ends=one.days.ends, kind=one.kind, title=one.title)
                       for one in copied)
    db.session.flush()  # so that journals find their semester
    return {"Создано семестров": len(calendar.missing), "Перенесено нерабочих дней": len(copied)}
