"""One import: looked at, checked anew, applied, forgotten, taken back; its report."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from access.grants import Action
from actions.import_undo import InUse, undo
from actions.imports import discard, rechosen
from actions.intake.chosen import Chosen
from documents.import_report import report_xlsx
from jobs import importing
from jobs.import_kinds import intakes
from models import ImportBatch, db
from queries.imports import batch_page
from rules.terms import ImportKind, Outcome
from rules.violation import Violation
from views.exported import exported
from views.guards import identity, loaded
from views.import_form import asked, chosen
from views.imports import blueprint
from views.ordered import ordered
from views.pace import counted_export
from views.policy import guard, may, recently
from views.refusals import by_field

# a file of staff gives roles
GIVES = recently(may(Action.CREATE, ImportBatch, "batch_id"), lambda found: found["batch_id"].kind is ImportKind.STAFF)
ROWS = 100
AT_ONCE = 300  # objects; more of them are loaded in the queue


@blueprint.get("/<int:batch_id>")
@guard(may(Action.READ, ImportBatch, "batch_id"))
def show(batch_id: int) -> Any:
    return _show(batch_id)


@blueprint.get("/<int:batch_id>/report.xlsx")
@guard(may(Action.READ, ImportBatch, "batch_id"))
@counted_export
def report(batch_id: int) -> Any:
    page = batch_page(identity(), batch_id)
    return exported(report_xlsx(page), f"Загрузка {batch_id}.xlsx", loaded("batch_id"))


@blueprint.post("/<int:batch_id>/check")
@guard(may(Action.CREATE, ImportBatch, "batch_id"))
def check(batch_id: int) -> Any:
    """Another choice or an answer: what would the file change now?"""
    batch = importing.waiting(batch_id)
    if batch is None:
        return _too_late(batch_id)
    try:
        choice = chosen(identity(), intakes()[batch.slug or ""], request.form)
    except Violation as violation:
        return _show(batch_id, "Проверьте, что выбрано", by_field([violation])), 422
    importing.look_again(identity(), batch, choice)
    db.session.commit()
    return redirect(url_for("imports.show", batch_id=batch_id), 303)


@blueprint.post("/<int:batch_id>/apply")
@guard(GIVES)
def apply(batch_id: int) -> Any:
    """A large file in the queue, any other at once."""
    batch = importing.waiting(batch_id)
    if batch is None:
        return _too_late(batch_id)
    if batch.created + batch.changed + batch.same > AT_ONCE:
        return _order(batch)
    try:
        report = importing.apply(identity(), batch)
        db.session.commit()
    except importing.Moved as moved:
        db.session.rollback()
        if (waits := importing.waiting(batch_id)) is None:
            return _too_late(batch_id)
        rechosen(waits, Chosen.of_json(waits.chosen or {}), moved.report)
        db.session.commit()
        flash("С тех пор, как файл проверили, данные изменились. Ничего не загружено: посмотрите разницу ещё раз.",
              "warning")
        return redirect(url_for("imports.show", batch_id=batch_id), 303)
    flash(f"{importing.words(report)}.", "success")
    return redirect(url_for("imports.show", batch_id=batch_id), 303)


@blueprint.post("/<int:batch_id>/discard")
@guard(may(Action.CREATE, ImportBatch, "batch_id"))
def forget(batch_id: int) -> Any:
    batch = importing.waiting(batch_id)
    if batch is None:
        return _too_late(batch_id)
    discard(batch)
    db.session.commit()
    flash("Файл убран, ничего не загружено.", "success")
    return redirect(url_for("imports.index"), 303)


@blueprint.post("/<int:batch_id>/rollback")
@guard(GIVES)
def rollback(batch_id: int) -> Any:
    try:
        count = undo(identity(), loaded("batch_id"))
        db.session.commit()
    except InUse as used:
        db.session.rollback()
        return _show(batch_id, "Загрузка не отменена, ничего не изменено", {"": used.reasons}), 409
    flash(f"Загрузка отменена, строк возвращено: {count}.", "success")
    return redirect(url_for("imports.show", batch_id=batch_id), 303)


def _order(batch: ImportBatch) -> Any:
    try:
        return ordered("import", f"Загрузка: {batch.file_name}", {"batch": batch.id})
    except Violation as violation:
        return _show(batch.id, "Файл пока не загружен", {"": [violation.message]}), 422


def _too_late(batch_id: int) -> Any:
    """A second press, or another window: the file waits no more."""
    return _show(batch_id, "Ничего не изменено", {"": ["Этот файл уже загружен: он больше не ждёт"]}), 409


def _show(batch_id: int, problem: str = "", errors: dict[str, list[str]] | None = None) -> str:
    page = batch_page(identity(), batch_id)
    outcome = next((each for each in Outcome if each.value == request.args.get("show")), None)
    told = [row for row in page.rows if outcome is None or row.outcome is outcome]
    number = max(request.args.get("page", 0, type=int), 0)
    intake = intakes().get(page.line.slug or "")
    options = asked(identity(), intake, page.values) if intake and page.is_draft and page.mine else []
    return render_template(
        "imports/batch.html", page=page, intake=intake, outcome=outcome, outcomes=list(Outcome)[:4],
        told=told[number * ROWS:(number + 1) * ROWS], total=len(told), number=number, size=ROWS, problem=problem,
        errors=errors or {}, asked=options)
