"""Journals of a semester to come, with teachers as they were: the same subject, the same group first (order 10)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.scopes import accounts_with
from models import AcademicYear, CurriculumLine, Group, Journal, Semester, Subgroup, User, db
from queries.journal_setup import planned_hours
from queries.rollover_groups import studying
from rules.groups import lines_of_semester, with_subgroup
from rules.names import full_name
from rules.plan import is_taught
from rules.terms import LineKind, Role

Subject = tuple[int | None, int | None]  # discipline, practice
YEARS_BACK = 3


@dataclass(frozen=True)
class JournalPlan:
    """A journal to create; teacher_id None: somebody is to be named. source: where the teacher comes from."""

    line_id: int
    index: str
    title: str
    hours: int
    subgroup_id: int | None
    part: str
    teacher_id: int | None
    teacher: str
    source: str

    def name(self, group_id: int) -> str:
        return f"teacher_{group_id}_{self.line_id}" + (f"_{self.subgroup_id}" if self.subgroup_id else "")


@dataclass(frozen=True)
class GroupJournals:
    """What one group gets; done: how many lines have journals already."""

    id: int
    name: str
    course: int
    rows: tuple[JournalPlan, ...]
    done: int
    warnings: tuple[str, ...]

    @property
    def unnamed(self) -> int:
        return sum(row.teacher_id is None for row in self.rows)


@dataclass(frozen=True)
class _Past:
    """Who led a subject before."""

    group_id: int
    group: str
    speciality_id: int
    line_id: int
    subject: Subject
    semester_id: int
    when: str
    subgroup_id: int | None
    part: str
    teacher_id: int
    teacher: str
    works: bool


def journal_plans(year: int, number: int, semester: Semester | None, starts: dt.date,
                  leaving: frozenset[int], names: Mapping[int, str]) -> tuple[GroupJournals, ...]:
    """By group that studies in the semester; lines that have a journal are left alone.

    names: what groups are to be called, by id: those called so a year before had the same course and teachers.
    """
    groups = [group for group in studying(year, starts) if group.id not in leaving]
    lines = _lines({group.curriculum_id for group in groups if group.curriculum_id})
    taken = _taken(semester)
    past = _past(starts)
    own: dict[tuple[int, Subject], list[_Past]] = defaultdict(list)
    others: dict[Subject, list[_Past]] = defaultdict(list)
    for row in past:  # the latest first
        known = own[row.group_id, row.subject]
        if not known or known[0].semester_id == row.semester_id:
            known.append(row)
        if row.works:
            others[row.subject].append(row)
    found = []
    for group in groups:
        wanted = [line for line in lines_of_semester(
            lines[group.curriculum_id], group.admission_year, year, number, group.first_course)
            if is_taught(LineKind(line.kind))]
        rows = [row for line in wanted if (group.id, line.id) not in taken
                for row in _rows(line, own.get((group.id, _subject(line)), []), _nearest(
                    others[_subject(line)], line, names.get(group.id, group.name), group.speciality_id))]
        found.append(GroupJournals(
            group.id, group.name, group.course_in(year), tuple(rows),
            sum((group.id, line.id) in taken for line in wanted), tuple(_warnings(group, wanted, rows))))
    return tuple(found)


def _nearest(led: list[_Past], line: CurriculumLine, name: str, speciality_id: int) -> _Past | None:
    """Who led the subject: this very line, then the group of that name, then the speciality; the latest of equals."""
    return min(led, default=None, key=lambda row: (row.line_id != line.id, row.group != name,
                                                   row.speciality_id != speciality_id))


def _rows(line: CurriculumLine, own: list[_Past], other: _Past | None) -> Iterable[JournalPlan]:
    """As the group had it, subgroups and all; else whoever led the subject to another group; else nobody."""
    parts = {row.subgroup_id: row for row in reversed(own)}
    for row in sorted(parts.values(), key=lambda row: row.part):
        yield _planned(line, row, f"как в {row.when}" if row.works else f"{row.teacher} больше не ведёт",
                       row.subgroup_id, row.part)
    if not parts:
        yield _planned(line, other, f"вёл у {other.group} в {other.when}" if other else "")


def _planned(line: CurriculumLine, row: _Past | None, source: str, subgroup_id: int | None = None,
             part: str = "") -> JournalPlan:
    works = row is not None and row.works
    return JournalPlan(line.id, line.index, line.title, planned_hours(line), subgroup_id, part,
                       row.teacher_id if row and works else None, row.teacher if row and works else "", source)


def _warnings(group: Group, wanted: list[CurriculumLine], rows: list[JournalPlan]) -> Iterable[str]:
    if group.curriculum_id is None:
        yield f"{group.name}: нет учебного плана, журналы не из чего создать"
    elif not wanted:
        yield f"{group.name}: в учебном плане нет занятий на этот семестр"
    for row in rows:
        if row.teacher_id is None:
            yield f"{group.name}, {row.index} {row.title}: преподаватель не назван"


def _lines(curricula: set[int]) -> dict[int | None, list[CurriculumLine]]:
    found: dict[int | None, list[CurriculumLine]] = defaultdict(list)
    for line in db.session.scalars(sa.select(CurriculumLine).where(CurriculumLine.curriculum_id.in_(curricula))
                                   .order_by(CurriculumLine.position)):
        found[line.curriculum_id].append(line)
    return found


def _taken(semester: Semester | None) -> set[tuple[int, int]]:
    """Groups and lines that have a journal in the semester."""
    if semester is None:
        return set()
    return {(group, line) for group, line in db.session.execute(
        sa.select(Journal.group_id, Journal.curriculum_line_id).where(Journal.semester_id == semester.id))}


def _past(starts: dt.date) -> list[_Past]:
    """Journals of the last years, the latest first."""
    works = sa.and_(User.blocked_at.is_(None), User.id.in_(accounts_with(Role.TEACHER)))
    line = CurriculumLine
    query = (sa.select(Journal.group_id, Group.name, Group.speciality_id, line.id, line.discipline_id,
                       line.practice_id, Semester.id, Semester.number, AcademicYear.year, Journal.subgroup_id,
                       Subgroup.split, Subgroup.number, User.id, User.last_name, User.first_name, User.patronymic,
                       works)
             .select_from(Journal).join(Group, Group.id == Journal.group_id)
             .join(line, line.id == Journal.curriculum_line_id)
             .join(Semester, Semester.id == Journal.semester_id)
             .join(AcademicYear, AcademicYear.id == Semester.academic_year_id)
             .join(User, User.id == Journal.teacher_id).join(Subgroup, Subgroup.id == Journal.subgroup_id, isouter=True)
             .where(Semester.starts < starts, Semester.starts >= starts - dt.timedelta(days=366 * YEARS_BACK))
             .order_by(Semester.starts.desc(), Journal.id))
    return [_past_row(*row) for row in db.session.execute(query)]


def _past_row(group_id: int, group: str, speciality_id: int, line_id: int, discipline_id: int | None,
              practice_id: int | None, semester_id: int, number: int, year: int, *rest: Any) -> _Past:
    subgroup_id, split, part, teacher_id, *parts, works = rest
    return _Past(group_id, group, speciality_id, line_id, (discipline_id, practice_id), semester_id,
                 f"{number} семестре {year}-{year + 1}", subgroup_id, with_subgroup(split, part) if split else "",
                 teacher_id, full_name(*parts), bool(works))


def _subject(line: CurriculumLine) -> Subject:
    return line.discipline_id, line.practice_id
