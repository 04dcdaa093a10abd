"""Places of the week of whole groups: those of the file stay or come, the others end (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from actions.intake.report import Tally, bring
from actions.intake.timetable import WeekRow
from actions.timetable_names import Names
from models import Journal, Semester, TimetableSlot, db
from queries.timetable_books import TaughtBook
from rules.calendar import WorkCalendar
from rules.planned import Place
from rules.spans import Days
from rules.timetable_difference import Held
from rules.timetable_weeks import spans, stretched
from rules.words import WEEKDAYS

DAY = dt.timedelta(days=1)
CARD = "card"  # where a lesson of aSc stands
Slots = list[tuple[Place, TaughtBook]]


def weeks_of_template(rows: Iterable[WeekRow], names: Names, semester: Semester, days: Days,
                      has_bell: Callable[[int, int], bool]) -> Slots:
    """Places of a week told as such; what is not resolved is among the refusals of ``names``."""
    assert days.ends is not None
    found: dict[tuple[object, ...], tuple[Place, TaughtBook]] = {}
    for row in rows:
        group = names.group(row.line, row.group)
        if not has_bell(row.line, row.pair) or group is None:
            continue
        lesson = names.lesson(row.line, CARD, semester.id, group, row.what)
        if lesson is not None and lesson.substitute is not None:
            names.refusals.add(row.line, CARD, f"«{row.what.discipline}»: {row.what.teacher} не ведёт журнал "
                               f"группы {row.group}: смените преподавателя в журнале")
        for book in lesson.books if lesson else ():
            place = Place(book.id, row.weekday, row.pair, row.parity, days.starts, days.ends, row.what.room)
            found.setdefault((book.id, row.weekday, row.pair, row.parity), (place, book))
    return list(found.values())


def weeks_of_dates(wanted: Mapping[tuple[dt.date, int], Iterable[Held]], books: Mapping[int, TaughtBook],
                   semester: Semester, days: Days, calendar: WorkCalendar) -> Slots:
    """Places of the week that explain lessons by date with the fewest changes; the usual room is theirs."""
    assert days.ends is not None
    whole = [days.starts + DAY * number for number in range((days.ends - days.starts).days + 1)]
    possible = {weekday: [day for day in whole if day.isoweekday() == weekday and calendar.is_working(day)]
                for weekday in range(1, 8)}
    held: dict[tuple[int, int, int], dict[dt.date, str | None]] = defaultdict(dict)
    for (day, _), lessons in wanted.items():
        for one in lessons:
            held[one.journal, day.isoweekday(), one.pair][day] = one.room
    starts, found = semester.academic_year.starts, []
    for (journal, weekday, pair), rooms in sorted(held.items()):
        for span in spans(frozenset(rooms), possible[weekday], starts):
            told = Counter(room for day, room in rooms.items() if room and span.holds(day, starts))
            own = stretched(span, days, possible[weekday], starts)
            place = Place(journal, weekday, pair, span.parity, own.starts, own.ends or days.ends,
                          min(told, key=lambda room: (-told[room], room)) if told else None)
            found.append((place, books[journal]))
    return found


def bring_weeks(slots: Slots, groups: Collection[int], semester: Semester, days: Days, tally: Tally,
                update: bool) -> None:
    """Make the week of the groups between the days the one given; ``update`` off: only add."""
    stored = _stored(groups, semester, days)
    for place, book in slots:
        row = stored.pop((place.journal, place.weekday, place.pair, place.parity, place.starts), None)
        title = f"{WEEKDAYS[place.weekday - 1]}, {place.pair}-я пара, {book.whose}: {book.title}"
        if row is None:
            db.session.add(TimetableSlot(
                journal_id=place.journal, weekday=place.weekday, pair=place.pair, parity=place.parity,
                starts=place.starts, ends=place.ends, room=place.room))
        values = {"ends": place.ends} | ({"room": place.room} if place.room else {})
        words = bring(row, values, update) if row is not None else []
        tally.add(title, created=row is None, differences=words, kept=not update)
    for row in stored.values():
        words = [f"места в недельном расписании нет {days}"]
        tally.add(str(row), created=False, differences=words, kept=not update)
        if update:
            _end(row, days)


def _stored(groups: Collection[int], semester: Semester,
            days: Days) -> dict[tuple[object, ...], TimetableSlot]:
    rows = db.session.scalars(
        sa.select(TimetableSlot).join(Journal, Journal.id == TimetableSlot.journal_id)
        .options(joinedload(TimetableSlot.journal).options(
            joinedload(Journal.group), joinedload(Journal.subgroup), joinedload(Journal.line)))
        .where(Journal.semester_id == semester.id, Journal.group_id.in_(groups),
               TimetableSlot.ends >= days.starts, TimetableSlot.starts <= days.ends)
        .order_by(TimetableSlot.weekday, TimetableSlot.pair, TimetableSlot.id))
    return {(row.journal_id, row.weekday, row.pair, row.parity, row.starts): row for row in rows}


def _end(row: TimetableSlot, days: Days) -> None:
    """Leave of the place only what is outside of the days."""
    assert days.ends is not None
    before, after = row.starts < days.starts, row.ends > days.ends
    if before and after:
        db.session.add(TimetableSlot(
            journal_id=row.journal_id, weekday=row.weekday, pair=row.pair, parity=row.parity,
            starts=days.ends + DAY, ends=row.ends, room=row.room))
    if before:
        row.ends = days.starts - DAY
    elif after:
        row.starts = days.ends + DAY
    else:
        db.session.delete(row)
