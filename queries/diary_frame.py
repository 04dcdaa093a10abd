"""What surrounds a week of the diary: bells, days off, the semester, the norm of п. 6.3 — all in one statement."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from models import (
    AcademicYear,
    Acknowledgement,
    BellSchedule,
    BellSlot,
    Holiday,
    NormValue,
    Semester,
    db,
)
from models.base import UtcDateTime
from rules.norms import Norms
from rules.terms import AcknowledgementKind, DayKind

COLUMNS: dict[str, Any] = {
    "part": sa.String(), "rank": sa.Integer(), "number": sa.Integer(), "text": sa.String(), "kind": sa.String(),
    "starts": sa.Date(), "ends": sa.Date(), "opens": sa.Date(), "rings": sa.Time(), "rests": sa.Time(),
    "at": UtcDateTime()}


@dataclass(frozen=True)
class DayOff:
    starts: dt.date
    ends: dt.date
    kind: DayKind
    title: str


@dataclass(frozen=True)
class Term:
    """The semester of the week, or the last one begun before its end; ``year_starts`` counts odd and even weeks."""

    starts: dt.date
    ends: dt.date
    year_starts: dt.date


@dataclass(frozen=True)
class Frame:
    bells: dict[int, tuple[dt.time, dt.time]]
    days_off: tuple[DayOff, ...]
    term: Term | None
    results_days: int
    acknowledged_at: dt.datetime | None

    def day_off(self, day: dt.date) -> DayOff | None:
        """Why the day is special; a working day moved onto a weekend beats a holiday."""
        found = [off for off in self.days_off if off.starts <= day <= off.ends]
        return next((off for off in found if off.kind == DayKind.WORKDAY), found[0] if found else None)


def frame(user: Identity, student_id: int, monday: dt.date, sunday: dt.date) -> Frame:
    """The surroundings of a student's week as the user sees them."""
    parts = (_bells(), _days_off(monday, sunday), _term(sunday), _results_days(user.today),
             _acknowledged(user, student_id, monday))
    rows: dict[str, list[Any]] = {}
    for row in sorted(db.session.execute(sa.union_all(*parts)), key=lambda row: row.rank):
        rows.setdefault(row.part, []).append(row)
    bells: dict[int, tuple[dt.time, dt.time]] = {}
    for row in rows.get("bell", ()):
        bells.setdefault(row.number, (row.rings, row.rests))
    term, norm, seen = (rows.get(part, [None])[-1] for part in ("term", "norm", "seen"))
    return Frame(
        bells, tuple(DayOff(row.starts, row.ends, DayKind(row.kind), row.text) for row in rows.get("off", ())),
        Term(term.starts, term.ends, term.opens) if term else None, norm.number if norm else Norms().results_days,
        seen.at if seen else None)


def _part(name: str, **columns: Any) -> sa.Select[Any]:
    """A select with all columns of the statement, those not named being empty."""
    values = {"part": sa.literal(name), "rank": sa.literal(0), **columns}
    return sa.select(*(sa.cast(values.get(column, sa.null()), kind).label(column) if column not in columns
                       else sa.type_coerce(columns[column], kind).label(column) for column, kind in COLUMNS.items()))


def _bells() -> sa.Select[Any]:
    """The main schedule first: a pair takes the first times found."""
    rank = sa.case((BellSchedule.is_default, 0), else_=BellSchedule.id)
    return _part("bell", rank=rank, number=BellSlot.pair, rings=BellSlot.starts, rests=BellSlot.ends
                 ).join(BellSchedule, BellSchedule.id == BellSlot.schedule_id)


def _days_off(monday: dt.date, sunday: dt.date) -> sa.Select[Any]:
    return _part("off", rank=Holiday.id, starts=Holiday.starts, ends=Holiday.ends, kind=Holiday.kind,
                 text=Holiday.title).where(Holiday.starts <= sunday, Holiday.ends >= monday)


def _term(sunday: dt.date) -> sa.Select[Any]:
    last = sa.select(sa.func.max(Semester.starts)).where(Semester.starts <= sunday).scalar_subquery()
    return _part("term", starts=Semester.starts, ends=Semester.ends, opens=AcademicYear.starts).join(
        AcademicYear, AcademicYear.id == Semester.academic_year_id).where(Semester.starts == last)


def _results_days(today: dt.date) -> sa.Select[Any]:
    """The college's own number of days, the latest one in force last."""
    valid = sa.select(sa.func.max(NormValue.valid_from)).where(
        NormValue.code == "results_days", NormValue.valid_from <= today).scalar_subquery()
    return _part("norm", number=sa.cast(NormValue.value, sa.Integer)).where(
        NormValue.code == "results_days", NormValue.valid_from == valid)


def _acknowledged(user: Identity, student_id: int, monday: dt.date) -> sa.Select[Any]:
    return _part("seen", at=Acknowledgement.at).where(
        Acknowledgement.user_id == user.id, Acknowledgement.kind == AcknowledgementKind.DIARY,
        Acknowledgement.subject_id == student_id, Acknowledgement.week == monday)
