"""Reports by schedule and made files: one's own, with the right asked again when a file is opened (п. 4.1)."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for

from access.grants import Action
from actions import saved_reports
from models import SavedReport, db
from queries.file_contents import content_of
from queries.reports.ask import study_years
from queries.reports.registry import READERS, REPORTS, opens_again
from rules.terms import Repeat
from rules.violation import Violation
from views.exported import exported
from views.guards import identity, loaded
from views.once import keep, once
from views.pace import counted_export
from views.policy import guard, may, roles
from views.refusals import by_field
from views.report_form import read_form
from views.reports import blueprint, page, report_of


@blueprint.post("/<code>/repeat")
@guard(roles(*sorted(READERS)))
@once
def repeat(code: str) -> Any:
    form = read_form(identity(), report_of(code), request.form)
    typed = {"title": request.form.get("title", ""), "repeats": request.form.get("repeats", "")}
    if typed["repeats"] not in list(Repeat) or form.ask is None:
        abort(400)
    chosen = {name: id for name, id in vars(form.ask).items() if name != "period" and id is not None}
    try:
        saved_reports.repeat(identity(), code, typed["title"], chosen, Repeat(typed["repeats"]), study_years())
    except Violation as refused:
        db.session.rollback()
        return page(form, typed, by_field([refused])), 422
    keep(url_for("reports.index"))
    db.session.commit()
    flash("Отчёт будет составляться по расписанию. Готовый файл придёт в уведомления.", "success")
    return redirect(url_for("reports.index"), 303)


@blueprint.post("/saved/<int:saved_id>/delete")
@guard(may(Action.DELETE, SavedReport, "saved_id"))
def remove(saved_id: int) -> Any:
    saved_reports.remove(loaded("saved_id"))
    db.session.commit()
    return redirect(url_for("reports.index"), 303)


@blueprint.get("/ready/<int:saved_id>")
@guard(may(Action.READ, SavedReport, "saved_id"))
@counted_export
def ready(saved_id: int) -> Any:
    """A made file, while its owner may still read what it is about."""
    saved = loaded("saved_id")
    if saved.sha256 is None or not opens_again(identity(), saved):
        abort(404)
    content = content_of(saved.sha256)
    if content is None:
        abort(404)
    return exported(content, f"{saved.title} {saved.period}.pdf", SavedReport,
                    {"report": REPORTS[saved.report].title, "period": saved.period})
