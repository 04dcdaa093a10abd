"""Journals of a semester from the curricula, their teachers, timetable and its changes by date (п. 5.5, 5.6)."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import models as m
from rules.terms import ChangeKind, LineKind, PracticeKind
from seed.curricula import theory_weeks
from seed.days import DAY, Term
from seed.groups import Subgroups
from seed.staff import MASTERS
from seed.syllabuses import Syllabuses
from seed.timetable import weekly
from seed.world import BELLS, Book, Cell, Event, Line, Staff, Team, World

# what the demo's pages are shown on: the first lessons of `teacher` on the demo day, a Monday
PINS: dict[tuple[str, str], Cell] = {
    ("ИС-21", "ОП.08"): (1, 1), ("СВ-12", "ОД.08"): (1, 2), ("ИС-21", "МДК.01.01"): (1, 3)}
BUSY_GROUP = "ИС-21"  # its longer subjects go to the colleague when both are free
AUTUMN_WINDOWS = (10, 7, 4, 13)  # weeks of September–December when a group is away on practice
LAST_PAIR = 5
Span = tuple[dt.date, dt.date]


class Semester:
    """One semester of the whole college: makes the journals and lays their lessons out by date."""

    def __init__(self, world: World, term: Term, syllabuses: Syllabuses, subgroups: Subgroups) -> None:
        self.world, self.term = world, term
        self.syllabuses, self.subgroups = syllabuses, subgroups
        self.random = world.random(f"semester/{term.year}/{term.number}")
        self.books: list[Book] = []
        self.load: Counter[int] = Counter()
        self.teachers: set[tuple[int, dt.date, int]] = set()  # (teacher, date, pair) taken
        self.groups: set[tuple[int, dt.date, int]] = set()
        self.windows: dict[Team, list[Span]] = {}
        self.away: dict[Team, Span] = {}
        self.cut: dict[tuple[Book, Cell], dt.date] = {}  # first date that the plan of hours no longer needs

    def build(self) -> list[Book]:
        teams = [team for team in self.world.teams if team.studies(self.term.year)]
        bundles = {team: self._bundles(team) for team in teams}
        self._plan_windows(teams)
        slots = weekly(bundles, PINS if self.term.year == self.world.year else {}, self.random)
        self._spread(slots)
        for team in teams:
            self._practices(team)
            self._exams(team)
        self._disturb()
        for book in self.books:
            if book.line.kind is not LineKind.PRACTICE:
                self._fit(book)
        self._write_slots(slots)
        return self.books

    # journals and their teachers

    def _bundles(self, team: Team) -> list[tuple[Book, ...]]:
        semester = (team.course(self.term.year) - 1) * 2 + self.term.number
        found = []
        for line in team.curriculum.lines[semester]:
            if line.kind in (LineKind.DISCIPLINE, LineKind.MDK):
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
        self.books.append(book)
        return book

    def _exams(self, team: Team) -> None:
        """The exam of a module has a journal once its semester is over."""
        if self.term.ends >= self.world.today:
            return
        for line in team.curriculum.lines[(team.course(self.term.year) - 1) * 2 + self.term.number]:
            if line.kind is LineKind.MODULE_EXAM:
                own = [book for book in self.books if book.team is team and book.line.kind is LineKind.MDK]
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
                self.windows[team] = [(self.term.starts, away[0] - DAY), (away[1] + DAY, last)]
                continue
            if self.term.number == 2:
                last = self.term.first_monday + DAY * (7 * theory_weeks(team.curriculum.programme, semester) - 1)
                if days:
                    self.away[team] = self._away(last + DAY, days)
            self.windows[team] = [(self.term.starts, last)]

    def _away(self, starts: dt.date, days: int) -> Span:
        working = self.world.calendar.working(starts, self.term.ends, 6)[:days]
        return working[0], working[-1]

    def _spread(self, slots: list[tuple[Cell, tuple[Book, ...]]]) -> None:
        """The weekly timetable laid out by date."""
        dates = {weekday: [day for day in self.world.calendar.working(self.term.starts, self.term.ends)
                           if day.isoweekday() == weekday] for weekday in range(1, 6)}
        for cell, bundle in slots:
            for day in dates[cell[0]]:
                if any(starts <= day <= ends for starts, ends in self.windows[bundle[0].team]):
                    for book in bundle:
                        self._place(Event(day, cell[1], book, book.teacher, weekly=cell))
        for book in self.books:
            book.events.sort(key=lambda event: event.place)

    def _place(self, event: Event) -> None:
        event.book.events.append(event)
        self.teachers.add((event.teacher.id, *event.place))
        self.groups.add((event.book.team.id, *event.place))

    def _remove(self, event: Event) -> None:
        event.book.events.remove(event)
        self.teachers.discard((event.teacher.id, *event.place))
        if not any(other.place == event.place for book in self.books if book.team is event.book.team
                   for other in book.events):
            self.groups.discard((event.book.team.id, *event.place))

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
                    self._place(Event(day, pairs[0], book, staff))
                    self.teachers |= {(staff.id, day, pair) for pair in pairs}
                    self.groups |= {(team.id, day, pair) for pair in BELLS}

    def _supervisor(self, line: Line, days: list[dt.date]) -> tuple[Staff, tuple[int, ...]]:
        """A master, or a teacher whose weekly lessons are over, free on all the days.

        In the workshop three pairs of the day are the supervisor's; at an enterprise one is enough to visit a group.
        """
        pools = self.world.pools
        workshop = line.practice_kind is PracticeKind.STUDY
        shifts = ((1, 2, 3), (4, 5, 6)) if workshop else tuple((pair,) for pair in BELLS)
        for staff in (*pools[MASTERS], *pools.get(line.area, ()), *self.world.staff):
            for pairs in shifts:
                if all((staff.id, day, pair) not in self.teachers for day in days for pair in pairs):
                    return staff, pairs
        raise RuntimeError("too few masters for the practices")

    # changes by date

    def _disturb(self) -> None:
        """Illness of teachers: a colleague substitutes, else the lesson is moved; the demo's own substitution first."""
        world = self.world
        if self.term.year == world.year and self.term.number == 1:
            self._demo_substitution()
        demo = {world.users["teacher"], world.users["teacher2"]}
        for staff in world.staff:
            if staff.id in demo or staff.area == MASTERS or self.random.random() > 0.55:
                continue
            first = self.term.first_monday + DAY * self.random.randrange(7, 98)
            span = (first, first + DAY * self.random.randint(1, 6))
            if first > world.today or (self.term.year == world.year and span[1] >= world.today - DAY * 7):
                continue
            mine = [event for book in self.books if book.teacher is staff for event in book.events
                    if span[0] <= event.date <= span[1] and event.weekly and event.substituted is None]
            reason = self.random.choice(("болезнь преподавателя", "курсы повышения квалификации", "командировка"))
            for event in mine:
                self._replace(event, reason)

    def _demo_substitution(self) -> None:
        """`teacher2` gives two lessons of `teacher` in October."""
        first, second = self.world.pools["инф"][:2]
        span = dt.date(self.term.year, 10, 9), dt.date(self.term.year, 10, 27)
        done: set[dt.date] = set()
        for event in [event for book in self.books if book.teacher is first and book.subgroup is None
                      for event in book.events if span[0] <= event.date <= span[1]]:
            if len(done) < 2 and event.date not in done and self._is_free(second, *event.place):
                done.add(event.date)
                self._substitute(event, second, "болезнь преподавателя")

    def _replace(self, event: Event, reason: str) -> None:
        pool = self.world.pools[event.book.line.area]
        colleague = next((other for other in pool if other is not event.teacher
                          and other.id != self.world.users["teacher"] and self._is_free(other, *event.place)), None)
        if colleague:
            self._substitute(event, colleague, reason)
        elif event.book.subgroup is None:
            self.random.choice((self._exchange, self._move, self._cancel))(event, reason)

    def _substitute(self, event: Event, colleague: Staff, reason: str) -> None:
        self.teachers.discard((event.teacher.id, *event.place))
        self.teachers.add((colleague.id, *event.place))
        event.substituted, event.teacher, event.reason = event.teacher, colleague, reason
        self._change(event, ChangeKind.SUBSTITUTED, reason, substitute_id=colleague.id)

    def _exchange(self, event: Event, reason: str) -> None:
        """Another discipline of the same group instead; its teacher is free."""
        for book in self.books:
            if (book.team is event.book.team and book.topics and book.subgroup is None and book is not event.book
                    and self._is_free(book.teacher, *event.place)
                    and all(other.date != event.date for other in book.events)):
                self._change(event, ChangeKind.REPLACED, reason, new_journal_id=book.id)
                self._remove(event)
                self._place(Event(*event.place, book, book.teacher))
                book.events.sort(key=lambda other: other.place)
                return
        self._cancel(event, reason)

    def _cancel(self, event: Event, reason: str) -> None:
        self._change(event, ChangeKind.CANCELLED, reason)
        self._remove(event)

    def _move(self, event: Event, reason: str) -> None:
        target = self._free_place(event.book, event.date + DAY * 7, event.date + DAY * 28)
        if target:
            self._change(event, ChangeKind.MOVED, reason, new_date=target[0], new_pair=target[1])
            self._remove(event)
            self._place(Event(*target, event.book, event.book.teacher))
            event.book.events.sort(key=lambda other: other.place)

    def _change(self, event: Event, kind: ChangeKind, reason: str | None, **values: object) -> None:
        self.world.bulk.add(m.TimetableChange, date=event.date, pair=event.pair, kind=kind,
                            journal_id=event.book.id, reason=reason, room=event.teacher.room, **values)

    def _is_free(self, staff: Staff, day: dt.date, pair: int) -> bool:
        return (staff.id, day, pair) not in self.teachers

    def _free_place(self, book: Book, first: dt.date, last: dt.date, *,
                    backwards: bool = False) -> tuple[dt.date, int] | None:
        days = self.world.calendar.working(max(first, self.term.starts), min(last, self.term.ends))
        for pair in range(1, LAST_PAIR + 1):
            for day in reversed(days) if backwards else days:
                inside = any(starts <= day <= ends for starts, ends in self.windows[book.team])
                if (inside and (book.team.id, day, pair) not in self.groups and self._is_free(book.teacher, day, pair)
                        and all(event.date != day for event in book.events)):
                    return day, pair
        return None

    def _fit(self, book: Book) -> None:
        """As many lessons as the plan has hours: the extra end earlier, the missing are added at the end."""
        while len(book.events) > book.needed:
            extra = next(event for event in reversed(book.events) if event.weekly and not event.substituted)
            self.cut[book, extra.weekly] = extra.date  # type: ignore[index]
            self._remove(extra)
        while len(book.events) < book.needed:
            last = self.windows[book.team][-1][1]
            target = self._free_place(book, last - DAY * 60, last, backwards=True)
            if target is None:
                break
            event = Event(*target, book, book.teacher)
            self._place(event)
            book.events.sort(key=lambda other: other.place)
            self._change(event, ChangeKind.ADDED, "выполнение учебного плана")

    # rows of the timetable

    def _write_slots(self, slots: list[tuple[Cell, tuple[Book, ...]]]) -> None:
        for cell, bundle in slots:
            for book in bundle:
                cut = self.cut.get((book, cell), dt.date.max)
                for starts, ends in self.windows[book.team]:
                    if starts < cut:
                        self._slot(book, cell, starts, min(ends, cut - DAY))
        for book in self.books:
            if book.line.kind is LineKind.PRACTICE and book.events:
                for weekday in range(1, 7):
                    self._slot(book, (weekday, book.events[0].pair), book.events[0].date, book.events[-1].date)

    def _slot(self, book: Book, cell: Cell, starts: dt.date, ends: dt.date) -> None:
        room = book.teacher.room
        if book.line.practice_kind in (PracticeKind.INDUSTRIAL, PracticeKind.PREDIPLOMA):
            room = "предприятие"
        self.world.bulk.add(m.TimetableSlot, journal_id=book.id, weekday=cell[0], pair=cell[1], starts=starts,
                            ends=ends, room=room)
