"""What of a group stands in a year's archive on paper besides journals: results, practice, orders (п. 4.1, 7.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from access.identity import Identity
from documents.reports.layouts import lay_out
from documents.reports.paper import Paper
from models import CurriculumLine, Journal, db
from queries.forms.practice import PracticePaper, practice_papers
from queries.practice_programme import practice_of
from queries.reports.ask import Ask, Letterhead, study_years
from queries.reports.registry import REPORTS
from rules.report_periods import PeriodKind, of_years
from rules.terms import LineKind

SHEETS = "Аттестационные листы"
OF_GROUP = {"group": PeriodKind.SEMESTER, "practice": PeriodKind.YEAR, "movement": PeriodKind.YEAR}


def practice_sheets(user: Identity, journals: Sequence[int]) -> Iterator[tuple[str, tuple[PracticePaper, ...]]]:
    """Of every practice among the journals: the title and the signed attestation sheets."""
    for journal in db.session.scalars(sa.select(Journal).join(Journal.line).where(
            Journal.id.in_(journals), CurriculumLine.kind == LineKind.PRACTICE).order_by(Journal.id)):
        found = practice_of(user, journal)
        if found is None or found[1] is None:
            continue
        papers = tuple(paper for paper in practice_papers(user, found[0], found[1])
                       if paper.sheet.signed_on is not None)
        if papers:
            yield f"{SHEETS}, {journal.line.index} {journal.line.title}", papers


def group_papers(user: Identity, group: int, year: int, head: Letterhead) -> Iterator[tuple[str, Paper]]:
    """Titles and papers: the summary of each semester, practices and orders of the year."""
    periods = list(of_years(one for one in study_years() if one.year == year))
    for code, kind in OF_GROUP.items():
        for period in sorted(periods, key=lambda one: one.first):
            if period.kind is kind:
                report = REPORTS[code]
                yield f"{report.title}, {period.title}", lay_out(report.make(user, Ask(period, group=group)), head)
