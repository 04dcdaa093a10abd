"""The calendar of the year to come: dates and days off proposed from the last year (п. 6.9)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from models import AcademicYear, Holiday, db
from rules.rollover import YearDates, next_dates, year_later
from rules.spans import Days
from rules.terms import DayKind


@dataclass(frozen=True)
class DayOffPlan:
    """A day off of the last year on the same dates of the next; id: of the old row."""

    id: int
    title: str
    kind: DayKind
    days: Days


@dataclass(frozen=True)
class CalendarPlan:
    """dates: as stored or proposed; missing: numbers of semesters to create; is_new: the year itself is created."""

    dates: YearDates
    is_new: bool
    missing: tuple[int, ...]
    holidays: tuple[DayOffPlan, ...]
    archived: bool
    warnings: tuple[str, ...]


def calendar_plan(year: int, number: int) -> CalendarPlan:
    """Semesters up to the asked one; days off are copied only together with a new year."""
    known = {row.year: row for row in db.session.scalars(
        sa.select(AcademicYear).where(AcademicYear.year.in_((year - 1, year)))
        .options(selectinload(AcademicYear.semesters)))}
    own, last = known.get(year), known.get(year - 1)
    proposed = next_dates(_dates(last)) if last is not None else _usual(year)
    if own is None:
        holidays = _holidays(last, proposed.year) if last is not None else ()
        warnings = () if last is None or last.semesters else ("У прошлого года нет семестров: проверьте даты",)
        return CalendarPlan(YearDates(proposed.year, {**_usual(year).semesters, **proposed.semesters}), True, (1, 2),
                            holidays, False, warnings)
    stored = _dates(own)
    missing = tuple(wanted for wanted in (1, 2) if wanted not in stored.semesters and wanted <= number)
    semesters = {**_usual(year).semesters, **proposed.semesters, **stored.semesters}
    return CalendarPlan(YearDates(stored.year, semesters), False, missing, (), own.archived_at is not None, ())


def _dates(year: AcademicYear) -> YearDates:
    return YearDates(Days(year.starts, year.ends), {one.number: Days(one.starts, one.ends) for one in year.semesters})


def _usual(year: int) -> YearDates:
    """Of a college whose first year it is."""
    return YearDates(Days(dt.date(year, 9, 1), dt.date(year + 1, 6, 30)), {
        1: Days(dt.date(year, 9, 1), dt.date(year, 12, 29)),
        2: Days(dt.date(year + 1, 1, 9), dt.date(year + 1, 6, 30))})


def _holidays(last: AcademicYear, to: Days) -> tuple[DayOffPlan, ...]:
    """Moved working days belong to their year alone; what is entered already is not proposed."""
    assert to.ends is not None
    rows = db.session.scalars(sa.select(Holiday).where(
        Holiday.ends >= last.starts, Holiday.starts <= to.ends).order_by(Holiday.starts)).all()
    entered = [(row.kind, Days(row.starts, row.ends)) for row in rows if row.starts > last.ends]
    found = []
    for row in rows:
        moved = Days(year_later(row.starts), year_later(row.ends))
        known = any(kind == row.kind and days.meets(moved) for kind, days in entered)
        if row.kind != DayKind.WORKDAY and row.starts <= last.ends and not known:
            found.append(DayOffPlan(row.id, row.title, DayKind(row.kind), moved))
    return tuple(found)
