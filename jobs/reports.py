"""Reports by schedule: made from what their owners may read today, kept as files, told of (п. 4.1)."""

from __future__ import annotations

import structlog

from access.identity import Identity
from actions import audit, saved_reports
from actions.job_runs import Told
from clock import school_now
from documents.reports.layouts import lay_out
from documents.reports.print import report_pdf
from models import SavedReport, User, db
from models.engine import writing
from queries.reports.ask import Ask, letterhead, study_years
from queries.reports.registry import REPORTS, permits, seen
from rules.report_periods import Period, StudyYear
from rules.report_schedule import period_on
from rules.terms import Repeat


def make_due() -> Told:
    """Each schedule in transactions of its own: one that cannot be made does not hold up the others."""
    writing.set(False)
    db.session.rollback()
    numbers = saved_reports.due(school_now().date())
    failed = 0
    for number in numbers:
        try:
            _make(number)
        except Exception:
            failed += 1
            db.session.rollback()
            structlog.get_logger().exception("report", saved=number)
    writing.set(True)
    db.session.rollback()
    structlog.get_logger().info("reports", due=len(numbers), failed=failed)
    return Told(f"отчётов по расписанию: {len(numbers) - failed}, не составлено: {failed}")


def _make(number: int) -> None:
    """Read and draw first, then write: a long report holds nobody's save up."""
    writing.set(False)
    db.session.rollback()
    saved, years = db.session.get_one(SavedReport, number), study_years()
    owner = db.session.get_one(User, saved.user_id)
    reader = Identity(owner.id, owner.role_set if owner.is_active else frozenset(), school_now(), "job")
    made = _drawn(reader, saved, owner, years) if permits(reader, saved.report, saved.choices) else None
    writing.set(True)
    db.session.rollback()
    job = Identity(None, frozenset(), school_now(), "job")
    audit.describe(db.session, job)
    saved = db.session.get_one(SavedReport, number)
    if not permits(reader, saved.report, saved.choices):
        saved_reports.stop(job, saved)
    else:
        if made is not None and saved.next_on is not None:
            saved_reports.store(job, saved, *made, seen(reader, saved.report))
        saved_reports.plan_next(saved, reader.today, years)
    db.session.commit()


def _drawn(reader: Identity, saved: SavedReport, owner: User, years: tuple[StudyYear, ...],
           ) -> tuple[Period, bytes] | None:
    """The period and the PDF; None while there is no period to report on."""
    report = REPORTS[saved.report]
    assert saved.repeats is not None  # only schedules are due
    day = saved.next_on or reader.today
    period = period_on(Repeat(saved.repeats), report.periods, day, years)
    if period is None or saved.next_on is None:
        return None
    head = letterhead()
    paper = lay_out(report.make(reader, Ask(period, **saved.choices)), head)
    return period, report_pdf(paper, head, reader.today, owner.short_name)
