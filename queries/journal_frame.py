"""What surrounds a journal's grid: norms, days off, closings, leave to write, the timetable — in one statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from models import Closing, Holiday, Journal, NormValue, ReopeningGrant, TimetableChange, TimetableSlot, db
from models.base import UtcDateTime
from queries.parts import Parts, by_part
from rules.calendar import WorkCalendar
from rules.lessons import ClosedPeriod, Reopening
from rules.norms import Norms, in_force
from rules.openness import closing_title
from rules.planned import on_week
from rules.terms import ChangeKind, ClosingScope, DayKind, WeekParity

PARTS = Parts(value=sa.Numeric(10, 2), kind=sa.String(), starts=sa.Date(), ends=sa.Date(), at=UtcDateTime(),
              weekday=sa.Integer(), pair=sa.Integer(), new_pair=sa.Integer(), user=sa.Integer(), ours=sa.Integer())
JOURNAL = sa.bindparam("journal", type_=sa.Integer())
GONE = frozenset({ChangeKind.CANCELLED, ChangeKind.REPLACED, ChangeKind.MOVED})


@dataclass(frozen=True)
class Planned:
    """A pair of the timetable that has no record in the journal yet."""

    date: dt.date
    pair: int


@dataclass(frozen=True)
class Frame:
    """The journal's days; rows of the timetable as they are stored."""

    norms: tuple[tuple[dt.date, Norms], ...]
    calendar: WorkCalendar
    closings: tuple[ClosedPeriod, ...]
    grants: tuple[Reopening, ...]
    slots: tuple[Any, ...]
    changes: tuple[Any, ...]

    def norms_on(self, day: dt.date) -> Norms:
        """Norms in force on a day: they change rarely, so that lessons share them."""
        return next((norms for since, norms in reversed(self.norms) if since <= day), Norms())

    def reopened_until(self, day: dt.date, now: dt.datetime) -> dt.datetime | None:
        """The end of the longest living leave to write about the day."""
        living = [grant.expires_at for grant in self.grants if grant.starts <= day <= grant.ends
                  and now <= grant.expires_at]
        return max(living).astimezone(now.tzinfo) if living else None

    def planned(self, first: dt.date, last: dt.date, year_starts: dt.date) -> list[Planned]:
        """Pairs of the journal by the timetable and its changes, between two days inclusive."""
        pairs = {(day, slot.pair) for day in _days(first, last) if self.calendar.is_working(day)
                 for slot in self.slots if slot.weekday == day.isoweekday() and slot.starts <= day <= slot.ends
                 and on_week(day, year_starts, WeekParity(slot.kind))}
        for change in self.changes:
            if not change.ours and change.kind in GONE:
                pairs.discard((change.starts, change.pair))
            pairs |= {(day, pair) for day, pair in _incoming(change) if first <= day <= last}
        return [Planned(day, pair) for day, pair in sorted(pairs)]

    def substitutes(self, user: Identity) -> bool:
        """Whether the timetable has given a lesson of this journal to the user."""
        return any(change.kind == ChangeKind.SUBSTITUTED and change.user == user.id and change.starts <= user.today
                   for change in self.changes if user.id is not None)


def frame(user: Identity, journal: Journal) -> Frame:
    """Everything that decides which lessons are to come and which cells are open."""
    zone = user.now.tzinfo
    assert zone is not None
    semester = journal.semester
    asked = {"journal": journal.id, "user": user.id, "first": semester.starts, "last": semester.ends}
    found = by_part(db.session.connection().execute(STATEMENT, asked).all())
    norm_rows = [(row.kind, row.value, row.starts) for row in found.get("norm", ())]
    norms = tuple((since, Norms.from_values(in_force(norm_rows, since)))
                  for since in sorted({since for _, _, since in norm_rows}))
    days_off = [(row.starts, row.ends, DayKind(row.kind)) for row in found.get("off", ())]
    week_days = next((norm for since, norm in reversed(norms) if since <= user.today), Norms()).week_days
    return Frame(
        norms, WorkCalendar(zone, days_off, week_days),
        tuple(ClosedPeriod(row.starts, row.ends, closing_title(ClosingScope(row.kind), row.starts))
              for row in found.get("closing", ())),
        tuple(Reopening(row.starts, row.ends, row.at) for row in found.get("grant", ())),
        tuple(found.get("slot", ())), tuple(found.get("change", ())))


def _norms() -> sa.Select[Any]:
    return PARTS.part("norm", kind=NormValue.code, value=NormValue.value, starts=NormValue.valid_from)


def _days_off() -> sa.Select[Any]:
    return PARTS.part("off", rank=Holiday.id, kind=Holiday.kind, starts=Holiday.starts, ends=Holiday.ends)


def _closings() -> sa.Select[Any]:
    return PARTS.part("closing", rank=Closing.id, kind=Closing.scope, starts=Closing.starts, ends=Closing.ends).where(
        Closing.starts <= sa.bindparam("last"), Closing.ends >= sa.bindparam("first"))


def _grants() -> sa.Select[Any]:
    grant = ReopeningGrant
    return PARTS.part("grant", rank=grant.id, starts=grant.starts, ends=grant.ends, at=grant.expires_at).where(
        sa.or_(grant.journal_id.is_(None), grant.journal_id == JOURNAL),
        sa.or_(grant.user_id.is_(None), grant.user_id == sa.bindparam("user")))


def _slots() -> sa.Select[Any]:
    slot = TimetableSlot
    return PARTS.part("slot", rank=slot.id, kind=slot.parity, starts=slot.starts, ends=slot.ends, weekday=slot.weekday,
                 pair=slot.pair).where(slot.journal_id == JOURNAL)


def _changes() -> sa.Select[Any]:
    """Changes that take a lesson out of the journal or bring one (``ours``: instead of another journal's)."""
    change = TimetableChange
    ours = sa.case((change.new_journal_id == JOURNAL, 1), else_=0)
    return PARTS.part("change", rank=change.id, kind=change.kind, starts=change.date, ends=change.new_date,
                 pair=change.pair, new_pair=change.new_pair, user=change.substitute_id, ours=ours).where(
        sa.or_(change.journal_id == JOURNAL, change.new_journal_id == JOURNAL))


STATEMENT = PARTS.together(_norms(), _days_off(), _closings(), _grants(), _slots(), _changes())  # built once


def _incoming(change: Any) -> Iterator[tuple[dt.date, int]]:
    if change.kind == ChangeKind.ADDED or (change.kind == ChangeKind.REPLACED and change.ours):
        yield change.starts, change.pair
    if change.kind == ChangeKind.MOVED and change.ends is not None:
        yield change.ends, change.pair if change.new_pair is None else change.new_pair


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
