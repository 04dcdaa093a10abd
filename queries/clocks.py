"""The clocks of п. 6.1, 6.2, 6.3 and 6.9 per teacher, and the lessons behind each number."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from access.identity import Identity
from access.scopes import OFFICE
from queries import clocks_read as read
from queries.clocks_read import Held, Register
from queries.surroundings import Surroundings, surroundings
from rules.clocks import RECORDED, Clock, Clocks, point_of
from rules.deadlines import finals_deadline, results_deadline
from rules.filling import expects_homework, is_over
from rules.percent import percent
from rules.planned import Planned, planned
from rules.terms import Role

READERS = (*OFFICE, Role.SENIOR_MASTER, Role.TEACHER)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """What one clock says of one lesson, work or column of finals.

    ``lesson`` is the record's id; ``by_timetable``: the timetable put the lesson there; ``late``: working days;
    ``note`` says what the clock itself does not: «практическая работа № 6: ждут отметки 3 из 25».
    """

    teacher: int
    journal: int
    title: str
    whose: str
    clock: Clock
    date: dt.date
    pair: int | None = None
    lesson: int | None = None
    by_timetable: bool = False
    late: int = 0
    note: str = ""

    @property
    def point(self) -> str:
        return point_of(self.clock)


@dataclass(frozen=True)
class TeacherRow:
    """``held``: lessons of the timetable that are over; ``longest``: the longest delay in working days."""

    teacher: int
    name: str
    held: int
    counts: Counter[Clock]
    longest: int

    @property
    def recorded(self) -> int:
        return sum(self.counts[clock] for clock in RECORDED)

    @property
    def troubles(self) -> int:
        return sum(self.counts.values()) - self.counts[Clock.IN_TIME]

    @property
    def in_time(self) -> int | None:
        """Percent of lessons recorded on their day; what is not recorded is not in time."""
        return percent(self.counts[Clock.IN_TIME], self.recorded + self.counts[Clock.UNRECORDED])


@dataclass(frozen=True)
class ClockSheet:
    """Rows with most troubles first; ``lines`` in the order of days."""

    first: dt.date
    last: dt.date
    rows: tuple[TeacherRow, ...]
    total: TeacherRow
    lines: tuple[Line, ...]
    names: dict[int, str]

    def chosen(self, teacher: int | None, clock: Clock | None, held: bool = False) -> list[Line]:
        """The lines behind a number."""
        return [line for line in self.lines if teacher in (None, line.teacher)
                and (line.by_timetable if held else clock in (None, line.clock))]


def clock_sheet(user: Identity, first: dt.date, last: dt.date) -> ClockSheet:
    """The clocks of the days from ``first`` to ``last`` at the moment of the user; a constant number of statements."""
    asker = user.acting_as(*READERS)
    around = surroundings(user, last)
    since = around.term.year_starts if around.term else first
    known = read.registers(asker, min(first, since), last)
    lines = [*_lessons(asker, around, known, first, last), *_works(asker, around, known, first, last),
             *_finals(asker, around, known, since, last)]
    if not user.has(*OFFICE, Role.SENIOR_MASTER):
        lines = [line for line in lines if line.teacher == user.id]
    lines.sort(key=lambda line: (line.date, line.pair or 0, line.whose, line.title))
    names = read.names(line.teacher for line in lines)
    rows = [_row(teacher, names[teacher], found) for teacher, found in _by_teacher(lines).items()]
    rows.sort(key=lambda row: (-row.troubles, list(names).index(row.teacher)))
    return ClockSheet(first, last, tuple(rows), _row(0, "Всего", lines), tuple(lines), names)


def _by_teacher(lines: list[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.teacher].append(line)
    return found


def _row(teacher: int, name: str, lines: list[Line]) -> TeacherRow:
    return TeacherRow(teacher, name, sum(line.by_timetable for line in lines), Counter(line.clock for line in lines),
                      max((line.late for line in lines), default=0))


def _lessons(user: Identity, around: Surroundings, known: dict[int, Register], first: dt.date,
             last: dt.date) -> Iterator[Line]:
    """Lessons of the timetable and lessons recorded beside it (п. 6.1, 6.2)."""
    last = min(last, user.today)
    clocks = Clocks(around.calendar, around.norms_on, user.now)
    due = {(one.journal, one.date, one.pair): one for one in _planned(user, around, known, first, last)}
    for one in read.held(user, first, last):
        if one.journal in known:
            by_timetable = due.pop((one.journal, one.date, one.pair), None) is not None
            yield from _recorded(clocks, around, known[one.journal], one, by_timetable)
    for left in due.values():
        clock = clocks.unrecorded(left.date)
        if clock is not None:
            register = known[left.journal]
            yield Line(left.substitute or register.teacher, left.journal, register.title, register.whose, clock,
                       left.date, left.pair, None, True, clocks.days_late(clocks.lesson_due(left.date)))


def _planned(user: Identity, around: Surroundings, known: dict[int, Register], first: dt.date,
             last: dt.date) -> Iterator[Planned]:
    """Lessons that the timetable with its changes has put on the days, already over."""
    places = read.places(user, known, first, last)
    changes = read.changes(user, first, last)
    for year in sorted({register.year_starts for register in known.values()}):
        of_year = [place for place in places if known[place.journal].year_starts == year]
        mine = [change for change in changes
                if any(number in known and known[number].year_starts == year
                       for number in (change.journal, change.new_journal))]
        for one in planned(of_year, mine, first, last, around.calendar, year):
            bell = around.bells.get(one.pair)
            if one.journal in known and not one.off and is_over(user.now, one.date, bell[1] if bell else None):
                yield one


def _recorded(clocks: Clocks, around: Surroundings, register: Register, one: Held,
              by_timetable: bool) -> Iterator[Line]:
    bell = around.bells.get(one.pair)
    ends = bell[1] if bell else None
    clock = clocks.record(one.date, one.entered_at)
    late = 0 if clock is Clock.IN_TIME else clocks.days_late(clocks.lesson_due(one.date), one.entered_at)

    def line(clock: Clock, late: int, by_timetable: bool = False) -> Line:
        return Line(one.teacher, one.journal, register.title, register.whose, clock, one.date, one.pair, one.id,
                    by_timetable, late)
    yield line(clock, late, by_timetable)
    attendance = clocks.attendance(one.date, one.attendance)
    if attendance is not None:
        yield line(attendance, clocks.days_late(clocks.lesson_due(one.date)))
    homework = clocks.homework(one.date, ends, expects_homework(one.kind), one.homework_at)
    if homework is not None:
        yield line(homework, clocks.days_late(clocks.homework_due(one.date, ends), one.homework_at))


def _works(user: Identity, around: Surroundings, known: dict[int, Register], first: dt.date,
           last: dt.date) -> Iterator[Line]:
    """Works whose week ended in these days and that still wait for marks (п. 6.3)."""
    week = DAY * around.norms_on(last).results_days
    works = read.works(user, first - week, min(last, user.today) - week)
    lessons = read.lessons_of(works)
    clocks = Clocks(around.calendar, around.norms_on, user.now)
    for work in works:
        one, register = lessons[work.lesson], known.get(work.journal)
        due = results_deadline(work.held_on, around.calendar, around.norms_on(work.held_on))
        if register is not None and user.now > due:
            yield Line(one.teacher, work.journal, register.title, register.whose, Clock.RESULTS, work.held_on,
                       one.pair, work.lesson, False, clocks.days_late(due),
                       f"{work.kind.title} №\u00a0{work.number}: ждут отметки {work.awaited} из {work.written}")


def _finals(user: Identity, around: Surroundings, known: dict[int, Register], since: dt.date,
            last: dt.date) -> Iterator[Line]:
    """Results not published though their semester of this year is over (п. 6.9)."""
    clocks = Clocks(around.calendar, around.norms_on, user.now)
    for journal, counts in read.published(user, min(last, user.today - DAY), since).items():
        register, students = known[journal], counts.get(None, 0)
        late = clocks.days_late(finals_deadline(register.ends, around.calendar))
        for kind in register.finals:
            missing = students - counts.get(kind, 0)
            if missing > 0:
                yield Line(register.teacher, journal, register.title, register.whose, Clock.FINALS, register.ends,
                           late=late, note=f"{kind.title}: нет у {missing} из {students}")
