"""Groups compared with each other and with the semester before (п. 4.1, 7.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.scopes import covers
from models import CurriculumLine, FinalMark, Group, Journal, Membership, Semester, db
from queries.college import norms_on
from queries.reports.ask import Ask
from rules import statistics
from rules.groups import academic_year, course, group_title
from rules.norms import Norms
from rules.report_periods import Period
from rules.statistics import Tally
from rules.terms import FinalValue, LineKind

Counts = dict[FinalValue, int]
Students = dict[int, Counts]  # student → how many results of each value


@dataclass(frozen=True)
class Standing:
    """The four indicators of one or many groups in a semester; ``students`` have at least one result."""

    students: int
    performance: Decimal | None
    quality: Decimal | None
    sou: Decimal | None
    average: Decimal | None


@dataclass(frozen=True)
class Compared:
    name: str
    now: Standing
    before: Standing | None

    def grown(self, indicator: str) -> Decimal | None:
        """By how much the indicator is higher than in the semester before; None when one of the two is not there."""
        now = getattr(self.now, indicator)
        before = getattr(self.before, indicator) if self.before else None
        return None if now is None or before is None else now - before


@dataclass(frozen=True)
class Comparison:
    """``previous`` is the title of the semester before, "" when there is none."""

    period: Period
    previous: str
    groups: tuple[Compared, ...]
    courses: tuple[Compared, ...]
    total: Compared


def comparison(user: Identity, ask: Ask) -> Comparison:
    """Published results of those who were in the groups at the end of each semester."""
    norms = norms_on(ask.period.counted_on(user.today))
    semesters = _semesters(ask.period)
    now_id = semesters[0].id if semesters else 0
    before_id = semesters[1].id if len(semesters) > 1 else 0
    found = _results(user, ask, [one.id for one in semesters])
    groups = _groups(user, {group for group, semester in found if semester in (now_id, before_id)})

    def compared(name: str, members: Iterable[int]) -> Compared:
        ids = list(members)
        before = _standing([found.get((id, before_id), {}) for id in ids], norms) if before_id else None
        return Compared(name, _standing([found.get((id, now_id), {}) for id in ids], norms), before)

    by_course: dict[int, list[int]] = defaultdict(list)
    for id, row in groups.items():
        by_course[course(row.admission_year, academic_year(ask.period.first), row.first_course)].append(id)
    return Comparison(
        ask.period, str(semesters[1]) if before_id else "",
        tuple(compared(group_title(row.name, row.admission_year, row.closed_on), [id])
              for id, row in groups.items() if (id, now_id) in found),
        tuple(compared(f"{number} курс", by_course[number]) for number in sorted(by_course)
              if any((id, now_id) in found for id in by_course[number])),
        compared("Всего", groups))


def _semesters(period: Period) -> list[Semester]:
    """The semester and the one before it."""
    return list(db.session.scalars(sa.select(Semester).where(Semester.starts <= period.first)
                                   .order_by(Semester.starts.desc()).limit(2)))


def _results(user: Identity, ask: Ask, semesters: list[int]) -> dict[tuple[int, int], Students]:
    """By group and semester: how many results of each value every student has, counted by the database."""
    last = sa.case((Semester.ends > user.today, sa.literal(user.today, sa.Date())), else_=Semester.ends)
    here = sa.exists().where(Membership.student_id == FinalMark.student_id, Membership.group_id == Journal.group_id,
                             covers(Membership.starts, Membership.ends, last)).correlate(FinalMark, Journal, Semester)
    query = (
        sa.select(Journal.group_id, Journal.semester_id, FinalMark.student_id, FinalMark.value, sa.func.count())
        .select_from(FinalMark).join(Journal, Journal.id == FinalMark.journal_id)
        .join(Semester, Semester.id == Journal.semester_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .where(Journal.semester_id.in_(semesters), FinalMark.published_at.is_not(None), here,
               CurriculumLine.kind != LineKind.STATE_EXAM, rows(user, READ, FinalMark))
        .group_by(Journal.group_id, Journal.semester_id, FinalMark.student_id, FinalMark.value))
    if ask.group is not None:
        query = query.where(Journal.group_id == ask.group)
    found: dict[tuple[int, int], Students] = defaultdict(lambda: defaultdict(dict))
    for group, semester, student, value, count in db.session.execute(query):
        found[group, semester][student][FinalValue(value)] = count
    return found


def _groups(user: Identity, ids: set[int]) -> Mapping[int, Any]:
    found = db.session.execute(
        sa.select(Group.id, Group.name, Group.admission_year, Group.closed_on, Group.first_course)
        .where(Group.id.in_(ids), rows(user, READ, Group)).order_by(Group.search_key, Group.admission_year))
    return {row.id: row for row in found}


def _standing(groups: list[Students], norms: Norms) -> Standing:
    students = [counts for group in groups for counts in group.values()]
    standings = [statistics.standing(value for value, count in counts.items() for _ in range(count))
                 for counts in students]
    tally = sum((Tally.counted_by(counts) for counts in students), Tally())
    return Standing(
        sum(standing is not None for standing in standings), statistics.group_performance(standings),
        statistics.group_quality(standings), statistics.level(tally, norms), statistics.average(tally))

