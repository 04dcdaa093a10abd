"""Journals of a semester from the curricula, their teachers, timetable and its changes by date (п. 5.5, 5.6)."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import models as m
from rules.terms import TAUGHT, LineKind, PracticeKind
from seed.changes import Changes
from seed.curricula import theory_weeks
from seed.days import DAY, Term
from seed.groups import Subgroups
from seed.layout import Layout, Span
from seed.staff import MASTERS
from seed.syllabuses import Syllabuses
from seed.timetable import weekly
from seed.world import BELLS, Book, Cell, Event, Line, Staff, Team, World

# what the demo's pages are shown on: the first lessons of `teacher` on the demo day, a Monday
PINS: dict[tuple[str, str], Cell] = {
    ("ИС-21", "ОП.08"): (1, 1), ("СВ-12", "ОД.08"): (1, 2), ("ИС-21", "МДК.01.01"): (1, 3)}
BUSY_GROUP = "ИС-21"  # its longer subjects go to the colleague when both are free
AUTUMN_WINDOWS = (10, 7, 4, 13)  # weeks of September–December when a group is away on practice


class Semester:
    """One semester of the whole college: makes the journals and lays their lessons out by date."""

    def __init__(self, world: World, term: Term, syllabuses: Syllabuses, subgroups: Subgroups) -> None:
        self.world, self.term = world, term
        self.syllabuses, self.subgroups = syllabuses, subgroups
        self.random = world.random(f"semester/{term.year}/{term.number}")
        self.layout = Layout(world, term)
        self.load: Counter[int] = Counter()
        self.away: dict[Team, Span] = {}

    def build(self) -> list[Book]:
        teams = [team for team in self.world.teams if team.studies(self.term.year)]
        bundles = {team: self._bundles(team) for team in teams}
        self._plan_windows(teams)
        slots = weekly(bundles, PINS if self.term.year == self.world.year else {}, self.random)
        self._spread(slots)
        for team in teams:
            self._practices(team)
            self._exams(team)
        changes = Changes(self.layout)
        changes.disturb()
        for book in self.layout.books:
            if book.line.kind is not LineKind.PRACTICE:
                changes.fit(book)
        self._write_slots(slots)
        return self.layout.books

    # journals and their teachers

    def _bundles(self, team: Team) -> list[tuple[Book, ...]]:
        semester = (team.course(self.term.year) - 1) * 2 + self.term.number
        found = []
        for line in team.curriculum.lines[semester]:
            if line.kind in TAUGHT:
                found += [self._books(team, line)] * line.pairs
        return found

    def _books(self, team: Team, line: Line) -> tuple[Book, ...]:
        if not line.is_split:
            return (self._book(team, line, self._teacher(team, line), None),)
        first = self._teacher(team, line)
        second = self._teacher(team, line, besides=first)
        halves = self.subgroups.of(team, line.title, (first.id, second.id), self.term.starts)
        return (self._book(team, line, first, halves[0]), self._book(team, line, second, halves[1]))

    def _teacher(self, team: Team, line: Line, besides: Staff | None = None) -> Staff:
        """The least loaded of the area; the demo's own journals are given first."""
        pool = self.world.pools[line.area]
        chosen = min((staff for staff in pool if staff is not besides), key=lambda staff: self.load[staff.id])
        own = (team.name, line.index)
        if team.closed_on is None and own in PINS:
            chosen = pool[1] if besides else pool[0]
        elif chosen is pool[0] and line.area == "инф" and team.name == BUSY_GROUP and line.pairs > 2:
            chosen = pool[1]
        self.load[chosen.id] += line.pairs
        return chosen

    def _book(self, team: Team, line: Line, teacher: Staff, subgroup: int | None) -> Book:
        syllabus, topics = self.syllabuses.of(line, teacher, self.term.year) if line.shape else (None, ())
        identity = self.world.bulk.add(
            m.Journal, curriculum_line_id=line.id, group_id=team.id, subgroup_id=subgroup, semester_id=self.term.id,
            teacher_id=teacher.id, planned_hours=line.hours, syllabus_id=syllabus)
        book = Book(identity, team, line, self.term, teacher, subgroup, topics)
        self.layout.books.append(book)
        return book

    def _exams(self, team: Team) -> None:
        """The exam of a module has a journal once its semester is over."""
        if self.term.ends >= self.world.today:
            return
        for line in team.curriculum.lines[(team.course(self.term.year) - 1) * 2 + self.term.number]:
            if line.kind is LineKind.MODULE_EXAM:
                own = [book for book in self.layout.books if book.team is team and book.line.kind is LineKind.MDK]
                self._book(team, line, own[-1].teacher, None)

    # weeks

    def _plan_windows(self, teams: list[Team]) -> None:
        """Weeks of lessons: before and after the practice in autumn, before it in spring."""
        turn = 0
        for team in teams:
            semester = (team.course(self.term.year) - 1) * 2 + self.term.number
            lines = team.curriculum.lines[semester]
            days = sum(line.hours // 6 for line in lines if line.kind is LineKind.PRACTICE)
            last = self.term.ends
            if self.term.number == 1 and days:
                away = self._away(self.term.first_monday + DAY * 7 * (AUTUMN_WINDOWS[turn % 4] - 1), days)
                turn += 1
                self.away[team] = away
                self.layout.windows[team] = [(self.term.starts, away[0] - DAY), (away[1] + DAY, last)]
                continue
            if self.term.number == 2:
                last = self.term.first_monday + DAY * (7 * theory_weeks(team.curriculum.programme, semester) - 1)
                if days:
                    self.away[team] = self._away(last + DAY, days)
            self.layout.windows[team] = [(self.term.starts, last)]

    def _away(self, starts: dt.date, days: int) -> Span:
        working = self.world.calendar.working(starts, self.term.ends, 6)[:days]
        return working[0], working[-1]

    def _spread(self, slots: list[tuple[Cell, tuple[Book, ...]]]) -> None:
        """The weekly timetable laid out by date."""
        dates = {weekday: [day for day in self.world.calendar.working(self.term.starts, self.term.ends)
                           if day.isoweekday() == weekday] for weekday in range(1, 6)}
        for cell, bundle in slots:
            for day in dates[cell[0]]:
                if any(starts <= day <= ends for starts, ends in self.layout.windows[bundle[0].team]):
                    for book in bundle:
                        self.layout.place(Event(day, cell[1], book, book.teacher, weekly=cell))
    # practice

    def _practices(self, team: Team) -> None:
        """Whole days of six hours, one practice after another."""
        if team not in self.away:
            return
        semester = (team.course(self.term.year) - 1) * 2 + self.term.number
        days = self.world.calendar.working(*self.away[team], 6)
        for line in team.curriculum.lines[semester]:
            if line.kind is LineKind.PRACTICE and days:
                mine, days = days[:line.hours // 6], days[line.hours // 6:]
                staff, pairs = self._supervisor(line, mine)
                book = self._book(team, line, staff, None)
                for day in mine:
                    self.layout.place(Event(day, pairs[0], book, staff))
                    self.layout.teachers |= {(staff.id, day, pair) for pair in pairs}
                    self.layout.groups |= {(team.id, day, pair) for pair in BELLS}

    def _supervisor(self, line: Line, days: list[dt.date]) -> tuple[Staff, tuple[int, ...]]:
        """A master, or a teacher whose weekly lessons are over, free on all the days.

        In the workshop three pairs of the day are the supervisor's; at an enterprise one is enough to visit a group.
        """
        pools = self.world.pools
        workshop = line.practice_kind is PracticeKind.STUDY
        shifts = ((1, 2, 3), (4, 5, 6)) if workshop else tuple((pair,) for pair in BELLS)
        for staff in (*pools[MASTERS], *pools.get(line.area, ()), *self.world.staff):
            for pairs in shifts:
                if all((staff.id, day, pair) not in self.layout.teachers for day in days for pair in pairs):
                    return staff, pairs
        raise RuntimeError("too few masters for the practices")

    # rows of the timetable

    def _write_slots(self, slots: list[tuple[Cell, tuple[Book, ...]]]) -> None:
        for cell, bundle in slots:
            for book in bundle:
                cut = self.layout.cut.get((book, cell), dt.date.max)
                for starts, ends in self.layout.windows[book.team]:
                    if starts < cut:
                        self._slot(book, cell, starts, min(ends, cut - DAY))
        for book in self.layout.books:
            if book.line.kind is LineKind.PRACTICE and book.events:
                for weekday in range(1, 7):
                    self._slot(book, (weekday, book.events[0].pair), book.events[0].date, book.events[-1].date)

    def _slot(self, book: Book, cell: Cell, starts: dt.date, ends: dt.date) -> None:
        room = book.teacher.room
        if book.line.practice_kind in (PracticeKind.INDUSTRIAL, PracticeKind.PREDIPLOMA):
            room = "предприятие"
        self.world.bulk.add(m.TimetableSlot, journal_id=book.id, weekday=cell[0], pair=cell[1], starts=starts,
                            ends=ends, room=room)
