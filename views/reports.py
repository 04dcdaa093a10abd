"""Reports: the list, one with its parameters, the same as XLSX and PDF (п. 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from documents.reports.layouts import lay_out
from documents.reports.paper import Paper, shown
from documents.reports.print import report_pdf
from documents.reports.sheets import report_xlsx
from models import SavedReport
from queries.forms.registry import of_report_shown
from queries.reports.ask import letterhead
from queries.reports.registry import READERS, REPORTS, Need, Report, opened_to
from queries.reports.saved import kept
from rules.terms import Repeat
from views.exported import exported
from views.guards import identity
from views.pace import counted_export
from views.policy import guard, roles
from views.report_form import ReportForm, read_form

blueprint = Blueprint("reports", __name__, url_prefix="/reports")

FORMATS = ("pdf", "xlsx")


@blueprint.get("/")
@guard(roles(*sorted(READERS)))
def index() -> Any:
    scheduled, made = kept(identity())
    return render_template("reports/index.html", reports=opened_to(identity()), scheduled=scheduled, made=made)


@blueprint.get("/<code>")
@guard(roles(*sorted(READERS)))
def show(code: str) -> Any:
    return page(read_form(identity(), report_of(code), request.args))


@blueprint.get("/<code>/print.<kind>")
@guard(roles(*sorted(READERS)))
@counted_export
def print_report(code: str, kind: str) -> Any:
    form = read_form(identity(), report_of(code), request.args)
    if kind not in FORMATS:
        abort(404)
    if form.ask is None:
        abort(400)
    paper, head = _paper(form), letterhead()
    data = report_pdf(paper, head, identity().today, current_user.short_name) if kind == "pdf" else report_xlsx(
        paper, head)
    title, period = form.report.title, form.ask.period.title
    return exported(data, f"{title} {period}.{kind}", SavedReport, {"report": title, "period": period})


def report_of(code: str) -> Report:
    """A report that is not there is 404, one closed to the user's roles 403."""
    found = REPORTS.get(code) or abort(404)
    return found if found.opens_to(identity()) else abort(403)


def _paper(form: ReportForm) -> Paper:
    assert form.ask is not None
    return lay_out(form.report.make(identity(), form.ask), letterhead())


def page(form: ReportForm, typed: Mapping[str, str] | None = None,
         errors: Mapping[str, list[str]] | None = None) -> str:
    """The report with its form; what was typed for a schedule and why it was refused."""
    document = of_report_shown(identity(), form.report.code, form.ask) if form.ask else None
    return render_template("reports/show.html", form=form, document=document,
                           paper=_paper(form) if form.ask else None, shown=shown, Need=Need,
                           repeats=Repeat.choices(), typed=typed or {}, errors=errors or {})
