"""What the clocks are counted from: journals of a span of days, their timetable, records, works and finals."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.paths import Ids, ids
from access.scopes import covers
from models import (
    AcademicYear,
    CurriculumLine,
    FinalMark,
    Group,
    Homework,
    Journal,
    Lesson,
    Membership,
    Semester,
    Subgroup,
    SubgroupMembership,
    TimetableChange,
    TimetableSlot,
    User,
    Work,
    db,
)
from queries.home_records import Declared, declared_where
from queries.journal_kinds import kinds_of_line
from queries.timetable_changes import rule_of
from rules.groups import with_subgroup
from rules.names import short_name
from rules.planned import Place
from rules.terms import FinalKind, LessonKind, WeekParity
from rules.timetable import Change


@dataclass(frozen=True)
class Register:
    """A journal as the clocks need it; ``whose`` is its group with the subgroup.

    finals: results due by the end of the semester (п. 6.9); the one for the diploma sums up several and is not.
    """

    id: int
    title: str
    whose: str
    teacher: int
    starts: dt.date
    ends: dt.date
    year_starts: dt.date
    finals: tuple[FinalKind, ...]


@dataclass(frozen=True)
class Held:
    """A recorded lesson; ``homework_at``: when its homework was set."""

    id: int
    journal: int
    date: dt.date
    pair: int
    kind: LessonKind
    teacher: int
    attendance: bool
    entered_at: dt.datetime
    homework_at: dt.datetime | None


def registers(user: Identity, first: dt.date, last: dt.date) -> dict[int, Register]:
    """Journals that the user reads, of the semesters that meet the span."""
    query = (
        sa.select(Journal.id, Journal.teacher_id, CurriculumLine, Group.name, Subgroup.number, Semester.starts,
                  Semester.ends, AcademicYear.starts.label("year_starts"))
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(Group, Group.id == Journal.group_id).outerjoin(Subgroup, Subgroup.id == Journal.subgroup_id)
        .join(Semester, Semester.id == Journal.semester_id)
        .join(AcademicYear, AcademicYear.id == Semester.academic_year_id)
        .where(Semester.starts <= last, Semester.ends >= first, rows(user, Action.READ, Journal))
        .order_by(Group.name, CurriculumLine.position, Subgroup.number, Journal.id))
    found = {}
    for row in db.session.execute(query):
        line: CurriculumLine = row.CurriculumLine
        found[row.id] = Register(
            row.id, line.title, with_subgroup(row.name, row.number), row.teacher_id,
            row.starts, row.ends, row.year_starts, kinds_of_line(line))
    return found


def places(user: Identity, known: dict[int, Register], first: dt.date, last: dt.date) -> list[Place]:
    """Where the journals stand in the weekly timetable, inside their semesters."""
    query = sa.select(
        TimetableSlot.journal_id, TimetableSlot.weekday, TimetableSlot.pair, TimetableSlot.parity,
        TimetableSlot.starts, TimetableSlot.ends).where(
        TimetableSlot.starts <= last, TimetableSlot.ends >= first, TimetableSlot.journal_id.in_(_journals(user)))
    return [Place(row.journal_id, row.weekday, row.pair, WeekParity(row.parity),
                  max(row.starts, known[row.journal_id].starts), min(row.ends, known[row.journal_id].ends))
            for row in db.session.execute(query) if row.journal_id in known]


def changes(user: Identity, first: dt.date, last: dt.date) -> list[Change]:
    """Changes of the timetable that touch the span, in the order they were entered."""
    mine = _journals(user)
    within = sa.or_(TimetableChange.date.between(first, last), TimetableChange.new_date.between(first, last))
    whose = sa.or_(TimetableChange.journal_id.in_(mine), TimetableChange.new_journal_id.in_(mine))
    return [rule_of(row) for row in db.session.scalars(
        sa.select(TimetableChange).where(within, whose).order_by(TimetableChange.id))]


def held(user: Identity, first: dt.date, last: dt.date) -> list[Held]:
    """Lessons recorded for the days of the span."""
    first_set = sa.select(sa.func.min(Homework.entered_at)).where(Homework.lesson_id == Lesson.id).scalar_subquery()
    homework = sa.type_coerce(first_set, Homework.entered_at.type)
    query = sa.select(
        Lesson.id, Lesson.journal_id, Lesson.date, Lesson.pair, Lesson.kind, Lesson.teacher_id,
        Lesson.attendance_at, Lesson.entered_at, homework.label("homework_at"),
    ).where(Lesson.date.between(first, last), rows(user, Action.READ, Lesson)).order_by(
        Lesson.date, Lesson.pair, Lesson.id)
    return [Held(row.id, row.journal_id, row.date, row.pair, LessonKind(row.kind), row.teacher_id,
                 row.attendance_at is not None, row.entered_at, row.homework_at) for row in db.session.execute(query)]


def works(user: Identity, first: dt.date, last: dt.date) -> list[Declared]:
    """Works held in the span that still wait for marks."""
    found = declared_where(sa.and_(Work.held_on.between(first, last), rows(user, Action.READ, Lesson)))
    return [work for work in found if work.awaited]


def lessons_of(works: Iterable[Declared]) -> dict[int, Held]:
    """The lessons that declared the works."""
    wanted = sorted({work.lesson for work in works})
    query = sa.select(Lesson.id, Lesson.journal_id, Lesson.date, Lesson.pair, Lesson.kind, Lesson.teacher_id,
                      Lesson.entered_at).where(Lesson.id.in_(wanted))
    return {row.id: Held(row.id, row.journal_id, row.date, row.pair, LessonKind(row.kind), row.teacher_id, True,
                         row.entered_at, None) for row in db.session.execute(query)}


def published(user: Identity, ends: dt.date, since: dt.date) -> dict[int, dict[FinalKind | None, int]]:
    """By journal of semesters that ended in the span: students of the last day (None), and those with each result."""
    in_group = sa.and_(Membership.group_id == Journal.group_id,
                       covers(Membership.starts, Membership.ends, Semester.ends))
    in_subgroup = sa.and_(SubgroupMembership.subgroup_id == Journal.subgroup_id,
                          SubgroupMembership.student_id == Membership.student_id,
                          covers(SubgroupMembership.starts, SubgroupMembership.ends, Semester.ends))
    result = sa.and_(FinalMark.journal_id == Journal.id, FinalMark.student_id == Membership.student_id,
                     FinalMark.published_at.is_not(None))
    query = (
        sa.select(Journal.id, FinalMark.kind, sa.func.count(sa.distinct(Membership.student_id)).label("students"))
        .select_from(Journal).join(Semester, Semester.id == Journal.semester_id).join(Membership, in_group)
        .outerjoin(SubgroupMembership, in_subgroup).outerjoin(FinalMark, result)
        .where(Semester.ends.between(since, ends), rows(user, Action.READ, Journal),
               sa.or_(Journal.subgroup_id.is_(None), SubgroupMembership.id.is_not(None))))
    members = query.with_only_columns(
        Journal.id, sa.null().label("kind"), sa.func.count(sa.distinct(Membership.student_id)).label("students"))
    found: dict[int, dict[FinalKind | None, int]] = defaultdict(dict)
    given = query.where(FinalMark.id.is_not(None)).group_by(Journal.id, FinalMark.kind)
    both: sa.CompoundSelect[Any] = sa.union_all(given, members.group_by(Journal.id))
    for row in db.session.execute(both):
        found[row.id][FinalKind(row.kind) if row.kind is not None else None] = row.students
    return found


def names(accounts: Iterable[int]) -> dict[int, str]:
    """«Вершинина И. О.» by account, in the order of surnames."""
    query = sa.select(User.id, User.last_name, User.first_name, User.patronymic).where(
        User.id.in_(sorted(set(accounts)))).order_by(User.sort_key, User.id)
    return {row.id: short_name(row.last_name, row.first_name, row.patronymic) for row in db.session.execute(query)}


def _journals(user: Identity) -> Ids:
    return ids(Journal.id).where(rows(user, Action.READ, Journal))
