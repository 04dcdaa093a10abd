"""The one list of single forms: what each is called, who may have it, what it is asked by (п. 4.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from access.identity import Identity
from access.scopes import OFFICE
from queries.forms.asked import (
    GROUPS,
    Asked,
    certificate,
    diploma,
    missed_hours,
    of_report,
    practice_paper,
    sheet_of_journal,
    sheet_of_resit,
)
from queries.forms.inspection import inspection_paper
from queries.forms.studies import studies
from queries.group_journal import journal_of_year
from queries.reports.ask import Ask
from queries.reports.registry import REPORTS, Need
from rules.report_periods import PeriodKind
from rules.terms import Role


@dataclass(frozen=True)
class Form:
    """``prefix``: letters before its numbers, until the college sets others; ``asks``: names of what must be said;
    ``may``: of what may be left out; ``query`` gives None for what is not the reader's."""

    code: str
    title: str
    prefix: str
    roles: frozenset[Role]
    query: Callable[[Identity, Asked], Any]
    asks: tuple[str, ...]
    may: tuple[str, ...] = ()
    periods: tuple[PeriodKind, ...] = ()

    def opens_to(self, user: Identity) -> bool:
        return user.has(*self.roles)


JOURNALS = frozenset({*OFFICE, Role.TEACHER, Role.CURATOR, Role.SENIOR_MASTER})
HALF, YEAR, MONTH = PeriodKind.SEMESTER, PeriodKind.YEAR, PeriodKind.MONTH


def _report(code: str, title: str, prefix: str, report: str, *periods: PeriodKind) -> Form:
    """A report as a document: by the same choices, for the same readers."""
    must = tuple(name for name in ("group", "teacher") if getattr(REPORTS[report], name) is Need.MUST)
    may = tuple(name for name in ("group", "teacher") if getattr(REPORTS[report], name) is Need.MAY)
    return Form(code, title, prefix, REPORTS[report].roles, of_report(report, *periods), (*must, "period"), may,
                periods)


FORMS = {form.code: form for form in (
    Form("exam-sheet", "Зачётная или экзаменационная ведомость", "В", JOURNALS, sheet_of_journal,
         ("journal", "kind"), ("filled",)),
    Form("resit-sheet", "Ведомость пересдачи", "ВПЗ", JOURNALS, sheet_of_resit, ("group", "sitting")),
    _report("group-sheet", "Сводная ведомость успеваемости", "СВ", "group", HALF),
    Form("absence-sheet", "Ведомость учёта пропущенных часов", "ВП", REPORTS["attendance"].roles, missed_hours,
         ("group", "period"), periods=(MONTH,)),
    _report("hours-month", "Ведомость учёта часов преподавателей", "ВЧ", "hours", MONTH),
    _report("hours-year", "Годовой учёт часов (форма 2)", "Ф2", "hours-year", YEAR),
    _report("curator-report", "Отчёт куратора", "ОК", "curator", HALF, MONTH),
    _report("orders", "Перечень приказов о движении контингента", "ПП", "movement", YEAR, HALF, MONTH),
    Form("studies", "Справка об обучении", "СО", GROUPS, studies, ("student",), ("purpose",)),
    Form("group-journal", "Журнал группы за год", "ЖГ", GROUPS, journal_of_year, ("group", "period"), periods=(YEAR,)),
    Form("transcript", "Справка об успеваемости", "СУ", GROUPS, certificate, ("student",), ("period",), (HALF, YEAR)),
    Form("diploma", "Данные приложения к диплому", "ПД", GROUPS, diploma, (), ("student", "group")),
    Form("attestation-sheet", "Аттестационный лист по практике", "АЛ", JOURNALS,
         partial(practice_paper, signed=True), ("journal", "student")),
    Form("characteristic", "Характеристика по итогам практики", "Х", JOURNALS,
         partial(practice_paper, signed=True), ("journal", "student")),
    Form("inspection-act", "Справка о проверке журналов", "СП", frozenset({*OFFICE, Role.SENIOR_MASTER}),
         inspection_paper, ("inspection",)),
    Form("practice-diary", "Дневник практики", "ДП", JOURNALS, practice_paper, ("journal", "student")),
)}

BY_REPORT = {"group": "group-sheet", "attendance": "absence-sheet", "hours": "hours-month", "hours-year": "hours-year",
             "curator": "curator-report", "movement": "orders"}


def of_report_shown(user: Identity, report: str, ask: Ask) -> Form | None:
    """The form that makes a document of what the page of a report shows, when there is one."""
    form = FORMS.get(BY_REPORT.get(report, ""))
    if form is None or not form.opens_to(user) or ask.period.kind not in form.periods:
        return None
    return form if "group" not in form.asks or ask.group is not None else None


def about_student(user: Identity) -> list[Form]:
    """What may be issued of a student alone."""
    return [form for form in FORMS.values() if form.opens_to(user) and "student" in (*form.asks, *form.may)
            and "journal" not in form.asks]
