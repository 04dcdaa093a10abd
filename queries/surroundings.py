"""What surrounds lessons: bells, days off, the semester, the college's norms — in one statement."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from models import AcademicYear, BellSchedule, BellSlot, Holiday, NormValue, Semester, db
from models.base import UtcDateTime
from queries.parts import Parts, by_part
from rules.calendar import WorkCalendar
from rules.norms import Norms, in_force
from rules.terms import DayKind

PARTS = Parts(number=sa.Integer(), text=sa.String(), kind=sa.String(), value=sa.String(), is_new=sa.Boolean(),
              starts=sa.Date(), ends=sa.Date(), opens=sa.Date(), rings=sa.Time(), rests=sa.Time(),
              amount=sa.Numeric(10, 2), at=UtcDateTime())
part = PARTS.part
Day = dt.date | sa.BindParameter[dt.date]
Bells = dict[int, tuple[dt.time, dt.time]]


@dataclass(frozen=True)
class DayOff:
    starts: dt.date
    ends: dt.date
    kind: DayKind
    title: str


@dataclass(frozen=True)
class Term:
    """The semester of a day, or the last one begun before it; ``year_starts`` counts odd and even weeks."""

    starts: dt.date
    ends: dt.date
    year_starts: dt.date
    number: int = 0
    id: int = 0


@dataclass(frozen=True)
class Surroundings:
    bells: Bells
    days_off: tuple[DayOff, ...]
    term: Term | None
    calendar: WorkCalendar
    norm_rows: tuple[tuple[str, Decimal, dt.date], ...]

    def norms_on(self, day: dt.date) -> Norms:
        return Norms.from_values(in_force(self.norm_rows, day))

    def day_off(self, day: dt.date) -> DayOff | None:
        return day_off(self.days_off, day)


def surroundings(user: Identity, day: dt.date) -> Surroundings:
    """The bells, all days off, the semester of ``day`` and the norms."""
    rows = by_part(db.session.connection().execute(STATEMENT, {"day": day}).all())
    norm_rows = tuple((row.text, row.amount, row.starts) for row in rows.get("norm", ()))
    off, zone = days_off_of(rows), user.now.tzinfo
    assert zone is not None
    calendar = WorkCalendar(zone, [(one.starts, one.ends, one.kind) for one in off],
                            Norms.from_values(in_force(norm_rows, day)).week_days)
    return Surroundings(bells_of(rows), off, term_of(rows), calendar, norm_rows)


def day_off(days_off: tuple[DayOff, ...], day: dt.date) -> DayOff | None:
    """Why the day is special; a working day moved onto a weekend beats a holiday."""
    found = [off for off in days_off if off.starts <= day <= off.ends]
    return next((off for off in found if off.kind == DayKind.WORKDAY), found[0] if found else None)


def bells_part() -> sa.Select[Any]:
    """The main schedule first: a pair takes the first times found."""
    rank = sa.case((BellSchedule.is_default, 0), else_=BellSchedule.id)
    return part("bell", rank=rank, number=BellSlot.pair, rings=BellSlot.starts, rests=BellSlot.ends
                ).join(BellSchedule, BellSchedule.id == BellSlot.schedule_id)


def days_off_part(first: Day, last: Day) -> sa.Select[Any]:
    return part("off", rank=Holiday.id, starts=Holiday.starts, ends=Holiday.ends, kind=Holiday.kind,
                text=Holiday.title).where(Holiday.starts <= last, Holiday.ends >= first)


def term_part(day: Day) -> sa.Select[Any]:
    last = sa.select(sa.func.max(Semester.starts)).where(Semester.starts <= day).scalar_subquery()
    return part("term", rank=Semester.id, number=Semester.number, starts=Semester.starts, ends=Semester.ends,
                opens=AcademicYear.starts).join(
        AcademicYear, AcademicYear.id == Semester.academic_year_id).where(Semester.starts == last)


def norms_part() -> sa.Select[Any]:
    return part("norm", text=NormValue.code, amount=NormValue.value, starts=NormValue.valid_from)


STATEMENT = PARTS.together(  # built once: pages of several families ask it
    bells_part(), days_off_part(dt.date.min, dt.date.max), term_part(sa.bindparam("day", type_=sa.Date())),
    norms_part())


def bells_of(rows: dict[str, list[Any]]) -> Bells:
    found: Bells = {}
    for row in rows.get("bell", ()):
        found.setdefault(row.number, (row.rings, row.rests))
    return found


def days_off_of(rows: dict[str, list[Any]]) -> tuple[DayOff, ...]:
    return tuple(DayOff(row.starts, row.ends, DayKind(row.kind), row.text) for row in rows.get("off", ()))


def term_of(rows: dict[str, list[Any]]) -> Term | None:
    found = rows.get("term", [None])[-1]
    return Term(found.starts, found.ends, found.opens, found.number, found.rank) if found else None
