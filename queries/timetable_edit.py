"""The week of a group or a teacher as the methodist plans it: places to change, journals to choose (п. 5.5)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import Group, Journal, Semester, TimetableSlot, User, db
from queries.timetable import at_same_time, class_of, journal_parts
from queries.timetable_week import GROUP, TEACHER, Pair, Whose
from rules.groups import subgroup_title, with_subgroup
from rules.names import short_name
from rules.spans import Days
from rules.terms import WeekParity
from rules.timetable import Weekly, check_weekly

Bells = dict[int, tuple[dt.time, dt.time]]
USUAL_PAIRS = range(1, 6)  # shown while the college has no bells and the week is empty


@dataclass(frozen=True)
class Placed:
    """A place of the week in the grid; ``note`` says on which weeks and days it is not as the rest."""

    id: int
    title: str
    group: str
    part: str
    teacher: str
    room: str | None
    note: str


@dataclass(frozen=True)
class Choice:
    """A journal that may be put at the asked time; ``clashes`` say who is busy then."""

    id: int
    title: str
    teacher: str
    clashes: tuple[str, ...] = ()


@dataclass(frozen=True)
class At:
    """A time of the week that is asked about."""

    weekday: int
    pair: int
    parity: WeekParity
    days: Days


def whose_choices(user: Identity, semester: Semester) -> tuple[list[Whose], list[Whose]]:
    """Groups and teachers that have journals in the semester, by name."""
    mine = sa.and_(Journal.semester_id == semester.id, rows(user, READ, Journal))
    groups = db.session.execute(sa.select(Group.id, Group.name).where(
        Group.id.in_(sa.select(Journal.group_id).where(mine))).order_by(Group.name))
    teachers = db.session.execute(
        sa.select(User.id, User.last_name, User.first_name, User.patronymic).where(
            User.id.in_(sa.select(Journal.teacher_id).where(mine))).order_by(User.sort_key))
    return ([Whose(GROUP, row.id, row.name) for row in groups],
            [Whose(TEACHER, row.id, short_name(row.last_name, row.first_name, row.patronymic)) for row in teachers])


def week_places(user: Identity, semester: Semester, whose: Whose, on: dt.date,
                parity: WeekParity) -> dict[tuple[int, int], list[Placed]]:
    """By weekday and pair: places that are in force on the day or later; with a parity, only those of such weeks."""
    owner = Journal.group_id if whose.kind == GROUP else Journal.teacher_id
    query = (sa.select(TimetableSlot).join(Journal, Journal.id == TimetableSlot.journal_id)
             .where(Journal.semester_id == semester.id, owner == whose.id, TimetableSlot.ends >= on,
                    rows(user, READ, TimetableSlot))
             .options(joinedload(TimetableSlot.journal).options(*journal_parts()))
             .order_by(TimetableSlot.weekday, TimetableSlot.pair, TimetableSlot.starts, TimetableSlot.id))
    if parity is not WeekParity.EVERY:
        query = query.where(TimetableSlot.parity.in_([WeekParity.EVERY, parity]))
    found: dict[tuple[int, int], list[Placed]] = defaultdict(list)
    for slot in db.session.scalars(query):
        found[slot.weekday, slot.pair].append(_placed(slot, semester))
    return found


def _placed(slot: TimetableSlot, semester: Semester) -> Placed:
    weeks = WeekParity(slot.parity).weeks if slot.parity != WeekParity.EVERY else None
    starts = f"с {slot.starts:%d.%m}" if slot.starts > semester.starts else None
    ends = f"по {slot.ends:%d.%m}" if slot.ends < semester.ends else None
    journal = slot.journal
    return Placed(slot.id, journal.line.title, journal.group.name, subgroup_title(journal.part),
                  journal.teacher.short_name, slot.room, " ".join(filter(None, (weeks, starts, ends))))


def pairs_shown(bells: Bells, places: Sequence[tuple[int, int]]) -> tuple[Pair, ...]:
    """Columns of the grid: every pair that has a bell or a lesson."""
    numbers = {*bells, *(pair for _, pair in places)} or set(USUAL_PAIRS)
    return tuple(Pair(number, *bells.get(number, (None, None))) for number in sorted(numbers))


def choices(user: Identity, semester: Semester, group_id: int, at: At | None, besides: int = 0) -> list[Choice]:
    """Journals of the group; with a time, each with those who are busy then, the free ones first."""
    journals = db.session.scalars(
        sa.select(Journal).where(Journal.semester_id == semester.id, Journal.group_id == group_id,
                                 rows(user, READ, Journal)).options(*journal_parts()))
    others = at_same_time(at.weekday, at.pair, at.days, besides) if at is not None else []
    found = [_choice(journal, at, others) for journal in journals]
    return sorted(found, key=lambda one: (bool(one.clashes), one.title, one.teacher, one.id))


def _choice(journal: Journal, at: At | None, others: Sequence[Weekly]) -> Choice:
    met = [] if at is None else check_weekly(
        Weekly(class_of(journal), at.weekday, at.pair, at.parity, at.days), others)
    return Choice(journal.id, with_subgroup(journal.line.title, journal.part), journal.teacher.short_name,
                  tuple(violation.message for violation in met))


def rooms(user: Identity, semester: Semester, at: At | None, besides: int = 0) -> dict[str, str]:
    """Rooms of the semester's timetable; with a time, who has each of them then."""
    taken = {other.what.room: other.what.title for other in (
        at_same_time(at.weekday, at.pair, at.days, besides) if at is not None else ())}
    known = db.session.scalars(sa.select(TimetableSlot.room).distinct().join(
        Journal, Journal.id == TimetableSlot.journal_id).where(
        Journal.semester_id == semester.id, TimetableSlot.room.is_not(None), rows(user, READ, TimetableSlot)))
    return {room: taken.get(room, "") for room in sorted(filter(None, known))}
