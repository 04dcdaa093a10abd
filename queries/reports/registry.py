"""The one list of reports: what each is called, who may open it, what it asks for (п. 4.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from access.identity import Identity
from access.scopes import ADMINISTRATION, OFFICE
from models import SavedReport
from queries.reports.ask import Ask, Choices, disciplines, groups, teachers_for
from queries.reports.attendance import attendance
from queries.reports.compare import comparison
from queries.reports.curator import curator_report
from queries.reports.current import current_marks
from queries.reports.discipline import discipline_results
from queries.reports.group import group_results
from queries.reports.month_hours import month_hours
from queries.reports.movement import movements
from queries.reports.practice import practices
from queries.reports.year_hours import year_hours
from rules.report_periods import PeriodKind
from rules.terms import STAFF_ROLES, Role


class Need(Enum):
    """Whether a parameter is not asked for, may be left empty, or must be chosen."""

    NO, MAY, MUST = range(3)


@dataclass(frozen=True)
class Report:
    """``roles``: in these alone the reader reads what it is made of; ``periods``: the first is offered first."""

    code: str
    title: str
    summary: str
    roles: frozenset[Role]
    query: Callable[[Identity, Ask], Any]
    periods: tuple[PeriodKind, ...]
    group: Need = Need.NO
    teacher: Need = Need.NO
    discipline: Need = Need.NO

    def opens_to(self, user: Identity) -> bool:
        return user.has(*self.roles)

    def reader(self, user: Identity) -> Identity:
        """The user in the roles that open the report: a curator's own lessons do not mix into the group's summary."""
        return user.acting_as(*self.roles)

    def make(self, user: Identity, ask: Ask) -> Any:
        """The frozen data of the report."""
        return self.query(self.reader(user), ask)


_ANY_TIME = (PeriodKind.MONTH, PeriodKind.SEMESTER, PeriodKind.YEAR, PeriodKind.WEEK, PeriodKind.DAYS)

REPORTS = {report.code: report for report in (
    Report("group", "Сводная ведомость группы", "Итоги семестра по дисциплинам, успеваемость, качество, СОУ, средний "
           "балл; отличники, хорошисты, с одной «3», неуспевающие", frozenset({*OFFICE, Role.CURATOR}), group_results,
           (PeriodKind.SEMESTER,), group=Need.MUST),
    Report("current", "Текущая успеваемость группы", "Отметки за период: студенты, дисциплины, у кого есть «2», у кого "
           "нет отметок", frozenset({*OFFICE, Role.CURATOR}), current_marks, _ANY_TIME, group=Need.MUST),
    Report("curator", "Отчёт куратора", "Контингент, успеваемость, пропуски, работа с родителями",
           frozenset({*ADMINISTRATION, Role.CURATOR}), curator_report, (PeriodKind.SEMESTER, PeriodKind.MONTH),
           group=Need.MUST),
    Report("discipline", "Дисциплины и преподаватели", "Итоги семестра по журналам, преподавателям и дисциплинам",
           frozenset({*OFFICE, Role.TEACHER, Role.CURATOR}), discipline_results, (PeriodKind.SEMESTER,),
           group=Need.MAY, teacher=Need.MAY, discipline=Need.MAY),
    Report("attendance", "Посещаемость", "Пропущенные часы по видам: студенты группы по дням или все группы",
           frozenset({*OFFICE, Role.CURATOR}), attendance, _ANY_TIME, group=Need.MAY),
    Report("hours", "Часы преподавателей за месяц", "Часы по дням, замены данные и полученные, остаток плана",
           frozenset({*OFFICE, Role.TEACHER}), month_hours, (PeriodKind.MONTH,), teacher=Need.MAY),
    Report("hours-year", "Часы за год (форма 2)", "План и дано по месяцам, замены, остаток или перевыполнение",
           frozenset({*OFFICE, Role.TEACHER}), year_hours, (PeriodKind.YEAR,), teacher=Need.MAY),
    Report("practice", "Практика", "Сроки, базы, заполнение дневников, итоги", frozenset(
        {*OFFICE, Role.SENIOR_MASTER, Role.TEACHER, Role.CURATOR}), practices, (PeriodKind.SEMESTER, PeriodKind.YEAR),
        group=Need.MAY),
    Report("movement", "Движение контингента", "Сколько было, прибыло, выбыло и стало, приказы",
           frozenset(STAFF_ROLES), movements, _ANY_TIME, group=Need.MAY),
    Report("compare", "Сравнение групп и семестров", "Успеваемость, качество, СОУ и средний балл рядом с прошлым "
           "семестром", frozenset({*OFFICE, Role.CURATOR}), comparison, (PeriodKind.SEMESTER,), group=Need.MAY),
)}

READERS: frozenset[Role] = frozenset().union(*(report.roles for report in REPORTS.values()))


def offered(user: Identity, report: Report) -> Choices:
    """What the form of the report lets the user choose from: the same in which a saved choice must still be."""
    reader = report.reader(user)
    open_, former = groups(reader) if report.group is not Need.NO else ((), ())
    return Choices(open_, former, teachers_for(reader) if report.teacher is not Need.NO else (),
                   disciplines(reader) if report.discipline is not Need.NO else ())


def permits(user: Identity, code: str, chosen: Mapping[str, int]) -> bool:
    """Whether the user may still read a report with these choices."""
    report = REPORTS.get(code)
    if report is None or not report.opens_to(user):
        return False
    known = _known(user, report)
    return all(id in known.get(name, ()) for name, id in chosen.items())


def seen(user: Identity, code: str) -> dict[str, list[int]] | None:
    """Whose data a report without choices shows this reader, kept with a made file; None when all of the college."""
    report = REPORTS[code]
    if user.has(*report.roles.intersection(OFFICE)):
        return None
    return _known(user, report)


def opens_again(user: Identity, saved: SavedReport) -> bool:
    """Whether all that a made file shows is still the user's to read: rights lost close it (rights.md, reports)."""
    if not permits(user, saved.report, saved.choices):
        return False
    now = seen(user, saved.report)
    if now is None:
        return True
    made = saved.seen
    return made is not None and all(set(ids) <= set(now[name]) for name, ids in made.items()
                                    if name not in saved.choices)


def opened_to(user: Identity) -> list[Report]:
    """Reports that the user may open, in the order of the list."""
    return [report for report in REPORTS.values() if report.opens_to(user)]


def _known(user: Identity, report: Report) -> dict[str, list[int]]:
    """Numbers of all that may be chosen, by the parameter's name."""
    found = offered(user, report)
    known = {"group": (*found.groups, *found.former_groups), "teacher": found.teachers,
             "discipline": found.disciplines}
    return {name: [id for id, _ in choices] for name, choices in known.items()}
