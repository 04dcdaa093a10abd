"""People behind a sheet of п. 5.7: who studies where, how many marks each has, who of the families came."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from models import (
    Acknowledgement,
    Cell,
    FinalMark,
    Guardian,
    Guardianship,
    Lesson,
    Mark,
    Membership,
    Student,
    SubgroupMembership,
    User,
    Visit,
    db,
)
from queries.indicators_books import AT_ONCE, Book
from rules.terms import AcknowledgementKind, FinalValue

Span = tuple[dt.date, dt.date]
Pair = tuple[int, int]  # journal, student
Stay = tuple[int, dt.date, dt.date | None]  # student, from, to
Marks = dict[int, dict[int, int]]  # how many: by journal or by the month's place, then by student


@dataclass(frozen=True)
class People:
    """in_groups, in_subgroups: stays by group and by subgroup; parents: (guardian, from, to) by student."""

    in_groups: dict[int, list[Stay]]
    in_subgroups: dict[int, list[Stay]]
    parents: dict[int, list[tuple[int, dt.date | None, dt.date | None]]]
    exempt: frozenset[Pair]
    _known: dict[tuple[int, int | None, dt.date], dict[int, dt.date]] = field(default_factory=dict)

    def of(self, book: Book, day: dt.date) -> dict[int, dt.date]:
        """Students of the journal on the day, each with the day since which; who has left is not counted."""
        key = (book.group, book.subgroup, day)
        if key not in self._known:
            found = _there(self.in_groups.get(book.group, ()), day)
            if book.subgroup is not None:
                part = _there(self.in_subgroups.get(book.subgroup, ()), day)
                found = {student: max(since, part[student]) for student, since in found.items() if student in part}
            self._known[key] = found
        return self._known[key]

    def parents_of(self, students: Iterable[int], day: dt.date) -> set[int]:
        return {guardian for student in students for guardian, starts, ends in self.parents.get(student, ())
                if (starts is None or starts <= day) and (ends is None or ends >= day)}


def _there(stays: Iterable[Stay], day: dt.date) -> dict[int, dt.date]:
    return {student: starts for student, starts, ends in stays if starts <= day and (ends is None or ends >= day)}


def people(user: Identity, found: dict[int, Book], first: dt.date, last: dt.date) -> People:
    """Of the journals that count, whoever was there between the days."""
    counted = [book for book in found.values() if book.counts]
    groups, parts = {book.group for book in counted}, {book.subgroup for book in counted if book.subgroup}
    meets = sa.and_(Membership.starts <= last, sa.or_(Membership.ends.is_(None), Membership.ends >= first))
    halves = sa.and_(SubgroupMembership.starts <= last, sa.or_(
        SubgroupMembership.ends.is_(None), SubgroupMembership.ends >= first))
    in_groups, in_subgroups = _stays(
        sa.select(sa.false(), Membership.group_id, Membership.student_id, Membership.starts, Membership.ends).where(
            Membership.group_id.in_(groups), meets),
        sa.select(sa.true(), SubgroupMembership.subgroup_id, SubgroupMembership.student_id, SubgroupMembership.starts,
                  SubgroupMembership.ends).where(SubgroupMembership.subgroup_id.in_(parts), halves))
    students = sa.select(Membership.student_id).where(Membership.group_id.in_(groups), meets)
    parents = defaultdict(list)
    for row in db.session.connection().execute(sa.select(
            Guardianship.student_id, Guardianship.guardian_id, Guardianship.starts, Guardianship.ends).where(
                Guardianship.student_id.in_(students))):
        parents[row[0]].append((row[1], row[2], row[3]))
    return People(in_groups, in_subgroups, dict(parents), _exempt(counted))


def _stays(whole: Any, halves: Any) -> tuple[dict[int, list[Stay]], dict[int, list[Stay]]]:
    """By group and by subgroup."""
    found: tuple[dict[int, list[Stay]], ...] = (defaultdict(list), defaultdict(list))
    for part, place, student, starts, ends in db.session.connection().execute(sa.union_all(whole, halves)):
        found[part][place].append((student, starts, ends))
    return dict(found[False]), dict(found[True])


def _exempt(counted: Collection[Book]) -> frozenset[Pair]:
    """Who has the discipline re-credited is given no marks in it."""
    ids = [book.id for book in counted]
    return frozenset((row[0], row[1]) for row in db.session.connection().execute(
        sa.select(FinalMark.journal_id, FinalMark.student_id).where(
            FinalMark.value == FinalValue.CREDITED, FinalMark.published_at.is_not(None),
            FinalMark.journal_id.in_(ids))))


def marks_by_journal(found: dict[int, Book], span: Span) -> Marks:
    """Marks of the days by journal and student."""
    return _marks(found, Lesson.journal_id, span)


def marks_by_month(found: dict[int, Book], months: Sequence[Span]) -> Marks:
    """Marks by the month's place in ``months`` and student."""
    return _marks(found, _place(Lesson.date, months), (months[0][0], months[-1][1]))


def _marks(found: dict[int, Book], part: Any, span: Span) -> Marks:
    """Outer joins hold the order lesson, cell, mark: who has no statistics would else meet each lesson with all marks
    of its year."""
    ids = [book.id for book in found.values() if book.counts]
    query = (
        sa.select(part, Cell.student_id, sa.func.count(Mark.id))
        .select_from(Lesson)
        .outerjoin(Cell, sa.and_(Cell.year == Lesson.year, Cell.lesson_id == Lesson.id))
        .outerjoin(Mark, sa.and_(Mark.year == Cell.year, Mark.cell_id == Cell.id))
        .where(Lesson.journal_id.in_(ids), Lesson.date.between(*span))
        .group_by(part, Cell.student_id).having(sa.func.count(Mark.id) > 0).execution_options(yield_per=AT_ONCE))
    marks: Marks = defaultdict(dict)
    for place, student, count in db.session.connection().execute(query):
        marks[place][student] = count
    return dict(marks)


def _place(column: Any, spans: Sequence[Span]) -> Any:
    """Which of the spans, one after another, a day falls into."""
    return sa.case(*((column <= ends, sa.literal_column(str(number))) for number, (_, ends) in enumerate(spans)),
                   else_=sa.literal_column(str(len(spans))))


Came = dict[int, tuple[set[int], set[int]]]  # by span: students and guardians


def came(user: Identity, spans: Sequence[Span]) -> Came:
    """Who signed in or pressed «ознакомлен(а)», by the span's place; each person once."""
    zone = user.now.tzinfo
    bounds = [(dt.datetime.combine(first, dt.time(), zone), dt.datetime.combine(last + dt.timedelta(days=1), dt.time(),
                                                                                zone)) for first, last in spans]
    acts = sa.union(
        _acts(Acknowledgement.user_id, Acknowledgement.at, bounds).where(
            Acknowledgement.kind == AcknowledgementKind.DIARY),
        _acts(User.id, User.last_sign_in_at, bounds),
        sa.select(Visit.user_id, _place(Visit.day, spans)).where(Visit.day.between(spans[0][0], spans[-1][1]))
    ).subquery()
    user_id, place = acts.c[0], acts.c[1]
    found: Came = {number: (set(), set()) for number in range(len(spans))}
    query = sa.select(place, Student.id, Guardian.id).select_from(acts).outerjoin(
        Student, Student.user_id == user_id).outerjoin(Guardian, Guardian.user_id == user_id).where(
            sa.or_(Student.id.is_not(None), Guardian.id.is_not(None)))
    for number, student, guardian in db.session.connection().execute(query):
        if student is not None:
            found[number][0].add(student)
        if guardian is not None:
            found[number][1].add(guardian)
    return found


def _acts(who: Any, at: Any, bounds: Sequence[tuple[dt.datetime, dt.datetime]]) -> sa.Select[Any]:
    *firsts, last = range(len(bounds))
    place = sa.case(*((at < bounds[number][1], number) for number in firsts), else_=last) if firsts else sa.literal(0)
    return sa.select(who, place).where(at >= bounds[0][0], at < bounds[-1][1])
