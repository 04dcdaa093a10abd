"""What journals know of their students by a day: six questions, whether one journal is asked about or all (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from access.scopes import covers
from models import (
    Absence,
    AbsenceKind,
    Cell,
    CurriculumLine,
    FinalMark,
    Group,
    Journal,
    Lesson,
    Mark,
    Membership,
    Student,
    Subgroup,
    SubgroupMembership,
    User,
    db,
)
from rules.accumulation import needed_marks
from rules.attestation import DEBT_VALUES
from rules.forecast.evidence import WRITTEN, Evidence, Given
from rules.names import full_name, short_name
from rules.norms import Norms
from rules.terms import TAUGHT, FinalValue

YEAR = dt.timedelta(days=400)
_DIGITS = (FinalValue.TWO, FinalValue.THREE, FinalValue.FOUR, FinalValue.FIVE)
_FIRST, _LAST = dt.date(1, 1, 1), dt.date(9999, 12, 31)


@dataclass(frozen=True)
class Known:
    """A student of a journal with what is known of him."""

    id: int
    name: str
    evidence: Evidence


@dataclass(frozen=True)
class JournalFacts:
    """left: lessons that its hours still hold; students who study on the day, by surname."""

    id: int
    title: str
    group_id: int
    group: str
    part: int | None
    teacher: str
    teacher_id: int
    needed: int
    left: int
    students: tuple[Known, ...]


def journal_facts(chosen: sa.ColumnElement[bool], day: dt.date, norms: Norms, starts: dt.date) -> list[JournalFacts]:
    """Facts of the chosen journals of the semester that begins on ``starts``, as they stood on the day."""
    chosen = sa.and_(chosen, CurriculumLine.kind.in_(TAUGHT))
    journals = list(db.session.execute(_journals(chosen)))
    if not journals:
        return []
    read = _Read(_lessons(chosen, day), _marks(chosen, day), _absences(chosen, day), _past(chosen, starts))
    people: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(_people(chosen, day)):
        people[row.journal_id].append(row)
    return [_facts(row, people[row.id], read, norms) for row in journals]


@dataclass(frozen=True)
class _Read:
    """By journal, by journal and student, by student."""

    lessons: Mapping[int, list[tuple[dt.date, int]]]
    marks: Mapping[tuple[int, int], list[Given]]
    missed: Mapping[tuple[int, int], int]
    past: Mapping[int, tuple[float | None, int]]
    middles: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sums: dict[int, list[float]] = defaultdict(list)
        for (journal, _), marks in self.marks.items():
            sums[journal].append(sum(m.value * m.weight for m in marks) / sum(m.weight for m in marks))
        self.middles.update({journal: sum(means) / len(means) for journal, means in sums.items()})


def _facts(row: Any, people: Iterable[Any], read: _Read, norms: Norms) -> JournalFacts:
    lessons = read.lessons.get(row.id, [])
    given = sum(hours for _, hours in lessons)
    needed = needed_marks(row.planned_hours, norms)
    due = needed * min(given / row.planned_hours, 1.0) if row.planned_hours else 0.0
    days = [day for day, _ in lessons]
    usual = given / len(lessons) if lessons else 2
    left = max(row.planned_hours - given, 0)
    students = {}
    for one in people:
        key = row.id, one.student_id
        first = max(one.starts, one.part_starts or _FIRST)
        held = bisect_right(days, min(one.ends or _LAST, one.part_ends or _LAST)) - bisect_left(days, first)
        past, debts = read.past.get(one.student_id, (None, 0))
        students[one.student_id] = Known(
            one.student_id, full_name(one.last_name, one.first_name, one.patronymic),
            Evidence(tuple(read.marks.get(key, ())), min(read.missed.get(key, 0), held), held, due,
                     read.middles.get(row.id), past, debts))
    return JournalFacts(
        row.id, row.title, row.group_id, row.group, row.number,
        short_name(row.last_name, row.first_name, row.patronymic), row.teacher_id, needed, -int(-left // usual),
        tuple(students.values()))


def _journals(chosen: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    return (sa.select(Journal.id, CurriculumLine.title, Journal.group_id, Group.name.label("group"), Subgroup.number,
                      Journal.planned_hours, Journal.teacher_id, User.last_name, User.first_name, User.patronymic)
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .join(Group, Group.id == Journal.group_id).join(User, User.id == Journal.teacher_id)
            .outerjoin(Subgroup, Subgroup.id == Journal.subgroup_id).where(chosen)
            .order_by(Group.name, CurriculumLine.title, Subgroup.number, Journal.id))


def _of(chosen: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Ids of the chosen journals: inside other questions, so that theirs do not grow with the college."""
    return (sa.select(Journal.id).join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id).where(chosen))


def _lessons(chosen: sa.ColumnElement[bool], day: dt.date) -> dict[int, list[tuple[dt.date, int]]]:
    query = (sa.select(Lesson.journal_id, Lesson.date, Lesson.hours)
             .where(Lesson.journal_id.in_(_of(chosen)), Lesson.date <= day).order_by(Lesson.date))
    found: dict[int, list[tuple[dt.date, int]]] = defaultdict(list)
    for journal, held, hours in db.session.execute(query):
        found[journal].append((held, hours))
    return found


def _marks(chosen: sa.ColumnElement[bool], day: dt.date) -> dict[tuple[int, int], list[Given]]:
    """Marks in the order of lessons; one number a mark, because a college has a hundred thousand a semester."""
    code = Mark.value * 100 + Mark.weight * 2 + sa.case((Mark.kind.in_(WRITTEN), 1), else_=0)
    query = (sa.select(Cell.journal_id, Cell.student_id, code)
             .join(Mark, sa.and_(Mark.cell_id == Cell.id, Mark.year == Cell.year))
             .join(Lesson, sa.and_(Lesson.id == Cell.lesson_id, Lesson.year == Cell.year))
             .where(Cell.journal_id.in_(_of(chosen)), Lesson.date <= day)
             .order_by(Lesson.date, Lesson.pair, Mark.position))
    found: dict[tuple[int, int], list[Given]] = defaultdict(list)
    for journal, student, number in db.session.execute(query):
        found[journal, student].append(_given(number))
    return found


@lru_cache(maxsize=256)
def _given(number: int) -> Given:
    value, rest = divmod(number, 100)
    return Given(value, rest // 2, bool(rest % 2))


def _absences(chosen: sa.ColumnElement[bool], day: dt.date) -> dict[tuple[int, int], int]:
    """Lessons missed; being late is not missing."""
    query = (sa.select(Cell.journal_id, Cell.student_id, sa.func.count())
             .join(Absence, sa.and_(Absence.cell_id == Cell.id, Absence.year == Cell.year))
             .join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
             .join(Lesson, sa.and_(Lesson.id == Cell.lesson_id, Lesson.year == Cell.year))
             .where(Cell.journal_id.in_(_of(chosen)), Lesson.date <= day, AbsenceKind.counts_hours)
             .group_by(Cell.journal_id, Cell.student_id))
    return {(journal, student): count for journal, student, count in db.session.execute(query)}


def _past(chosen: sa.ColumnElement[bool], starts: dt.date) -> dict[int, tuple[float | None, int]]:
    """By student: the mean of published results of the year before the semester, and how many were not passed."""
    groups = sa.select(Journal.group_id).join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id
                                              ).where(chosen)
    digit = sa.case(*((FinalMark.value == value, int(value.value)) for value in _DIGITS))
    failed = sa.func.sum(sa.case((FinalMark.value.in_(DEBT_VALUES), 1), else_=0))
    query = (sa.select(FinalMark.student_id, sa.func.avg(digit), failed)
             .join(Membership, Membership.student_id == FinalMark.student_id)
             .where(FinalMark.published_at < _moment(starts), FinalMark.published_at >= _moment(starts - YEAR),
                    Membership.group_id.in_(groups))
             .group_by(FinalMark.student_id))
    return {student: (float(mean) if mean is not None else None, int(debts))
            for student, mean, debts in db.session.execute(query)}


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _people(chosen: sa.ColumnElement[bool], day: dt.date) -> sa.Select[*tuple[Any, ...]]:
    part = SubgroupMembership
    in_group = sa.and_(Membership.group_id == Journal.group_id, covers(Membership.starts, Membership.ends, day))
    in_part = sa.and_(part.subgroup_id == Journal.subgroup_id, part.student_id == Membership.student_id,
                      covers(part.starts, part.ends, day))
    return (sa.select(Journal.id.label("journal_id"), Student.id.label("student_id"), Student.last_name,
                      Student.first_name, Student.patronymic, Membership.starts, Membership.ends,
                      part.starts.label("part_starts"), part.ends.label("part_ends"))
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .join(Membership, in_group).join(Student, Student.id == Membership.student_id).outerjoin(part, in_part)
            .where(chosen, sa.or_(Journal.subgroup_id.is_(None), part.id.is_not(None)))
            .order_by(Student.sort_key, Student.id, Membership.starts))
