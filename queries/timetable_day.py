"""One day of a group for who changes it: its lessons with what has happened to them, its changes (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Journal, TimetableChange, db
from queries.timetable_changes import rule_of
from queries.timetable_week import Timetable, Whose, lessons_of, read_timetable, shown_lesson
from rules.change_words import ChangeNames, said
from rules.diary import monday_of
from rules.groups import with_subgroup
from rules.planned import Planned


@dataclass(frozen=True)
class DayLesson:
    """A lesson of the day; one that is ``off`` cannot be changed again."""

    pair: int
    journal: int
    title: str
    teacher: str
    room: str | None
    note: str | None
    off: bool


@dataclass(frozen=True)
class DayChange:
    id: int
    words: str


@dataclass(frozen=True)
class Day:
    date: dt.date
    day_off: str | None
    lessons: tuple[DayLesson, ...]
    changes: tuple[DayChange, ...]


def day_of_group(user: Identity, group: Whose, date: dt.date) -> Day:
    """The day by the week and its changes; the statements of a week and one for the changes."""
    timetable = read_timetable(user, monday_of(date))
    off = timetable.around.day_off(date)
    lessons = tuple(_lesson(timetable, one) for one in lessons_of(timetable, group, date, date))
    return Day(date, off.title if off is not None and not timetable.around.calendar.is_working(date) else None, lessons,
               tuple(_changes(user, group, date)))


def _lesson(timetable: Timetable, one: Planned) -> DayLesson:
    shown = shown_lesson(timetable, one)
    title = with_subgroup(shown.title, shown.subgroup)
    return DayLesson(one.pair, one.journal, title, shown.teacher, shown.room, shown.note, shown.off)


def _changes(user: Identity, group: Whose, date: dt.date) -> list[DayChange]:
    journal, new = aliased(Journal), aliased(Journal)
    found = db.session.scalars(
        sa.select(TimetableChange).outerjoin(journal, journal.id == TimetableChange.journal_id)
        .outerjoin(new, new.id == TimetableChange.new_journal_id)
        .where(sa.or_(TimetableChange.date == date, TimetableChange.new_date == date),
               sa.or_(journal.group_id == group.id, new.group_id == group.id), rows(user, READ, TimetableChange))
        .options(joinedload(TimetableChange.journal).joinedload(Journal.line),
                 joinedload(TimetableChange.new_journal).joinedload(Journal.line),
                 joinedload(TimetableChange.substitute))
        .order_by(TimetableChange.date, TimetableChange.pair, TimetableChange.id))
    return [DayChange(change.id, _words(change, date)) for change in found]


def _words(change: TimetableChange, date: dt.date) -> str:
    names = ChangeNames(change.substitute.short_name if change.substitute else "",
                        change.new_journal.line.title if change.new_journal else "", change.reason or "")
    told = said(rule_of(change), change.journal.line.title if change.journal else "", names)
    return told if change.date == date else f"{change.date:%d.%m}, {told}"
