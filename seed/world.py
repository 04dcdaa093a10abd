"""The demo college in memory: what the parts of the seed hand to each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from rules.terms import FinalKind, LessonKind, LineKind, PracticeKind, Role, WorkKind
from seed.bulk import Bulk
from seed.days import Calendar, Term
from seed.names import Name
from seed.programmes import Programme

Cell = tuple[int, int]  # weekday 1–7, pair
BELLS = {1: ("8:30", "10:00"), 2: ("10:10", "11:40"), 3: ("12:20", "13:50"),
         4: ("14:00", "15:30"), 5: ("15:40", "17:10"), 6: ("17:20", "18:50")}


def bell(text: str) -> dt.time:
    hours, minutes = text.split(":")
    return dt.time(int(hours), int(minutes))


@dataclass(slots=True)
class Staff:
    id: int
    name: Name
    area: str
    room: str
    punctual: float  # share of lessons recorded on their day
    generous: float  # added to the ability of whom this teacher marks


@dataclass(slots=True)
class Stay:
    """A student's days in a group, both inclusive; ``ends`` None while it lasts."""

    team: Team
    starts: dt.date
    ends: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(slots=True)
class Pupil:
    id: int
    name: Name
    ability: float
    truancy: float
    lateness: float
    has_note_habit: float
    number: int = 0
    is_special: bool = False  # medical group: theory is marked at physical education (п. 6.8)
    stays: list[Stay] = field(default_factory=list)
    guardians: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)  # accounts of guardians
    user_id: int | None = None
    excused: dict[dt.date, tuple[str, int | None]] = field(default_factory=dict)  # day → letter, note

    def in_team(self, team: Team, day: dt.date) -> bool:
        return any(stay.team is team and stay.holds(day) for stay in self.stays)


@dataclass(eq=False, slots=True)
class Team:
    """A study group."""

    id: int
    name: str
    programme: Programme
    admission: int
    curriculum: Plan
    order: int
    closed_on: dt.date | None = None
    pupils: list[Pupil] = field(default_factory=list)  # everybody who has ever been in it, by name
    curator: int = 0
    subgroups: dict[str, tuple[int, int]] = field(default_factory=dict)  # split → subgroup ids
    halves: dict[tuple[int, int], int] = field(default_factory=dict)  # (subgroup id, pupil id) → 1

    def course(self, year: int) -> int:
        return year - self.admission + 1

    def studies(self, year: int) -> bool:
        return 1 <= self.course(year) <= self.programme.courses


@dataclass(eq=False, slots=True)
class Line:
    """A line of a curriculum."""

    id: int
    index: str
    title: str
    kind: LineKind
    semester: int
    area: str
    hours: int
    pairs: int = 0
    is_split: bool = False
    themes: tuple[str, ...] = ()
    shape: tuple[LessonKind, ...] = ()
    finals: tuple[FinalKind, ...] = ()
    practice_kind: PracticeKind | None = None
    module: str | None = None

    @property
    def is_sport(self) -> bool:
        return self.title == "Физическая культура"


@dataclass(eq=False, slots=True)
class Plan:
    """A curriculum: its lines by semester and its competencies by module."""

    id: int
    programme: Programme
    lines: dict[int, list[Line]]
    general: list[str] = field(default_factory=list)
    professional: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Topic:
    id: int
    title: str
    kind: LessonKind
    theme: str
    work: WorkKind | None
    number: int
    homework: str | None
    homework_kind: object


@dataclass(eq=False, slots=True)
class Book:
    """A journal."""

    id: int
    team: Team
    line: Line
    term: Term
    teacher: Staff
    subgroup: int | None = None
    topics: tuple[Topic, ...] = ()
    events: list[Event] = field(default_factory=list)

    @property
    def needed(self) -> int:
        """Lessons that fill the plan."""
        return self.line.hours // (6 if self.line.kind is LineKind.PRACTICE else 2)


@dataclass(eq=False, slots=True)
class Event:
    """A lesson that the timetable wants."""

    date: dt.date
    pair: int
    book: Book
    teacher: Staff
    substituted: Staff | None = None
    reason: str | None = None
    weekly: Cell | None = None  # the slot it came from

    @property
    def place(self) -> tuple[dt.date, int]:
        return self.date, self.pair


@dataclass(eq=False)
class World:
    bulk: Bulk
    seed: int
    now: dt.datetime
    year: int
    progress: Callable[[str], object]
    calendar: Calendar = field(default_factory=Calendar)
    terms: list[Term] = field(default_factory=list)
    users: dict[str, int] = field(default_factory=dict)  # demo login → account
    roles: dict[Role, list[int]] = field(default_factory=dict)
    pools: dict[str, list[Staff]] = field(default_factory=dict)
    teams: list[Team] = field(default_factory=list)
    plans: dict[tuple[str, int], Plan] = field(default_factory=dict)
    pupils: list[Pupil] = field(default_factory=list)
    letters: dict[str, int] = field(default_factory=dict)
    books: list[Book] = field(default_factory=list)

    def random(self, subject: str) -> Random:
        """Own dice for each part: a change in one does not move the others."""
        return Random(f"{self.seed}/{subject}")

    def moment(self, day: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, time, self.now.tzinfo)

    @property
    def today(self) -> dt.date:
        return self.now.date()

    @property
    def staff(self) -> list[Staff]:
        return [staff for pool in self.pools.values() for staff in pool]
