"""The set «журналы всех групп за год»: a PDF per group in one archive, made in the background (п. 4.1, 7.5)."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from access.check import unlimited
from access.grants import READ
from access.identity import Identity
from actions.tasks import Result
from documents.group_journal import group_journal_pdf
from jobs.tasks import TaskKind, Work
from models import FinalMark, Group, db
from queries.group_journal import group_journal, groups_of_year
from queries.reports.ask import letterhead, study_years
from rules.report_periods import Period, PeriodKind, read_period
from rules.violation import Violation

CODE = "group-journals"
SAME_TIME = (1980, 1, 1, 0, 0, 0)  # nothing of the moment gets into the archive


def set_title(period: Period, course: int | None) -> str:
    return f"Журналы групп, {period.title}" + (f", {course} курс" if course else "")


def permits(user: Identity, arguments: dict[str, Any]) -> bool:
    """Those who read the results of all groups: a journal of a year tells them."""
    return unlimited(user, READ, FinalMark)


def make(work: Work) -> Result:
    """The copies bear no numbers: a group's own journal is issued with one on the page of documents."""
    period, course = year_of(work.arguments), work.arguments.get("course")
    head = letterhead()
    groups = [(group.id, f"{group.name} ({group.admission_year})") for group in groups_of_year(
        work.user, period, course)]
    if not groups:
        raise Violation("", "В этом учебном году журналов нет")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number, (group, name) in enumerate(groups):
            work.step(number, len(groups), f"Группа {name}")
            pages = group_journal_pdf(group_journal(work.user, db.session.get_one(Group, group), period), head, None)
            archive.writestr(zipfile.ZipInfo(f"Журнал {name}.pdf".replace("/", "-"), SAME_TIME), pages)
            db.session.rollback()  # a long reading would keep the base from tidying up after others
    work.step(len(groups), len(groups))
    return Result(f"Групп: {len(groups)}", (f"{set_title(period, course)}.zip", out.getvalue()))


def year_of(arguments: dict[str, Any]) -> Period:
    """The academic year of the arguments; raises Violation."""
    period = read_period(str(arguments.get("period", "")), study_years())
    if period is None or period.kind is not PeriodKind.YEAR:
        raise Violation("", "Выберите учебный год", "period")
    return period


KIND = TaskKind(CODE, make, permits)
