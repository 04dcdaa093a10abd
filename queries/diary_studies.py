"""What a student has studied: semesters, journals with the days in them, hours given (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from access.paths import Ids
from access.scopes import held_lessons_of
from models import (
    AcademicYear,
    CurriculumLine,
    Group,
    Journal,
    Lesson,
    Membership,
    Semester,
    SubgroupMembership,
    User,
    db,
)
from queries.diary_family import Child
from queries.diary_subjects import KEY, SUBJECT
from rules.lessons import Stay
from rules.names import short_name


@dataclass(frozen=True)
class Period:
    """A semester in which the student was in a group."""

    id: int
    year: int
    number: int
    starts: dt.date
    ends: dt.date

    @property
    def title(self) -> str:
        return f"{self.number} семестр {self.year}-{self.year + 1}"


@dataclass(frozen=True)
class Study:
    """A journal the student studied in; ``stays`` are the days in its group and subgroup, within its semester."""

    journal_id: int
    period: Period
    subject: str
    key: str
    position: int
    group: str
    teacher: str
    planned: int
    stays: tuple[Stay, ...]

    @property
    def last_day(self) -> dt.date:
        return max(stay.ends or self.period.ends for stay in self.stays)


@dataclass(frozen=True)
class Given:
    """Lessons held while the student was there."""

    hours: int = 0
    lessons: int = 0
    last: dt.date | None = None

    def __add__(self, other: Given) -> Given:
        days = [day for day in (self.last, other.last) if day is not None]
        return Given(self.hours + other.hours, self.lessons + other.lessons, max(days, default=None))


def periods(child: Child, today: dt.date) -> list[Period]:
    """Semesters that have begun and meet the student's days in a group, the latest first."""
    rows = db.session.execute(
        sa.select(Semester.id, AcademicYear.year, Semester.number, Semester.starts, Semester.ends)
        .join(AcademicYear, AcademicYear.id == Semester.academic_year_id)
        .where(Semester.starts <= today).order_by(Semester.starts.desc()))
    return [period for period in (Period(*row) for row in rows) if any(
        stay.starts <= period.ends and (stay.ends or period.ends) >= period.starts for stay in child.stays)]


def studies(child: Ids, today: dt.date, *criteria: sa.ColumnElement[bool]) -> list[Study]:
    """Journals of the student in semesters that have begun, in the order of the plan; ``criteria`` narrow them."""
    query = (
        sa.select(Journal.id, Journal.planned_hours, SUBJECT, KEY, CurriculumLine.position, Group.name,
                  User.last_name, User.first_name, User.patronymic, Membership.starts, Membership.ends,
                  SubgroupMembership.starts.label("part_starts"), SubgroupMembership.ends.label("part_ends"),
                  Semester.id.label("semester_id"), AcademicYear.year, Semester.number,
                  Semester.starts.label("term_starts"), Semester.ends.label("term_ends"))
        .select_from(Membership).join(Journal, Journal.group_id == Membership.group_id)
        .join(Group, Group.id == Journal.group_id).join(Semester, Semester.id == Journal.semester_id)
        .join(AcademicYear, AcademicYear.id == Semester.academic_year_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(User, User.id == Journal.teacher_id)
        .outerjoin(SubgroupMembership, sa.and_(
            SubgroupMembership.subgroup_id == Journal.subgroup_id,
            SubgroupMembership.student_id == Membership.student_id))
        .where(Membership.student_id.in_(child), Semester.starts <= today,
               sa.or_(Journal.subgroup_id.is_(None), SubgroupMembership.id.is_not(None)), *criteria)
        .order_by(Semester.starts, CurriculumLine.position, Membership.starts, SubgroupMembership.starts, Journal.id))
    found: dict[int, Study] = {}
    for row in db.session.execute(query):
        period = Period(row.semester_id, row.year, row.number, row.term_starts, row.term_ends)
        stay = _clipped(row, period)
        if stay is None:
            continue
        known = found.get(row.id) or Study(
            row.id, period, row.subject, row.subject_key, row.position, row.name,
            short_name(row.last_name, row.first_name, row.patronymic), row.planned_hours, ())
        found[row.id] = replace(known, stays=(*known.stays, stay))
    return list(found.values())


def _clipped(row: Any, period: Period) -> Stay | None:
    """Days that are in the group, in the subgroup and in the semester at once."""
    starts = max(row.starts, row.part_starts or row.starts, period.starts)
    ends = min(day for day in (row.ends, row.part_ends, period.ends) if day is not None)
    return Stay(starts, ends) if starts <= ends else None


def by_subject(found: Iterable[Study]) -> list[list[Study]]:
    """Journals of one subject together — of two groups, subgroups, teachers — in the order of the plan."""
    subjects: dict[str, list[Study]] = {}
    for study in found:
        subjects.setdefault(study.key, []).append(study)
    return sorted(subjects.values(), key=lambda own: (latest(own)[0].position, latest(own)[0].subject))


def studied_together(child: Ids, today: dt.date, journal_id: int) -> list[Study]:
    """Journals of the subject of a journal in its semester; none when it is not the student's."""
    found = studies(child, today)
    asked = next((study for study in found if study.journal_id == journal_id), None)
    return [one for one in found if asked and (one.key, one.period) == (asked.key, asked.period)]


def latest(own: Sequence[Study]) -> list[Study]:
    """Those of the journals in which the student is, or was last: their plan is what is to be passed."""
    last = max(study.last_day for study in own)
    return [study for study in own if study.last_day == last]


def given(child: Ids, journals: Iterable[int], today: dt.date) -> dict[int, Given]:
    """Hours of the programme passed with the student, by journal (п. 4.1)."""
    rows = db.session.execute(
        sa.select(Lesson.journal_id, sa.func.sum(Lesson.hours), sa.func.count(), sa.func.max(Lesson.date))
        .where(Lesson.journal_id.in_(list(journals)), Lesson.id.in_(held_lessons_of(child, today)))
        .group_by(Lesson.journal_id))
    return {journal_id: Given(hours, lessons, last) for journal_id, hours, lessons, last in rows}
