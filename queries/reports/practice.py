"""Practices of a year: dates, bases, what is filled, results (Пр. 12, п. 4.1)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import FinalMark, Journal, Semester, db
from queries.college import norms_on
from queries.practice import Card, desk
from queries.reports.ask import Ask
from queries.reports.discipline import Rates
from queries.reports.group import in_period
from rules.report_periods import Period
from rules.statistics import Tally
from rules.terms import FinalValue


@dataclass(frozen=True)
class PracticeLine:
    card: Card
    rates: Rates


@dataclass(frozen=True)
class Practices:
    period: Period
    lines: tuple[PracticeLine, ...]
    total: Rates


def practices(user: Identity, ask: Ask) -> Practices:
    """Practices of the period's semesters, group by group; results are the published ones."""
    norms = norms_on(ask.period.counted_on(user.today))
    here = set(db.session.scalars(_journals(ask)))
    cards = [one for year in _years(ask.period) for one in desk(user, year) if one.journal_id in here]
    tallies = _tallies(user, [one.journal_id for one in cards])
    lines = [PracticeLine(one, Rates.of(tallies.get(one.journal_id, Tally()), norms))
             for one in sorted(cards, key=lambda one: (one.group, one.index, one.subgroup or 0))]
    return Practices(ask.period, tuple(lines), Rates.of(sum(tallies.values(), Tally()), norms))


def _journals(ask: Ask) -> sa.Select[int]:
    query = sa.select(Journal.id).where(in_period(ask.period))
    return query if ask.group is None else query.where(Journal.group_id == ask.group)


def _years(period: Period) -> list[int]:
    """Academic years that the period touches: one, as years do not overlap."""
    return [one.academic_year.year for one in db.session.scalars(
        sa.select(Semester).where(Semester.starts <= period.last, Semester.ends >= period.first)
        .order_by(Semester.starts).limit(1))]


def _tallies(user: Identity, journals: list[int]) -> dict[int, Tally]:
    found: dict[int, dict[FinalValue, int]] = defaultdict(dict)
    for journal, value, count in db.session.execute(
            sa.select(FinalMark.journal_id, FinalMark.value, sa.func.count())
            .where(FinalMark.journal_id.in_(journals), FinalMark.published_at.is_not(None), rows(user, READ, FinalMark))
            .group_by(FinalMark.journal_id, FinalMark.value)):
        found[journal][FinalValue(value)] = count
    return {journal: Tally.counted_by(counts) for journal, counts in found.items()}
