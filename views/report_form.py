"""What the form of a report asks: parameters read from the address, found only among what the reader may choose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import abort

from access.identity import Identity
from queries.reports.ask import Ask, Choice, Choices, study_years
from queries.reports.registry import Need, Report, offered
from rules.report_periods import Period, PeriodKind, choices, days_between, read_period


@dataclass(frozen=True)
class ReportForm:
    """``ask`` is None while something that the report needs is not chosen: ``lacks`` says what."""

    report: Report
    offered: Choices
    periods: dict[str, list[Period]]
    values: dict[str, str]
    ask: Ask | None
    lacks: str
    problem: str

    @property
    def takes_days(self) -> bool:
        return PeriodKind.DAYS in self.report.periods


def read_form(user: Identity, report: Report, values: Mapping[str, str]) -> ReportForm:
    """The form as it was asked for; a group or a teacher that is not the reader's is 404, a broken period 400."""
    found = offered(user, report)
    years = study_years()
    known = choices(report.periods, years, user.today)
    group = _one(values, "group", report.group, (*found.groups, *found.former_groups))
    teacher = _one(values, "teacher", report.teacher, found.teachers)
    discipline = _one(values, "discipline", report.discipline, found.disciplines)
    period, problem = _period(values, report, known, lambda code: read_period(code, years))
    lacks = _lacks(report, group, teacher, period)
    made = None if lacks or problem or period is None else Ask(period, group, teacher, discipline)
    return ReportForm(report, found, _by_kind(known), _kept(values, group, teacher, discipline, period), made, lacks,
                      problem)


def _one(values: Mapping[str, str], name: str, need: Need, offered: tuple[Choice, ...]) -> int | None:
    """The chosen id; the only one there is, while nothing was said, or when one must be chosen."""
    text = values.get(name, "")
    if need is Need.NO:
        return None
    if not text:
        return offered[0][0] if len(offered) == 1 and (need is Need.MUST or name not in values) else None
    id = int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0
    if id not in {known for known, _ in offered}:
        abort(404)
    return id


def _period(values: Mapping[str, str], report: Report, known: list[Period],
            read: Callable[[str], Period | None]) -> tuple[Period | None, str]:
    if PeriodKind.DAYS in report.periods and (values.get("from") or values.get("to")):
        return _days(values.get("from", ""), values.get("to", ""))
    code = values.get("period", "")
    if not code:
        return next(iter(known), None), ""
    found = read(code)
    if found is None or found.kind not in report.periods:
        abort(400)
    return found, ""


def _days(first: str, last: str) -> tuple[Period | None, str]:
    try:
        found = days_between(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    except ValueError:
        return None, "Укажите обе даты: начало и конец"
    return found, "" if found else "Начало не позже конца, и не больше года: проверьте даты"


def _lacks(report: Report, group: int | None, teacher: int | None, period: Period | None) -> str:
    if period is None:
        return "Учебный год ещё не заведён: отчёт не за что составить"
    if report.group is Need.MUST and group is None:
        return "Выберите группу"
    return "Выберите преподавателя" if report.teacher is Need.MUST and teacher is None else ""


def _by_kind(periods: list[Period]) -> dict[str, list[Period]]:
    found: dict[str, list[Period]] = {}
    for one in periods:
        found.setdefault(one.kind.title, []).append(one)
    return found


def _kept(values: Mapping[str, str], group: int | None, teacher: int | None, discipline: int | None,
          period: Period | None) -> dict[str, str]:
    """What stands in the form again, also after a refusal."""
    ids = {"group": group, "teacher": teacher, "discipline": discipline}
    kept = {name: str(id) for name, id in ids.items() if id is not None}
    if period is not None and period.kind is not PeriodKind.DAYS:
        kept["period"] = period.code
    return kept | {name: values[name] for name in ("from", "to") if values.get(name)}
