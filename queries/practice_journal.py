"""The journal of one practice: days × students, with hours, marks, absences and what is not filled (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import AttestationSheet, DayLog, Journal, Lesson, PracticeProgramme, db
from queries.journal_cells import Filled, filled_cells, sums_of
from queries.practice_programme import on_days, places
from queries.roster import RosterLine, roster
from rules.lessons import closed_reason


@dataclass(frozen=True)
class Log:
    """What a student did on a day."""

    work: str
    hours: int
    section_id: int | None
    version: int


@dataclass(frozen=True)
class Day:
    """A day of the practice, recorded or only planned; ``there`` were to be present, ``logged`` have a log."""

    date: dt.date
    lesson_id: int | None = None
    pair: int | None = None
    hours: int = 0
    topic: str = ""
    there: int = 0
    logged: int = 0
    absent: int = 0

    @property
    def is_filled(self) -> bool:
        return self.lesson_id is not None and self.logged + self.absent >= self.there


@dataclass(frozen=True)
class Box:
    """A student's day: what the square shows and what it says; ``state`` names its look."""

    text: str
    hint: str
    state: str = ""


@dataclass(frozen=True)
class Row:
    student_id: int
    number: int
    name: str
    note: str
    base: str
    boxes: tuple[Box, ...]
    hours: int
    marks: int
    average: Decimal | None
    missed: int
    unexcused: int
    sheet: str


@dataclass(frozen=True)
class PracticeJournal:
    """``lessons`` are the columns of ``rows``; ``days`` also name the days of the timetable not recorded yet."""

    lessons: tuple[Day, ...]
    rows: tuple[Row, ...]
    days: tuple[Day, ...]

    def first_unfilled(self, today: dt.date) -> dt.date | None:
        """The earliest day up to today with nobody's record, or with somebody's missing."""
        return next((day.date for day in self.days if day.date <= today and not day.is_filled), None)

    def coming(self, today: dt.date) -> tuple[Day, ...]:
        """Days of the timetable that are still ahead."""
        return tuple(day for day in self.days if day.lesson_id is None and day.date > today)


Logs = dict[int, dict[int, Log]]


def practice_journal(user: Identity, journal: Journal, programme: PracticeProgramme,
                     dates: Sequence[dt.date]) -> PracticeJournal:
    """The whole practice with its planned dates; the number of queries depends neither on students nor on days."""
    lines = on_days(roster(journal, journal.semester), programme)
    lessons = lessons_of(user, journal)
    cells = filled_cells(journal, [lesson.id for lesson in lessons])
    logs = logs_of(user, journal)
    columns = [_day(lesson, lines, cells, logs.get(lesson.id, {})) for lesson in lessons]
    recorded = {day.date for day in columns}
    waiting = [Day(day, there=_there(lines, day)) for day in dates if day not in recorded]
    bases, sheets = _bases(programme), _sheets(user, programme)
    table = tuple(_row(number, line, lessons, cells.get(line.student_id, {}), logs,
                       bases.get(line.student_id, _common(programme)), sheets.get(line.student_id, "нет"))
                  for number, line in enumerate(lines, 1))
    return PracticeJournal(tuple(columns), table, tuple(sorted([*columns, *waiting], key=lambda day: day.date)))


def lessons_of(user: Identity, journal: Journal) -> Sequence[Lesson]:
    """Days of the practice that the user reads, by date."""
    return db.session.scalars(sa.select(Lesson).where(
        Lesson.journal_id == journal.id, rows(user, Action.READ, Lesson)).order_by(Lesson.date, Lesson.pair)).all()


def logs_of(user: Identity, journal: Journal, lesson_id: int | None = None) -> Logs:
    """By lesson and student: the logs of the journal (of one lesson of it) that the user may read."""
    query = (sa.select(DayLog.lesson_id, DayLog.student_id, DayLog.work, DayLog.hours, DayLog.section_id,
                       DayLog.row_version).join(DayLog.lesson)
             .where(Lesson.journal_id == journal.id, rows(user, Action.READ, DayLog)))
    if lesson_id is not None:
        query = query.where(DayLog.lesson_id == lesson_id)
    found: Logs = defaultdict(dict)
    for lesson, student, work, hours, section, version in db.session.execute(query):
        found[lesson][student] = Log(work, hours, section, version)
    return found


def _there(lines: Sequence[RosterLine], day: dt.date) -> int:
    return sum(closed_reason(day, line.stays) is None for line in lines)


def _day(lesson: Lesson, lines: Sequence[RosterLine], cells: dict[int, dict[int, Filled]],
         logs: dict[int, Log]) -> Day:
    there = [line.student_id for line in lines if closed_reason(lesson.date, line.stays) is None]
    tally = Counter("logged" if student in logs else "absent" if is_away(cells.get(student, {}).get(lesson.id))
                    else "" for student in there)
    return Day(lesson.date, lesson.id, lesson.pair, lesson.hours, lesson.topic, len(there), tally["logged"],
               tally["absent"])


def is_away(cell: Filled | None) -> bool:
    """Whether the cell says that the student was not there: lateness counts no hours and needs a log."""
    return cell is not None and cell.missed > 0


def _row(number: int, line: RosterLine, lessons: Sequence[Lesson], cells: dict[int, Filled], logs: Logs, base: str,
         sheet: str) -> Row:
    boxes = tuple(_box(line, lesson, cells.get(lesson.id), logs.get(lesson.id, {}).get(line.student_id))
                  for lesson in lessons)
    sums = sums_of(cells.values())
    last = line.stays[-1]
    left = closed_reason(last.ends + dt.timedelta(days=1), line.stays) if last.ends is not None else None
    hours = sum(log.hours for logged in logs.values() if (log := logged.get(line.student_id)) is not None)
    return Row(line.student_id, number, line.name, left.message if left else "", base, boxes, hours, sums.marks,
               sums.average, sums.missed, sums.unexcused, sheet)


def _box(line: RosterLine, lesson: Lesson, cell: Filled | None, log: Log | None) -> Box:
    """A mark or a letter as in the journal; a tick for work without a mark; nothing where the log is missing."""
    closed = closed_reason(lesson.date, line.stays)
    if closed is not None:
        return Box("", closed.message, "gone")
    if is_away(cell) and log is not None:
        return Box(cell.text if cell else "", f"пропуск и запись в один день: {log.work}", "clash")
    if log is None:
        return Box(cell.text if cell else "", "" if is_away(cell) else "нет записи о работе",
                   "" if is_away(cell) else "blank")
    hint = f"{log.work}, {log.hours} ч"
    return Box(cell.text if cell and cell.text else "✓", hint, "" if cell and cell.marks else "worked")


def _bases(programme: PracticeProgramme) -> dict[int, str]:
    return {student: place.enterprise.name for student, place in places(programme).items()}


def _common(programme: PracticeProgramme) -> str:
    return programme.enterprise.name if programme.enterprise else ""


def _sheets(user: Identity, programme: PracticeProgramme) -> dict[int, str]:
    found = db.session.execute(sa.select(AttestationSheet.student_id, AttestationSheet.signed_on).where(
        AttestationSheet.programme_id == programme.id, rows(user, Action.READ, AttestationSheet)))
    return {row.student_id: f"подписан {row.signed_on:%d.%m}" if row.signed_on else "начат" for row in found}
