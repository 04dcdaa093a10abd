"""A week of the timetable: of a group, a teacher or a room, with the changes of its dates (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import hidden_fields, rows
from access.grants import Action
from access.identity import Identity
from access.scopes import current_groups_of, groups_of, journals_of, my_children, my_groups, myself
from models import (
    CurriculumLine,
    Group,
    Journal,
    Subgroup,
    TimetableChange,
    TimetableSlot,
    User,
    db,
)
from queries.surroundings import Surroundings, surroundings
from queries.timetable_changes import Changed, rule_of
from rules.change_words import ChangeNames, change_words
from rules.names import short_name, sort_key
from rules.planned import Place, Planned, planned
from rules.terms import DayKind, Role, WeekParity

SUNDAY, STUDY_DAYS = dt.timedelta(days=6), 6
GROUP, TEACHER, ROOM = "group", "teacher", "room"


@dataclass(frozen=True)
class Whose:
    """A group or a teacher by id, a room by its number; ``id`` of a room is its number too."""

    kind: str
    id: int | str
    title: str


@dataclass(frozen=True)
class WeekLesson:
    """``journal`` is None when the user has no such journal to open."""

    journal: int | None
    title: str
    group: str
    subgroup: int | None
    teacher: str
    room: str | None
    note: str | None
    off: bool


@dataclass(frozen=True)
class WeekDay:
    date: dt.date
    day_off: str | None
    lessons: dict[int, tuple[WeekLesson, ...]]


@dataclass(frozen=True)
class Pair:
    number: int
    starts: dt.time | None
    ends: dt.time | None


@dataclass(frozen=True)
class TimetableWeek:
    """``pairs`` are the columns: from the first pair of the week to the last one; empty without lessons."""

    whose: Whose
    days: tuple[WeekDay, ...]
    pairs: tuple[Pair, ...]
    changed: int


@dataclass(frozen=True)
class Book:
    """What the timetable says of a journal."""

    id: int
    title: str
    group_id: int
    group: str
    subgroup: int | None
    teacher_id: int
    teacher: str


@dataclass(frozen=True)
class Timetable:
    """The semester of a week as far as the user reads it."""

    user: Identity
    monday: dt.date
    around: Surroundings
    books: dict[int, Book]
    places: tuple[Place, ...]
    changes: tuple[Changed, ...]

    def choices(self, kind: str) -> list[Whose]:
        """Groups, teachers or rooms of the semester, by name."""
        if kind == ROOM:
            rooms = {place.room for place in self.places if place.room}
            return [Whose(ROOM, room, room) for room in sorted(rooms, key=sort_key)]
        books = self.books.values()
        found = {(book.group_id, book.group) if kind == GROUP else (book.teacher_id, book.teacher) for book in books}
        return [Whose(kind, id, title) for id, title in sorted(found, key=lambda one: sort_key(one[1]))]

    def find(self, kind: str, id: int | str) -> Whose | None:
        """The group, teacher or room when it is in the semester's timetable."""
        return next((one for one in self.choices(kind) if one.id == id), None)


def read_timetable(user: Identity, monday: dt.date) -> Timetable:
    """Journals, places of the week and changes that the user reads; four statements."""
    around = surroundings(user, monday + SUNDAY)
    if around.term is None or around.term.ends < monday:
        return Timetable(user, monday, around, {}, (), ())
    books = _books(user, around.term.id)
    return Timetable(user, monday, around, books, tuple(_places(user, around.term.id)),
                     tuple(_changes(user, monday)))


def own(user: Identity, timetable: Timetable) -> Whose | None:
    """Whose week the user sees first: a teacher's own, the own or curated group's, else the first group's."""
    mine = timetable.find(TEACHER, user.id or 0)
    if mine is not None:
        return mine
    groups = set(db.session.scalars(sa.union(
        my_groups(user), current_groups_of(myself(user), user.today),
        current_groups_of(my_children(user), user.today))))
    known = timetable.choices(GROUP)
    return next((one for one in known if one.id in groups), known[0] if known else None)


def named(user: Identity, kind: str, id: int | str) -> Whose | None:
    """Whose timetable may be asked for though the week has no lessons: a vacation, a semester not planned yet."""
    if kind == ROOM:
        return Whose(ROOM, id, str(id)) if user.is_staff else None
    if kind == TEACHER:
        found = db.session.get(User, id) if user.is_staff else None
        return Whose(TEACHER, id, found.short_name) if found and Role.TEACHER in found.role_set else None
    mine = sa.true() if user.is_staff else sa.or_(
        Group.id.in_(groups_of(myself(user))), Group.id.in_(groups_of(my_children(user))))
    name = db.session.scalar(sa.select(Group.name).where(Group.id == id, mine))
    return Whose(GROUP, id, name) if name else None


def week(timetable: Timetable, whose: Whose) -> TimetableWeek:
    """Seven days are read, Sunday is shown when it has lessons."""
    monday, around = timetable.monday, timetable.around
    lessons = lessons_of(timetable, whose, monday, monday + SUNDAY)
    by_day: dict[dt.date, dict[int, list[Planned]]] = defaultdict(lambda: defaultdict(list))
    for one in lessons:
        by_day[one.date][one.pair].append(one)
    days = tuple(_day(timetable, day, by_day.get(day, {})) for day in _shown(monday, by_day))
    return TimetableWeek(whose, days, _pairs(around, lessons), sum(one.change is not None for one in lessons))


def lessons_of(timetable: Timetable, whose: Whose, first: dt.date, last: dt.date) -> list[Planned]:
    """What the timetable and its changes put on days of its week, in the order of days and pairs."""
    around = timetable.around
    if around.term is None:
        return []
    return [one for one in planned(timetable.places, [one.change for one in timetable.changes], first, last,
                                   around.calendar, around.term.year_starts) if _is_of(timetable, whose, one)]


def _shown(monday: dt.date, by_day: dict[dt.date, Any]) -> Iterable[dt.date]:
    days = [monday + dt.timedelta(days=number) for number in range(7)]
    return days if days[-1] in by_day else days[:STUDY_DAYS]


def _is_of(timetable: Timetable, whose: Whose, one: Planned) -> bool:
    book = timetable.books.get(one.journal)
    if book is None:
        return False
    if whose.kind == GROUP:
        return book.group_id == whose.id
    if whose.kind == TEACHER:
        return whose.id in (book.teacher_id, one.substitute)
    return one.room == whose.id and not one.off


def _day(timetable: Timetable, day: dt.date, lessons: dict[int, list[Planned]]) -> WeekDay:
    off = timetable.around.day_off(day)
    return WeekDay(
        day, off.title if off is not None and off.kind != DayKind.WORKDAY else None,
        {pair: tuple(shown_lesson(timetable, one) for one in here) for pair, here in sorted(lessons.items())})


def shown_lesson(timetable: Timetable, one: Planned) -> WeekLesson:
    """A lesson with its change in words."""
    book, user = timetable.books[one.journal], timetable.user
    changed = timetable.changes[one.number] if one.number is not None else None
    other = timetable.books.get(one.other or 0)
    names = ChangeNames((changed.substitute if changed else None) or "", other.title if other else "",
                        (changed.reason if changed else None) or "")
    mine = user.id is not None and user.id in (book.teacher_id, one.substitute)
    return WeekLesson(book.id if mine else None, book.title, book.group, book.subgroup, book.teacher, one.room,
                      change_words(one, names), one.off)


def _pairs(around: Surroundings, lessons: list[Planned]) -> tuple[Pair, ...]:
    used = {one.pair for one in lessons}
    if not used:
        return ()
    return tuple(Pair(number, *around.bells.get(number, (None, None))) for number in range(min(used), max(used) + 1))


# what is read

def _books(user: Identity, semester_id: int) -> dict[int, Book]:
    """Staff read the whole timetable, students and parents the journals of their studies."""
    mine = sa.true() if user.is_staff else sa.or_(
        Journal.id.in_(journals_of(myself(user))), Journal.id.in_(journals_of(my_children(user))))
    found = db.session.execute(
        sa.select(Journal.id, Journal.group_id, Journal.teacher_id, CurriculumLine.title.label("subject"),
                  Group.name.label("group"), Subgroup.number, User.last_name, User.first_name, User.patronymic)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(Group, Group.id == Journal.group_id).outerjoin(Subgroup, Subgroup.id == Journal.subgroup_id)
        .join(User, User.id == Journal.teacher_id).where(Journal.semester_id == semester_id, mine))
    return {row.id: Book(row.id, row.subject, row.group_id, row.group, row.number, row.teacher_id,
                         short_name(row.last_name, row.first_name, row.patronymic)) for row in found}


def _places(user: Identity, semester_id: int) -> Iterable[Place]:
    slot = TimetableSlot
    for row in db.session.execute(
            sa.select(slot.journal_id, slot.weekday, slot.pair, slot.parity, slot.starts, slot.ends, slot.room)
            .join(Journal, Journal.id == slot.journal_id)
            .where(Journal.semester_id == semester_id, rows(user, Action.READ, slot))
            .order_by(slot.journal_id, slot.weekday, slot.pair)):
        yield Place(row.journal_id, row.weekday, row.pair, WeekParity(row.parity), row.starts, row.ends, row.room)


def _changes(user: Identity, monday: dt.date) -> Iterable[Changed]:
    """Those that take from the week or bring into it; the reason only to those who may read it (п. 9.2)."""
    span, tells = (monday, monday + SUNDAY), "reason" not in hidden_fields(user, TimetableChange)
    found = db.session.execute(
        sa.select(TimetableChange, User.last_name, User.first_name, User.patronymic)
        .outerjoin(User, User.id == TimetableChange.substitute_id)
        .where(sa.or_(TimetableChange.date.between(*span), TimetableChange.new_date.between(*span)),
               rows(user, Action.READ, TimetableChange))
        .order_by(TimetableChange.id))
    for change, last, first, patronymic in found:
        yield Changed(rule_of(change), short_name(last, first, patronymic) if last else None,
                      change.reason if tells else None)
