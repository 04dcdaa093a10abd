"""What the college has set: norms, working days, absence letters, bells."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from access.identity import Identity
from models import AbsenceKind, BellSchedule, BellSlot, College, Holiday, NormValue, Semester, db
from rules.calendar import WorkCalendar
from rules.cells import AbsenceLetter
from rules.norms import Norms, in_force


def norms_on(day: dt.date) -> Norms:
    """The college's norms in force on a day; the design's defaults where it set none."""
    rows = db.session.execute(sa.select(NormValue.code, NormValue.value, NormValue.valid_from))
    return Norms.from_values(in_force([(row.code, row.value, row.valid_from) for row in rows], day))


def work_calendar(user: Identity, norms: Norms) -> WorkCalendar:
    """The college's days in its own zone (the identity's moment carries it)."""
    rows = db.session.execute(sa.select(Holiday.starts, Holiday.ends, Holiday.kind).order_by(Holiday.id))
    zone = user.now.tzinfo
    assert zone is not None
    return WorkCalendar(zone, [(row.starts, row.ends, row.kind) for row in rows], norms.week_days)


KINDS = sa.select(AbsenceKind.letter, AbsenceKind.title, AbsenceKind.excused, AbsenceKind.counts_hours,
                  AbsenceKind.is_late).order_by(AbsenceKind.position)


def absence_kinds() -> list[AbsenceLetter]:
    """The college's dictionary of absences in its own order; what is pending is not flushed."""
    return [AbsenceLetter(*row) for row in db.session.connection().execute(KINDS)]


def bells() -> dict[int, tuple[dt.time, dt.time]]:
    """Start and end of each pair by the main bell schedule."""
    rows = db.session.execute(sa.select(BellSlot.pair, BellSlot.starts, BellSlot.ends).join(BellSchedule)
                              .order_by(BellSchedule.is_default.desc(), BellSchedule.id, BellSlot.pair))
    found: dict[int, tuple[dt.time, dt.time]] = {}
    for row in rows:
        found.setdefault(row.pair, (row.starts, row.ends))
    return found


def current_semester(day: dt.date) -> Semester | None:
    """The semester of a day, or the last one that had begun."""
    return db.session.scalar(
        sa.select(Semester).where(Semester.starts <= day).order_by(Semester.starts.desc()).limit(1))


def college() -> College | None:
    return db.session.scalar(sa.select(College).order_by(College.id).limit(1))
