"""What of a group stands in a year's archive on paper besides journals: results, practice, orders (п. 4.1, 7.5)."""

from __future__ import annotations

from collections.abc import Iterator

from access.identity import Identity
from documents.reports.layouts import lay_out
from documents.reports.paper import Paper
from queries.reports.ask import Ask, Letterhead, study_years
from queries.reports.registry import REPORTS
from rules.report_periods import PeriodKind, of_years

OF_GROUP = {"group": PeriodKind.SEMESTER, "practice": PeriodKind.YEAR, "movement": PeriodKind.YEAR}


def group_papers(user: Identity, group: int, year: int, head: Letterhead) -> Iterator[tuple[str, Paper]]:
    """Titles and papers: the summary of each semester, practices and orders of the year."""
    periods = list(of_years(one for one in study_years() if one.year == year))
    for code, kind in OF_GROUP.items():
        for period in sorted(periods, key=lambda one: one.first):
            if period.kind is kind:
                report = REPORTS[code]
                yield f"{report.title}, {period.title}", lay_out(report.make(user, Ask(period, group=group)), head)
