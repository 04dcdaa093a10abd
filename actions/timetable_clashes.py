"""Who is in two places after a file has come in: told, not refused (п. 5.5)."""

from __future__ import annotations

import sqlalchemy as sa

from actions.timetable_names import Names
from models import TimetableChange, TimetableSlot, db
from queries.timetable_books import all_semesters
from queries.timetable_changes import rule_of
from rules.calendar import WorkCalendar
from rules.planned import Place, planned
from rules.spans import Days
from rules.terms import WeekParity
from rules.timetable import Weekly
from rules.timetable_conflicts import Conflict, conflicts
from rules.words import WEEKDAYS

SHOWN = 100  # the rest are counted


def told_conflicts(days: Days, names: Names, calendar: WorkCalendar) -> list[str]:
    """«Преподаватель Иванова Л. А., понедельник, 2-я пара: «…» и «…»; занятий: 5»."""
    found: dict[str, int] = {}
    for conflict in conflicts(_lessons(days, names, calendar)):
        words = _words(conflict, names)
        found[words] = found.get(words, 0) + 1
    told = [f"{words} (занятий: {count})" if count > 1 else words for words, count in found.items()]
    return [*told[:SHOWN], *([f"Накладок ещё: {len(told) - SHOWN}"] if len(told) > SHOWN else [])]


def _lessons(days: Days, names: Names, calendar: WorkCalendar) -> list[Weekly]:
    """Every lesson that is held in the days, with substitutes in place of teachers."""
    assert days.ends is not None
    slots = db.session.scalars(sa.select(TimetableSlot).where(
        TimetableSlot.starts <= days.ends, TimetableSlot.ends >= days.starts))
    places = [Place(slot.journal_id, slot.weekday, slot.pair, WeekParity(slot.parity), slot.starts, slot.ends,
                    slot.room) for slot in slots]
    changes = [rule_of(row) for row in db.session.scalars(sa.select(TimetableChange).where(sa.or_(
        TimetableChange.date.between(days.starts, days.ends),
        TimetableChange.new_date.between(days.starts, days.ends))).order_by(TimetableChange.id))]
    year = max((one.academic_year.starts for one in all_semesters() if one.starts <= days.ends), default=days.starts)
    return [Weekly(names.by_id[one.journal].as_class(one.room, one.substitute), one.date.isoweekday(), one.pair,
                   WeekParity.EVERY, Days(one.date, one.date))
            for one in planned(places, changes, days.starts, days.ends, calendar, year)
            if not one.off and one.journal in names.by_id]


def _words(conflict: Conflict, names: Names) -> str:
    one, other = conflict.one, conflict.other
    who = {"teacher": names.teacher_name(one.what.teacher), "room": one.what.room or ""}.get(conflict.kind.value, "")
    head = " ".join(filter(None, (conflict.kind.title.capitalize(), who)))
    return f"{head}, {WEEKDAYS[one.weekday - 1]}, {one.pair}-я пара: «{one.what.title}» и «{other.what.title}»"

