"""Days of practices: which the timetable plans, which are filled for everybody present (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from access.identity import Identity
from models import Absence, AbsenceKind, Cell, DayLog, Journal, Lesson, TimetableChange, TimetableSlot, db
from queries.college import norms_on, work_calendar
from queries.practice_members import Member
from queries.timetable import GONE
from rules.calendar import WorkCalendar
from rules.planned import on_week
from rules.practice import DAY_HOURS, planned_count
from rules.spans import Days
from rules.terms import ChangeKind, WeekParity

Slots = dict[int, list[TimetableSlot]]
BRINGS = frozenset({ChangeKind.ADDED, ChangeKind.REPLACED})


@dataclass(frozen=True)
class Filling:
    """Days of one practice; ``unfilled`` are due by today and lack a log of somebody who was there."""

    planned: int = 0
    filled: tuple[dt.date, ...] = ()
    unfilled: tuple[dt.date, ...] = ()
    dates: tuple[dt.date, ...] = ()


def filling(user: Identity, practices: Sequence[tuple[Journal, Days]],
            members: dict[int, list[Member]]) -> dict[int, Filling]:
    """By journal; the number of queries does not depend on the number of practices."""
    ids = [journal.id for journal, _ in practices]
    if not ids:
        return {}
    dates = planned_dates(user, practices)
    filled = _filled(ids, members)
    return {journal.id: _counted(journal, dates[journal.id], filled[journal.id], user.today)
            for journal, _ in practices}


def _counted(journal: Journal, dates: Sequence[dt.date], filled: set[dt.date], today: dt.date) -> Filling:
    planned = max(planned_count(journal.planned_hours, dates), len(filled))
    due = [day for day in dates if day <= today and day not in filled]
    return Filling(planned, tuple(sorted(filled)), tuple(due[:planned - len(filled)]), tuple(dates))


def planned_dates(user: Identity, practices: Sequence[tuple[Journal, Days]]) -> dict[int, list[dt.date]]:
    """Dates by the timetable and its changes; without one, working days of a practice that takes them all."""
    ids = [journal.id for journal, _ in practices]
    calendar = work_calendar(user, norms_on(user.today))
    slots, changes = _slots(ids), _changes(ids)
    found = {}
    for journal, days in practices:
        pairs = {(day, slot.pair) for slot in slots.get(journal.id, ()) for day in _on(slot, days, calendar, journal)}
        pairs = _changed(pairs, journal.id, changes)
        dates = sorted({day for day, _ in pairs if days.holds(day)})
        found[journal.id] = dates or _whole_weeks(days, calendar, journal.planned_hours)
    return found


def _slots(ids: Sequence[int]) -> Slots:
    found: Slots = defaultdict(list)
    for slot in db.session.scalars(sa.select(TimetableSlot).where(TimetableSlot.journal_id.in_(ids))):
        found[slot.journal_id].append(slot)
    return found


def _changes(ids: Sequence[int]) -> list[TimetableChange]:
    return list(db.session.scalars(sa.select(TimetableChange).where(sa.or_(
        TimetableChange.journal_id.in_(ids), TimetableChange.new_journal_id.in_(ids))).order_by(TimetableChange.id)))


def _on(slot: TimetableSlot, days: Days, calendar: WorkCalendar, journal: Journal) -> Iterable[dt.date]:
    year_starts = journal.semester.academic_year.starts
    for day in _each_day(max(slot.starts, days.starts), min(slot.ends, days.ends or slot.ends)):
        if (day.isoweekday() == slot.weekday and calendar.is_working(day)
                and on_week(day, year_starts, WeekParity(slot.parity))):
            yield day


def _changed(pairs: set[tuple[dt.date, int]], journal_id: int, changes: Iterable[TimetableChange],
             ) -> set[tuple[dt.date, int]]:
    for change in changes:
        if change.journal_id == journal_id and change.kind in GONE:
            pairs = pairs - {(change.date, change.pair)}
        if change.kind in BRINGS and (change.new_journal_id or change.journal_id) == journal_id:
            pairs = pairs | {(change.date, change.pair)}
        if change.kind == ChangeKind.MOVED and change.journal_id == journal_id and change.new_date is not None:
            pairs = pairs | {(change.new_date, change.pair if change.new_pair is None else change.new_pair)}
    return pairs


def _whole_weeks(days: Days, calendar: WorkCalendar, hours: int) -> list[dt.date]:
    working = [day for day in _each_day(days.starts, days.ends or days.starts) if calendar.is_working(day)]
    return working if len(working) * DAY_HOURS <= hours + DAY_HOURS else []


def logged_days(journal_id: int) -> list[dt.date]:
    """Days on which the diary of the practice has been kept for somebody."""
    return list(db.session.scalars(sa.select(Lesson.date).join(DayLog, DayLog.lesson_id == Lesson.id).where(
        Lesson.journal_id == journal_id).distinct()))


def _each_day(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))


def _filled(ids: Sequence[int], members: dict[int, list[Member]]) -> dict[int, set[dt.date]]:
    """Days on which everybody in the group has either a log or an absence."""
    logs = Counter(dict(_pairs(sa.select(DayLog.lesson_id, sa.func.count()).join(DayLog.lesson).where(
        Lesson.journal_id.in_(ids)).group_by(DayLog.lesson_id))))
    logged = sa.exists().where(DayLog.lesson_id == Cell.lesson_id, DayLog.student_id == Cell.student_id)
    absent = Counter(dict(_pairs(
        sa.select(Cell.lesson_id, sa.func.count()).join(Absence, Absence.cell_id == Cell.id).join(
            AbsenceKind, AbsenceKind.id == Absence.kind_id).where(
            Cell.journal_id.in_(ids), AbsenceKind.counts_hours, sa.not_(logged)).group_by(Cell.lesson_id))))
    filled: dict[int, set[dt.date]] = {journal_id: set() for journal_id in ids}
    for lesson_id, journal_id, day in db.session.execute(
            sa.select(Lesson.id, Lesson.journal_id, Lesson.date).where(Lesson.journal_id.in_(ids))):
        there = sum(member.is_there(day) for member in members.get(journal_id, ()))
        if logs[lesson_id] + absent[lesson_id] >= there:
            filled[journal_id].add(day)
    return filled


def _pairs(query: sa.Select[int, int]) -> list[tuple[int, int]]:
    return [(row[0], row[1]) for row in db.session.execute(query)]
