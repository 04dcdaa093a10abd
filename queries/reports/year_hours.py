"""«Форма 2»: hours of teachers for a year by months against the plan, with substitutions (п. 5.6, 7.3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from access.whole import whole_journals
from models import CurriculumLine, Group, Journal, Lesson, Semester, Subgroup, User, db
from queries.hours import taught_or_read
from queries.reports.ask import Ask
from queries.reports.group import in_period
from queries.reports.month_hours import group_columns, group_of, journal_columns, line_columns, with_journals
from rules.names import short_name, sort_key
from rules.report_periods import Period
from rules.subjects import line_title
from rules.terms import LineKind

Line = tuple[int, int, int, str]  # teacher, group, number of the subgroup or 0, discipline

Groups = dict[tuple[int, int], tuple[str, str]]  # by group and subgroup: the key to order by, the title


@dataclass(frozen=True)
class YearLine:
    """``plan`` by semester; ``months``: hours of one's own by month; ``received``: given by others in the journal."""

    teacher_id: int
    teacher: str
    title: str
    group: str
    plan: tuple[int, int]
    months: dict[int, int]
    received: int

    @property
    def planned(self) -> int:
        return sum(self.plan)

    @property
    def own(self) -> int:
        return sum(self.months.values())

    @property
    def left(self) -> int | None:
        """Hours of the plan nobody gave, below zero when more were given; None once another has the journal."""
        return self.planned - self.own - self.received if self.planned else None


@dataclass(frozen=True)
class GivenLine:
    """Lessons given for others: by month."""

    teacher_id: int
    teacher: str
    title: str
    group: str
    months: dict[int, int]

    @property
    def total(self) -> int:
        return sum(self.months.values())


@dataclass(frozen=True)
class YearHours:
    period: Period
    months: tuple[int, ...]
    lines: tuple[YearLine, ...]
    given: tuple[GivenLine, ...]
    teacher: str = ""

    @property
    def teachers(self) -> tuple[tuple[Any, ...], ...]:
        """Name, planned, own, given for others, received: what each is paid for is own and given."""
        found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        names = {line.teacher_id: line.teacher for line in self.lines}
        names |= {given.teacher_id: given.teacher for given in self.given}
        for line in self.lines:
            sums = found[line.teacher_id]
            sums[0], sums[1], sums[3] = sums[0] + line.planned, sums[1] + line.own, sums[3] + line.received
        for given in self.given:
            found[given.teacher_id][2] += given.total
        return tuple((name, *found[id]) for id, name in names.items())


def year_hours(user: Identity, ask: Ask) -> YearHours:
    """Journals of the year merged by teacher, group and discipline; hours go to the one who gave the lesson."""
    plans, groups = _plans(user, ask)
    own: dict[Line, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    received: dict[Line, int] = defaultdict(int)
    given: dict[Line, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in db.session.execute(_lessons(user, ask)):
        month, gave = int(row.month), _line(row.teacher_id, row)
        groups[gave[1:3]] = row.search_key, group_of(row)
        if row.substituted_id is None:
            own[gave][month] += row.hours
        else:
            given[gave][month] += row.hours
            received[_line(row.substituted_id, row)] += row.hours
    names = _names({line[0] for line in (*plans, *own, *given)})
    wanted = [line for line in sorted({*plans, *own}, key=lambda one: _place(one, names, groups))
              if ask.teacher in (None, line[0]) and (any(plans.get(line, ())) or line in own)]
    swapped = [line for line in sorted(given, key=lambda one: _place(one, names, groups))
               if ask.teacher in (None, line[0])]
    return YearHours(
        ask.period, _months(ask.period),
        tuple(YearLine(line[0], names[line[0]][1], line[3], groups[line[1:3]][1], plans.get(line, (0, 0)),
                       dict(own[line]), received[line]) for line in wanted),
        tuple(GivenLine(line[0], names[line[0]][1], line[3], groups[line[1:3]][1], dict(given[line]))
              for line in swapped),
        _full_name(ask.teacher))


def _months(period: Period) -> tuple[int, ...]:
    count = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    return tuple((period.first.month - 1 + number) % 12 + 1 for number in range(min(12, count)))


def _line(teacher: int, row: Any) -> Line:
    return teacher, row.group_id, row.number or 0, line_title(row.code, row.title, LineKind(row.kind))


def _plans(user: Identity, ask: Ask) -> tuple[dict[Line, tuple[int, int]], Groups]:
    """Planned hours of both semesters; groups by id and subgroup."""
    query = (sa.select(*journal_columns(), Journal.teacher_id, Semester.number.label("half")).select_from(Journal)
             .join(Semester, Semester.id == Journal.semester_id)
             .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
             .join(Group, Group.id == Journal.group_id).outerjoin(Subgroup, Subgroup.id == Journal.subgroup_id)
             .where(in_period(ask.period), whole_journals(user)))
    if ask.teacher is not None:
        query = query.where(Journal.teacher_id == ask.teacher)
    found: dict[Line, list[int]] = defaultdict(lambda: [0, 0])
    groups: Groups = {}
    for row in db.session.execute(query):
        found[_line(row.teacher_id, row)][row.half - 1] += row.planned_hours
        groups[row.group_id, row.number or 0] = row.search_key, group_of(row)
    return {line: (halves[0], halves[1]) for line, halves in found.items()}, groups


def _lessons(user: Identity, ask: Ask) -> sa.Select[*tuple[Any, ...]]:
    month = sa.extract("month", Lesson.date)
    query = with_journals(sa.select(
        *line_columns(), *group_columns(), Lesson.teacher_id, Lesson.substituted_id,
        month.label("month"), sa.func.sum(Lesson.hours).label("hours")).select_from(Lesson))
    query = query.where(Lesson.date.between(ask.period.first, ask.period.last), taught_or_read(user)).group_by(
        *line_columns(), *group_columns(), Lesson.teacher_id, Lesson.substituted_id, month)
    return query if ask.teacher is None else query.where(
        sa.or_(Lesson.teacher_id == ask.teacher, Lesson.substituted_id == ask.teacher))


def _names(teachers: set[int]) -> dict[int, tuple[str, str]]:
    found = db.session.execute(sa.select(User.id, User.sort_key, User.last_name, User.first_name, User.patronymic)
                               .where(User.id.in_(teachers)))
    return {row.id: (row.sort_key, short_name(row.last_name, row.first_name, row.patronymic)) for row in found}


def _place(line: Line, names: dict[int, tuple[str, str]], groups: Groups) -> tuple[Any, ...]:
    return names[line[0]][0], line[0], *groups[line[1:3]], sort_key(line[3])


def _full_name(teacher_id: int | None) -> str:
    return "" if teacher_id is None else db.session.get_one(User, teacher_id).full_name
