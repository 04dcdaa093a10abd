"""Results of disciplines and teachers for a semester: a line per journal and kind of result (п. 4.1, 7.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.scopes import covers
from access.whole import whole_journals
from models import CurriculumLine, FinalMark, Group, Journal, Membership, Subgroup, SubgroupMembership, User, db
from queries.college import norms_on
from queries.reports.ask import Ask
from queries.reports.group import in_period
from rules import statistics
from rules.groups import group_title
from rules.names import short_name, sort_key
from rules.norms import Norms
from rules.report_periods import Period
from rules.statistics import Tally
from rules.subjects import line_title
from rules.terms import FinalKind, FinalValue, LineKind


@dataclass(frozen=True)
class Rates:
    """The four indicators of one tally, by the formulae of «Сетевой город»."""

    tally: Tally
    sou: Decimal | None

    @classmethod
    def of(cls, tally: Tally, norms: Norms) -> Rates:
        return cls(tally, statistics.level(tally, norms))

    @property
    def performance(self) -> Decimal | None:
        return statistics.performance(self.tally)

    @property
    def quality(self) -> Decimal | None:
        return statistics.quality(self.tally)

    @property
    def average(self) -> Decimal | None:
        return statistics.average(self.tally)


@dataclass(frozen=True)
class JournalResults:
    """``students`` study in the journal on the day of counting, ``blank`` of them have no result;
    ``kind`` is None where nothing is published yet."""

    journal_id: int
    title: str
    group: str
    teacher_id: int
    teacher: str
    kind: FinalKind | None
    students: int
    blank: int
    rates: Rates


@dataclass(frozen=True)
class DisciplineResults:
    """``teachers`` and ``disciplines`` add up the lines of each."""

    period: Period
    lines: tuple[JournalResults, ...]
    teachers: tuple[tuple[str, Rates], ...]
    disciplines: tuple[tuple[str, Rates], ...]
    total: Rates


def discipline_results(user: Identity, ask: Ask) -> DisciplineResults:
    """Published results of students who are in the groups at the end of the semester, or today while it lasts."""
    day = ask.period.counted_on(user.today)
    norms = norms_on(day)
    journals = sorted(db.session.execute(_journals(user, ask)), key=_place)
    tallies, students = _tallies(user, ask), _students(user, ask)
    lines = [line for row in journals for line in _lines(row, tallies.get(row.id, {}), students.get(row.id, 0), norms)]
    return DisciplineResults(
        ask.period, tuple(lines), _summed(((one.teacher_id, one.teacher, one.rates.tally) for one in lines), norms),
        _summed(((one.title, one.title, one.rates.tally) for one in lines), norms),
        Rates.of(sum((one.rates.tally for one in lines), Tally()), norms))


def _chosen(ask: Ask) -> list[sa.ColumnElement[bool]]:
    found = [in_period(ask.period)]
    if ask.group is not None:
        found.append(Journal.group_id == ask.group)
    if ask.teacher is not None:
        found.append(Journal.teacher_id == ask.teacher)
    if ask.discipline is not None:
        found.append(Journal.curriculum_line_id.in_(
            sa.select(CurriculumLine.id).where(CurriculumLine.discipline_id == ask.discipline)))
    return found


def _journals(user: Identity, ask: Ask) -> sa.Select[*tuple[Any, ...]]:
    return (sa.select(Journal.id, Journal.teacher_id, CurriculumLine.index.label("code"), CurriculumLine.title,
                      CurriculumLine.kind.label("taught"), Group.name, Group.admission_year, Group.closed_on,
                      Subgroup.number, User.last_name, User.first_name, User.patronymic, User.sort_key,
                      Group.search_key)
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .join(Group, Group.id == Journal.group_id).join(User, User.id == Journal.teacher_id)
            .outerjoin(Subgroup, Subgroup.id == Journal.subgroup_id)
            .where(*_chosen(ask), whole_journals(user)))


def _place(row: Any) -> tuple[Any, ...]:
    """Teacher by teacher, then by discipline and group."""
    return row.sort_key, row.teacher_id, sort_key(row.title), row.search_key, row.number or 0, row.id


def _in_group(day: Any) -> sa.ColumnElement[bool]:
    return sa.and_(Membership.group_id == Journal.group_id, covers(Membership.starts, Membership.ends, day))


def _tallies(user: Identity, ask: Ask) -> dict[int, dict[FinalKind, dict[FinalValue, int]]]:
    """How many students of each journal have which result, counted by the database."""
    here = sa.exists().where(Membership.student_id == FinalMark.student_id,
                             _in_group(ask.period.counted_on(user.today))).correlate(FinalMark, Journal)
    found: dict[int, dict[FinalKind, dict[FinalValue, int]]] = defaultdict(lambda: defaultdict(dict))
    for journal_id, kind, value, count in db.session.execute(
            sa.select(FinalMark.journal_id, FinalMark.kind, FinalMark.value, sa.func.count())
            .join(Journal, Journal.id == FinalMark.journal_id)
            .where(*_chosen(ask), FinalMark.published_at.is_not(None), here, rows(user, READ, FinalMark))
            .group_by(FinalMark.journal_id, FinalMark.kind, FinalMark.value)):
        found[journal_id][FinalKind(kind)][FinalValue(value)] = count
    return found


def _students(user: Identity, ask: Ask) -> dict[int, int]:
    """How many students each journal has on the day of counting."""
    day, part = ask.period.counted_on(user.today), SubgroupMembership
    in_part = sa.and_(part.subgroup_id == Journal.subgroup_id, part.student_id == Membership.student_id,
                      covers(part.starts, part.ends, day))
    found = db.session.execute(
        sa.select(Journal.id, sa.func.count(Membership.student_id.distinct())).join(Membership, _in_group(day))
        .outerjoin(part, in_part)
        .where(*_chosen(ask), sa.or_(Journal.subgroup_id.is_(None), part.id.is_not(None)))
        .group_by(Journal.id))
    return {row[0]: row[1] for row in found}


def _lines(row: Any, tallies: dict[FinalKind, dict[FinalValue, int]], students: int, norms: Norms,
           ) -> list[JournalResults]:
    group = group_title(row.name, row.admission_year, row.closed_on, row.number)
    teacher = short_name(row.last_name, row.first_name, row.patronymic)
    title = line_title(row.code, row.title, LineKind(row.taught))
    if not tallies:
        return [JournalResults(row.id, title, group, row.teacher_id, teacher, None, students, students,
                               Rates.of(Tally(), norms))]
    return [JournalResults(row.id, title, group, row.teacher_id, teacher, kind, students,
                           max(0, students - sum(tallies[kind].values())),
                           Rates.of(Tally.counted_by(tallies[kind]), norms))
            for kind in FinalKind if kind in tallies]


def _summed(tallies: Iterable[tuple[int | str, str, Tally]], norms: Norms) -> tuple[tuple[str, Rates], ...]:
    """By what is unique, under its name: two teachers may share a surname and initials."""
    found: dict[int | str, Tally] = defaultdict(Tally)
    names: dict[int | str, str] = {}
    for key, name, tally in tallies:
        found[key] += tally
        names[key] = name
    return tuple((names[key], Rates.of(tally, norms))
                 for key, tally in sorted(found.items(), key=lambda one: sort_key(names[one[0]])))
