"""Hours of teachers in a month, day by day, with substitutions given and received (п. 5.6, 6.1, 7.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from access.identity import Identity
from models import CurriculumLine, Group, Journal, Lesson, Semester, Subgroup, User, db
from queries.college import norms_on, work_calendar
from queries.hours import taught_or_read
from queries.reports.ask import Ask
from rules.groups import group_title
from rules.names import short_name, sort_key
from rules.report_periods import Period


@dataclass(frozen=True)
class MonthLine:
    """A teacher in a journal; ``instead_of`` is whose lessons they were; ``left`` of the journal's plan."""

    teacher_id: int
    teacher: str
    index: str
    title: str
    group: str
    instead_of: str
    days: dict[int, int]
    left: int | None

    @property
    def total(self) -> int:
        return sum(self.days.values())


@dataclass(frozen=True)
class Exchange:
    """One lesson given by another."""

    date: dt.date
    pair: int
    hours: int
    title: str
    group: str
    gave: str
    instead_of: str
    reason: str


@dataclass(frozen=True)
class MonthHours:
    """``off``: days without lessons by the calendar; ``teacher`` is "" for all of them."""

    period: Period
    lines: tuple[MonthLine, ...]
    given: tuple[Exchange, ...]
    received: tuple[Exchange, ...]
    off: frozenset[int]
    teacher: str = ""

    @property
    def days(self) -> range:
        return range(1, self.period.last.day + 1)

    def of_day(self, day: int) -> int:
        return sum(one.days.get(day, 0) for one in self.lines)

    @property
    def total(self) -> int:
        return sum(one.total for one in self.lines)


def month_hours(user: Identity, ask: Ask) -> MonthHours:
    """Hours go to the one who gave the lesson; those he was replaced in are listed and not counted."""
    found = db.session.execute(_lessons(user, ask)).all()
    counted = [row for row in found if ask.teacher in (None, row.teacher_id)]
    calendar = work_calendar(user, norms_on(ask.period.first))
    days = [ask.period.first + dt.timedelta(days=number) for number in range(ask.period.last.day)]
    swapped = [row for row in found if row.substituted_id is not None]
    return MonthHours(
        ask.period, tuple(_lines(counted, _given(ask.period))),
        tuple(_exchange(row) for row in swapped if ask.teacher in (None, row.teacher_id)),
        tuple(_exchange(row) for row in swapped if ask.teacher is not None and row.substituted_id == ask.teacher),
        frozenset(day.day for day in days if not calendar.is_working(day)), _name(ask.teacher))


def journal_columns() -> tuple[Any, ...]:
    """A journal as hours name it."""
    return (Journal.id.label("journal_id"), Journal.planned_hours, *line_columns(), *group_columns())


def line_columns() -> tuple[Any, ...]:
    return CurriculumLine.index.label("code"), CurriculumLine.title, CurriculumLine.kind


def group_columns() -> tuple[Any, ...]:
    return (Group.id.label("group_id"), Group.name.label("group"), Group.admission_year, Group.closed_on,
            Group.search_key, Subgroup.number)


def with_journals(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    return (query.join(Journal, Journal.id == Lesson.journal_id)
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .join(Group, Group.id == Journal.group_id).outerjoin(Subgroup, Subgroup.id == Journal.subgroup_id))


def group_of(row: Any) -> str:
    return group_title(row.group, row.admission_year, row.closed_on, row.number)


def _lessons(user: Identity, ask: Ask) -> sa.Select[*tuple[Any, ...]]:
    gave, other = aliased(User), aliased(User)
    query = sa.select(
        *journal_columns(), Lesson.date, Lesson.pair, Lesson.hours, Lesson.teacher_id, Lesson.substituted_id,
        Lesson.substitution_reason, gave.last_name, gave.first_name, gave.patronymic, gave.sort_key,
        other.last_name.label("last"), other.first_name.label("first"), other.patronymic.label("middle"))
    query = (with_journals(query.select_from(Lesson)).join(gave, gave.id == Lesson.teacher_id)
             .outerjoin(other, other.id == Lesson.substituted_id)
             .where(Lesson.date.between(ask.period.first, ask.period.last), taught_or_read(user))
             .order_by(Lesson.date, Lesson.pair, Lesson.id))
    return query if ask.teacher is None else query.where(
        sa.or_(Lesson.teacher_id == ask.teacher, Lesson.substituted_id == ask.teacher))


def _given(period: Period) -> dict[int, int]:
    """Hours given in each journal of the period's semesters up to its last day, whoever gave them."""
    touched = sa.select(Semester.id).where(Semester.starts <= period.last, Semester.ends >= period.first)
    found = db.session.execute(
        sa.select(Lesson.journal_id, sa.func.sum(Lesson.hours)).join(Journal, Journal.id == Lesson.journal_id)
        .where(Journal.semester_id.in_(touched), Lesson.date <= period.last).group_by(Lesson.journal_id))
    return {row[0]: row[1] for row in found}


def _lines(lessons: list[Any], given: dict[int, int]) -> list[MonthLine]:
    by_line: dict[tuple[int, int, int | None], list[Any]] = defaultdict(list)
    for row in lessons:
        by_line[row.teacher_id, row.journal_id, row.substituted_id].append(row)
    placed = sorted(by_line.values(), key=lambda rows: (
        rows[0].sort_key, rows[0].teacher_id, rows[0].substituted_id is not None, sort_key(rows[0].title),
        rows[0].search_key, rows[0].number or 0, rows[0].journal_id))
    return [_line(rows, given) for rows in placed]


def _line(rows: list[Any], given: dict[int, int]) -> MonthLine:
    days: dict[int, int] = defaultdict(int)
    for row in rows:
        days[row.date.day] += row.hours
    one = rows[0]
    instead = short_name(one.last, one.first, one.middle) if one.substituted_id is not None else ""
    left = None if instead else one.planned_hours - given.get(one.journal_id, 0)
    return MonthLine(one.teacher_id, short_name(one.last_name, one.first_name, one.patronymic), one.code, one.title,
                     group_of(one), instead, dict(days), left)


def _exchange(row: Any) -> Exchange:
    return Exchange(row.date, row.pair, row.hours, row.title, group_of(row),
                    short_name(row.last_name, row.first_name, row.patronymic),
                    short_name(row.last, row.first, row.middle), row.substitution_reason or "")


def _name(teacher_id: int | None) -> str:
    return "" if teacher_id is None else db.session.get_one(User, teacher_id).full_name
