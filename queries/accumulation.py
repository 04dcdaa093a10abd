"""Accumulation of marks by journal and by student, with the works that have been held (п. 6.4)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass

import sqlalchemy as sa

from access.identity import Identity
from access.scopes import OFFICE
from access.whole import whole_journals
from models import CurriculumLine, Group, Journal, Semester, Subgroup, User, db
from queries import accumulation_read as read
from queries.accumulation_read import Member
from queries.surroundings import Surroundings, Term, surroundings
from rules.accumulation import needed_marks
from rules.filling import is_over
from rules.groups import with_subgroup
from rules.names import short_name
from rules.pace import Outlook, Pace, WorkCount, work_counts
from rules.planned import planned
from rules.terms import TAUGHT, Role

READERS = (*OFFICE, Role.CURATOR, Role.TEACHER)


@dataclass(frozen=True)
class Book:
    """A journal of the semester as accumulation needs it."""

    id: int
    title: str
    group_id: int
    whose: str
    teacher_id: int
    teacher: str
    planned_hours: int
    control_works: int
    syllabus_id: int | None


@dataclass(frozen=True)
class StudentLine:
    student: int
    name: str
    pace: Pace


@dataclass(frozen=True)
class JournalLine:
    """``needed`` marks by the end, ``needed_now`` for the hours given so far; ``left``: lessons to come."""

    book: Book
    given_hours: int
    held: int
    left: int
    needed: int
    needed_now: int
    students: tuple[StudentLine, ...]
    works: tuple[WorkCount, ...]

    @property
    def enough_now(self) -> int:
        return sum(one.pace.given >= self.needed_now for one in self.students)

    @property
    def will_miss(self) -> int:
        return sum(one.pace.will_miss for one in self.students)

    @property
    def average(self) -> int:
        """Marks of a student on the average, rounded down."""
        return sum(one.pace.given for one in self.students) // len(self.students) if self.students else 0

    def count(self, outlook: Outlook) -> int:
        return sum(one.pace.outlook is outlook for one in self.students)


@dataclass(frozen=True)
class Accumulation:
    """Journals whose students will not make it first; ``day`` is today or the last day of a past semester."""

    term: Term | None
    day: dt.date
    lines: tuple[JournalLine, ...]

    @property
    def will_miss(self) -> int:
        return sum(line.will_miss for line in self.lines)

    @property
    def troubled(self) -> int:
        return sum(line.will_miss > 0 for line in self.lines)


def accumulation(user: Identity, journal: int | None = None) -> Accumulation:
    """Of the semester of today or the last one; a constant number of statements."""
    around = surroundings(user, user.today)
    if around.term is None:
        return Accumulation(None, user.today, ())
    day = min(user.today, around.term.ends)
    books = _books(user, around.term, journal)
    lines = _lines(user, around, around.term, books, day) if books else []
    lines.sort(key=lambda line: (-line.will_miss, line.book.whose, line.book.title))
    return Accumulation(around.term, day, tuple(lines))


def journal_of(user: Identity, journal: int) -> JournalLine | None:
    """One journal with its students; None when it is not the user's to look at."""
    found = accumulation(user, journal).lines
    return found[0] if found else None


def _books(user: Identity, term: Term, journal: int | None) -> dict[int, Book]:
    """Own journals of a teacher, of the own group to a curator, all to the office."""
    whose = whole_journals(user.acting_as(*READERS))
    query = (
        sa.select(Journal.id, Journal.group_id, Journal.teacher_id, Journal.planned_hours, Journal.syllabus_id,
                  CurriculumLine.title, CurriculumLine.tests, Group.name, Subgroup.number, User.last_name,
                  User.first_name, User.patronymic)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(Group, Group.id == Journal.group_id).outerjoin(Subgroup, Subgroup.id == Journal.subgroup_id)
        .join(User, User.id == Journal.teacher_id).join(Semester, Semester.id == Journal.semester_id)
        .where(Journal.semester_id == term.id, CurriculumLine.kind.in_(TAUGHT), whose)
        .order_by(Group.name, CurriculumLine.position, Subgroup.number, Journal.id))
    if journal is not None:
        query = query.where(Journal.id == journal)
    return {row.id: Book(
        row.id, row.title, row.group_id, with_subgroup(row.name, row.number),
        row.teacher_id, short_name(row.last_name, row.first_name, row.patronymic), row.planned_hours, row.tests,
        row.syllabus_id) for row in db.session.execute(query)}


def _lines(user: Identity, around: Surroundings, term: Term, books: dict[int, Book],
           day: dt.date) -> list[JournalLine]:
    norms = around.norms_on(day)
    which = read.chosen(books)
    lessons, left = read.lessons(which, day), _left(user, around, term, books)
    members = defaultdict(list)
    for member in read.members(which, day):
        members[member.journal].append(member)
    works, plans = read.works(which, day), read.plans(which)
    found = []
    for book in books.values():
        held = lessons.get(book.id, [])
        hours, needed = sum(hours for _, hours in held), needed_marks(book.planned_hours, norms)
        days = [date for date, _ in held]
        students = tuple(_student(member, days, needed, left[book.id]) for member in members[book.id])
        found.append(JournalLine(
            book, hours, len(held), left[book.id], needed, needed_marks(min(hours, book.planned_hours), norms),
            students, work_counts(works.get(book.id, {}), plans.get(book.syllabus_id or 0), book.control_works)))
    return found


def _student(member: Member, days: list[dt.date], needed: int, left: int) -> StudentLine:
    """Lessons before the student came are not the student's."""
    own = len(days) - bisect_left(days, member.since)
    return StudentLine(member.student, member.name, Pace(member.marks, needed, own, left))


def _left(user: Identity, around: Surroundings, term: Term, books: dict[int, Book]) -> Counter[int]:
    """Lessons that the timetable with its changes still gives to each journal."""
    found: Counter[int] = Counter()
    first = max(user.today, term.starts)
    if first > term.ends:
        return found
    which = read.chosen(books)
    for one in planned(read.places(which, term), read.changes(which, first, term.ends), first, term.ends,
                       around.calendar, term.year_starts):
        bell = around.bells.get(one.pair)
        if one.journal in books and not one.off and not is_over(user.now, one.date, bell[1] if bell else None):
            found[one.journal] += 1
    return found
