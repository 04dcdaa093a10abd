"""Data of a form by what it is asked for; None for what is not the reader's, or not there (rights.md, «documents»)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from access.check import get_or_none
from access.grants import READ
from access.identity import Identity
from access.scopes import OFFICE
from models import Group, Journal
from queries.finals import reads_finals
from queries.forms.absence_sheet import absence_sheet
from queries.forms.diploma import Graduate, graduates
from queries.forms.exam_sheet import ExamSheet, exam_sheet, sheet_kinds
from queries.forms.faces import face, group_faces
from queries.forms.practice import PracticePaper, practice_papers
from queries.forms.resit_sheet import resit_sheet
from queries.forms.transcript import Transcript, transcript
from queries.practice_programme import practice_of
from queries.reports.ask import Ask, study_years
from queries.reports.registry import REPORTS, Need, permits
from rules.practice import check_signed
from rules.report_periods import PeriodKind, read_period
from rules.terms import FinalKind, Role

Asked = Mapping[str, Any]
GROUPS = frozenset({*OFFICE, Role.CURATOR})


def of_report(code: str, *kinds: PeriodKind, query: Callable[[Identity, Ask], Any] | None = None,
              ) -> Callable[[Identity, Asked], Any]:
    """The data of a report, or of a form made like it: its readers, its choices, these periods alone."""
    report = REPORTS[code]

    def found(user: Identity, asked: Asked) -> Any:
        chosen = {name: number(asked, name) for name in ("group", "teacher") if asked.get(name)}
        period = read_period(str(asked.get("period", "")), study_years())
        if period is None or period.kind not in kinds or not permits(user, code, chosen):
            return None
        if report.group is Need.MUST and "group" not in chosen:
            return None
        return (query or report.query)(report.reader(user), Ask(period, chosen.get("group"), chosen.get("teacher")))
    return found


def missed_hours(user: Identity, asked: Asked) -> Any:
    """A month of one group."""
    return of_report("attendance", PeriodKind.MONTH, query=absence_sheet)(user, asked) if asked.get("group") else None


def sheet_of_journal(user: Identity, asked: Asked) -> ExamSheet | None:
    """Of the journal's teacher, the office, the group's curator: a substitute has the lesson alone (п. 6.1)."""
    journal = get_or_none(user, READ, Journal, number(asked, "journal"))
    kind = asked.get("kind")
    if journal is None or not user.is_staff or not reads_finals(user, journal):
        return None
    if kind not in set(FinalKind) or FinalKind(str(kind)) not in sheet_kinds(journal):
        return None
    return exam_sheet(user, journal, FinalKind(str(kind)), asked.get("filled") in (True, "1"))


def sheet_of_resit(user: Identity, asked: Asked) -> ExamSheet | None:
    """Of the office, the journal's teacher, the examiner, the group's curator."""
    return resit_sheet(user, number(asked, "group"), str(asked.get("sitting", ""))) if user.is_staff else None


def certificate(user: Identity, asked: Asked) -> Transcript | None:
    """Of a semester or a year; without a period of all years."""
    reader = user.acting_as(*GROUPS)
    code = str(asked.get("period") or "")
    period = read_period(code, study_years()) if code else None
    if code and (period is None or period.kind not in (PeriodKind.SEMESTER, PeriodKind.YEAR)):
        return None
    return transcript(reader, number(asked, "student"), period)


def diploma(user: Identity, asked: Asked) -> tuple[Graduate, ...] | None:
    """Of one student, or of everybody in a group."""
    reader = user.acting_as(*GROUPS)
    if asked.get("student"):
        one = face(reader, number(asked, "student"), user.today)
        return graduates(reader, [one]) if one is not None else None
    group = get_or_none(reader, READ, Group, number(asked, "group"))
    return graduates(reader, group_faces(reader, group.id, user.today)) if group is not None else None


def practice_paper(user: Identity, asked: Asked, signed: bool = False) -> tuple[PracticePaper, ...] | None:
    """Of one student of a practice, or of everybody in it; ``signed``: refused while a sheet is not (Пр. 12)."""
    journal = get_or_none(user, READ, Journal, number(asked, "journal"))
    found = practice_of(user, journal) if journal is not None and user.is_staff else None
    if found is None or found[1] is None:
        return None
    only = number(asked, "student") if asked.get("student") else None
    papers = tuple(paper for paper in practice_papers(user, found[0], found[1]) if only in (None, paper.student_id))
    for paper in papers if signed else ():
        if violation := check_signed(paper.student, paper.sheet.signed_on):
            raise violation
    return papers or None


def number(asked: Asked, name: str) -> int:
    """The id of that name, 0 when it is none."""
    text = str(asked.get(name, ""))
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0
