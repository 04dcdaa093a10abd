"""The curator's report: the group, its results, absences and the work with parents (п. 5.3, Пр. 11)."""

from __future__ import annotations

from dataclasses import dataclass

from access.identity import Identity
from queries.reports.ask import Ask
from queries.reports.attendance import Attendance, attendance
from queries.reports.family import FamilyWork, family_work
from queries.reports.group import GroupResults, group_results
from queries.reports.movement import GroupFlow, flows
from rules.report_periods import PeriodKind


@dataclass(frozen=True)
class CuratorReport:
    """``results`` are there for a semester only: a month has none."""

    attendance: Attendance
    flow: GroupFlow
    family: FamilyWork
    results: GroupResults | None


def curator_report(user: Identity, ask: Ask) -> CuratorReport:
    """Everything about one group in a period."""
    assert ask.group is not None
    day = ask.period.counted_on(user.today)
    flow = next(iter(flows(user, ask.period.first, day, ask.group)), GroupFlow(""))
    of_semester = ask.period.kind is PeriodKind.SEMESTER
    return CuratorReport(attendance(user, ask), flow, family_work(user, ask.group, ask.period.first, day),
                         group_results(user, ask) if of_semester else None)
