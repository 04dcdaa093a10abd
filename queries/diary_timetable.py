"""A student's timetable of a week: slots of own journals and what changed in them (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import sqlalchemy as sa

from access.identity import Identity
from access.kept import kept, rows_of
from models import (
    CurriculumLine,
    Journal,
    Membership,
    Semester,
    SubgroupMembership,
    TimetableSlot,
    User,
)
from queries.diary_family import own_child
from queries.diary_frame import Frame, Term
from queries.diary_subjects import KEY, SUBJECT, Subject
from queries.timetable_changes import Changed, changes
from rules.lessons import Stay
from rules.names import short_name
from rules.planned import on_week
from rules.terms import ChangeKind, DayKind, WeekParity
from rules.timetable import Change

WEEK = dt.timedelta(days=6)
MONDAY, SUNDAY = (sa.bindparam(name, type_=sa.Date()) for name in ("monday", "sunday"))


@dataclass(frozen=True)
class Studied:
    """A journal the student studies in; ``stays`` are the days inside its group and its subgroup."""

    taught: Subject
    teacher: str
    stays: tuple[Stay, ...]

    @property
    def id(self) -> int:
        return self.taught.journal_id

    @property
    def subject(self) -> str:
        return self.taught.title

    def holds(self, day: dt.date) -> bool:
        return any(stay.holds(day) for stay in self.stays)


@dataclass(frozen=True)
class Slot:
    weekday: int
    pair: int
    parity: WeekParity
    starts: dt.date
    ends: dt.date
    room: str | None


@dataclass(frozen=True)
class Planned:
    """A lesson of the timetable on a date; ``off`` says that it will not be held."""

    date: dt.date
    pair: int
    journal: Studied
    room: str | None = None
    substitute: str | None = None
    note: str | None = None
    off: bool = False


def timetable(user: Identity, child: int, frame: Frame, monday: dt.date) -> tuple[list[Studied], list[Planned]]:
    """Journals of the student in the week's semester, and the lessons planned for the week."""
    if frame.term is None:
        return [], []
    journals, slots = _studies(user, child, frame.term, monday)
    planned = [
        Planned(day, slot.pair, journal, slot.room)
        for journal in journals.values() for slot in slots[journal.id]
        for day in [monday + dt.timedelta(days=slot.weekday - 1)]
        if slot.starts <= day <= slot.ends and on_week(day, frame.term.year_starts, slot.parity)
        and not _is_off(frame, day)]
    changed = _apply(planned, changes(list(journals), monday, monday + WEEK), journals, monday)
    return list(journals.values()), [lesson for lesson in changed if lesson.journal.holds(lesson.date)]


def _is_off(frame: Frame, day: dt.date) -> bool:
    off = frame.day_off(day)
    return off is not None and off.kind != DayKind.WORKDAY


def _studies(user: Identity, child: int, term: Term, monday: dt.date,
             ) -> tuple[dict[int, Studied], dict[int, list[Slot]]]:
    asked = {"child": child, "monday": monday, "sunday": monday + WEEK, "begun": min(monday, term.ends)}
    journals: dict[int, Studied] = {}
    slots: dict[int, list[Slot]] = {}
    for row in rows_of(_slots(user), **asked):
        stay = Stay(max(row.starts, row.part_starts or row.starts),
                    min((end for end in (row.ends, row.part_ends) if end is not None), default=None))
        known = journals.get(row.id) or Studied(
            Subject(row.id, row.subject, row.subject_key, row.position),
            short_name(row.last_name, row.first_name, row.patronymic), ())
        if stay not in known.stays:
            known = replace(known, stays=(*known.stays, stay))
        journals[row.id] = known
        of_journal = slots.setdefault(row.id, [])
        if row.weekday is not None:
            slot = Slot(row.weekday, row.pair, WeekParity(row.parity), row.slot_starts, row.slot_ends, row.room)
            if slot not in of_journal:
                of_journal.append(slot)
    return journals, slots


@kept
def _slots(user: Identity) -> sa.SelectBase:
    begun = sa.bindparam("begun", type_=sa.Date())
    return (
        sa.select(Journal.id, SUBJECT, KEY, CurriculumLine.position, User.last_name, User.first_name,
                  User.patronymic, Membership.starts, Membership.ends, SubgroupMembership.starts.label("part_starts"),
                  SubgroupMembership.ends.label("part_ends"), TimetableSlot.weekday, TimetableSlot.pair,
                  TimetableSlot.parity, TimetableSlot.starts.label("slot_starts"),
                  TimetableSlot.ends.label("slot_ends"), TimetableSlot.room)
        .select_from(Membership).join(Journal, Journal.group_id == Membership.group_id)
        .join(Semester, Semester.id == Journal.semester_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(User, User.id == Journal.teacher_id)
        .outerjoin(SubgroupMembership, sa.and_(
            SubgroupMembership.subgroup_id == Journal.subgroup_id,
            SubgroupMembership.student_id == Membership.student_id, SubgroupMembership.starts <= SUNDAY,
            sa.or_(SubgroupMembership.ends.is_(None), SubgroupMembership.ends >= MONDAY)))
        .outerjoin(TimetableSlot, sa.and_(
            TimetableSlot.journal_id == Journal.id, TimetableSlot.starts <= SUNDAY, TimetableSlot.ends >= MONDAY))
        .where(Membership.student_id == own_child(user), Membership.starts <= SUNDAY,
               sa.or_(Membership.ends.is_(None), Membership.ends >= MONDAY),
               Semester.starts <= SUNDAY, Semester.ends >= begun,
               sa.or_(Journal.subgroup_id.is_(None), SubgroupMembership.id.is_not(None)))
        .order_by(CurriculumLine.position, Journal.id, TimetableSlot.pair))


def _apply(planned: list[Planned], changed: list[Changed], journals: dict[int, Studied], monday: dt.date,
           ) -> list[Planned]:
    lessons = {(lesson.date, lesson.pair, lesson.journal.id): lesson for lesson in planned}
    for one in changed:
        change = one.change
        key = (change.date, change.pair, change.journal or 0)
        was = lessons.get(key)
        if was is not None:
            lessons[key] = _changed(was, change, one.substitute)
        for lesson in _added(change, journals, was):
            if monday <= lesson.date <= monday + WEEK:
                lessons[lesson.date, lesson.pair, lesson.journal.id] = lesson
    return list(lessons.values())


def _changed(was: Planned, change: Change, substitute: str | None) -> Planned:
    match change.kind:
        case ChangeKind.SUBSTITUTED:
            return replace(was, substitute=substitute, room=change.room or was.room)
        case ChangeKind.ROOM:
            return replace(was, room=change.room or was.room)
        case ChangeKind.MOVED if change.new_date is not None:
            pair = change.pair if change.new_pair is None else change.new_pair
            return replace(was, off=True, note=f"перенесено на {change.new_date:%d.%m}, {pair}-я пара")
        case ChangeKind.REPLACED:
            return replace(was, off=True, note="заменено другим занятием")
        case ChangeKind.CANCELLED:
            return replace(was, off=True, note="занятия не будет")
    return was


def _added(change: Change, journals: dict[int, Studied], was: Planned | None) -> list[Planned]:
    old = journals.get(change.journal or 0)
    new = journals.get(change.new_journal or 0) or old
    if new is None:
        return []
    match change.kind:
        case ChangeKind.ADDED:
            return [Planned(change.date, change.pair, new, change.room, note="дополнительное занятие")]
        case ChangeKind.REPLACED if new is not old:
            note = f"вместо занятия «{old.subject}»" if old else None
            return [Planned(change.date, change.pair, new, change.room or (was.room if was else None), note=note)]
        case ChangeKind.MOVED if change.new_date is not None:
            pair = change.pair if change.new_pair is None else change.new_pair
            return [Planned(change.new_date, pair, new, change.room or (was.room if was else None),
                            note=f"перенесено с {change.date:%d.%m}")]
    return []
