"""Final results of a journal: the grid, one result, the basis of a column, publishing (п. 6.5–6.7, 6.9)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from access.check import allows
from access.grants import Action
from access.scopes import teaches
from actions import finals as results
from actions import idempotency
from actions.finals import Stale
from actions.periods import require_open
from clock import wall_now
from models import FinalMark, Journal, db
from queries.finals import FinalsPage, finals_page, reads_finals, with_context
from queries.journal_kinds import HEADS
from rules.attestation import ALLOWED, short, sums_up_marks
from rules.exam_sheets import has_sheet
from rules.terms import BasisKind, FinalKind
from rules.violation import Violation
from rules.words import plural
from views.finals_request import FinalRequest, field, read_basis, read_final
from views.guards import identity, loaded
from views.journal_page import section_tabs
from views.policy import Policy, guard, may

blueprint = Blueprint("finals", __name__, url_prefix="/journal/<int:journal_id>/finals")

READ = may(Action.READ, Journal, "journal_id")
SET = Policy("set final marks", allows=lambda user: allows(user, Action.UPDATE, FinalMark),
             loads=(("journal_id", Journal, Action.READ),))


@blueprint.get("")
@guard(READ)
def show(journal_id: int) -> Any:
    journal, page = opened()
    return render_template("finals/grid.html", journal=journal, page=page, sheets=list(filter(has_sheet, page.kinds)),
                           sections=section_tabs(identity(), journal), **surroundings(journal))


@blueprint.put("/<kind>/<int:student_id>")
@guard(SET)
def save(journal_id: int, kind: str, student_id: int) -> Any:
    """Save one result (ADR 2): answered only after the commit."""
    journal = own()
    asked = read_final(kind_of(kind), student_id)
    stored = idempotency.replay(identity(), asked.key, asked.fingerprint)
    if stored is not None:
        return jsonify(stored)
    try:
        final = results.set_final(identity(), journal, student_id, asked.entry)
        body = _saved(final)
        idempotency.remember(identity(), asked.key, asked.fingerprint, body, wall_now())
        db.session.commit()
    except Stale as stale:
        return _stale(asked, stale)
    except (StaleDataError, IntegrityError):
        db.session.rollback()
        return _stale(asked, results.stale(results.find_final(loaded("journal_id"), student_id, asked.entry.kind)))
    return jsonify(body)


@blueprint.post("/basis")
@guard(SET)
def give_basis(journal_id: int) -> Any:
    """One basis for all drafts of a column in one act (п. 6.6)."""
    journal = own()
    try:
        basis = results.Basis(kind_of(request.form.get("kind", "")), read_basis(field("basis_kind")), field("basis"),
                              field("reason", 250) or None)
        given, others = results.set_basis(identity(), journal, basis)
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        flash("Пока страница была открыта, итоги изменились. Повторите.", "error")
    except Violation as violation:
        db.session.rollback()
        flash(f"Основание не записано. {violation}", "error")
    else:
        left = f" У остальных ({others}) другой результат, их основание прежнее." if others else ""
        flash(f"Основание записано: {given} {plural(given, 'итог', 'итога', 'итогов')}.{left}", "success")
    return redirect(url_for("finals.show", journal_id=journal_id))


@blueprint.get("/publish")
@guard(SET)
def confirm(journal_id: int) -> Any:
    own()
    journal, page = opened()
    return _confirmation(journal, page)


@blueprint.post("/publish")
@guard(SET)
def publish(journal_id: int) -> Any:
    """Show the chosen drafts to students and parents."""
    own()
    journal, page = opened()
    chosen = set(request.form.getlist("final", type=int))
    drafts = {cell.id for row in page.rows for cell in row.cells if cell.is_draft}
    if not chosen:
        return _confirmation(journal, page, Violation("6.6", "Выберите итоги, которые увидят студенты и родители"))
    if not chosen <= drafts:
        return _confirmation(journal, page, Violation(
            "6.6", "Пока страница была открыта, черновики изменились. Проверьте список ещё раз"), 409)
    try:
        count = results.publish(identity(), results.drafts_of(journal, chosen))
        db.session.commit()
    except Violation as violation:
        db.session.rollback()
        return _confirmation(journal, page, violation)
    flash(f"Опубликовано: {count} {plural(count, 'итог', 'итога', 'итогов')}. Их видят студенты и родители.", "success")
    return redirect(url_for("finals.show", journal_id=journal_id))


def _confirmation(journal: Journal, page: FinalsPage, refusal: Violation | None = None, code: int = 422) -> Any:
    lines = [(row, cell) for row in page.rows for cell in row.cells if cell.is_draft]
    return render_template("finals/publish.html", journal=journal, page=page, lines=lines, refusal=refusal,
                           warned=sum(cell.warning is not None for _, cell in lines)), code if refusal else 200


def own() -> Journal:
    """The journal if its results are the user's to set; a substitute has the lesson only (п. 6.1)."""
    journal: Journal = loaded("journal_id")
    return journal if teaches(identity(), journal) else abort(404)


def opened() -> tuple[Journal, FinalsPage]:
    """The journal and its results as far as the user reads them."""
    if not reads_finals(identity(), loaded("journal_id")):
        abort(404)
    journal, concludes = with_context(loaded("journal_id"))
    return journal, finals_page(identity(), journal, concludes)


def kind_of(text: str) -> FinalKind:
    """The kind of result of an address; a word that means none is 404."""
    return FinalKind(text) if text in set(FinalKind) else abort(404)


def surroundings(journal: Journal) -> dict[str, Any]:
    """What every page of results says: may the user write, is it still open, how values and bases are called."""
    user = identity()
    writes = teaches(user, journal) and allows(user, Action.UPDATE, FinalMark)
    return {"writes": writes, "closed": closed_words(journal) if writes else None,
            "late": user.today > journal.semester.ends, "today": user.today,
            "allowed": {kind: [short(value) for value in values] for kind, values in ALLOWED.items()},
            "bases": BasisKind, "heads": HEADS, "sums_up_marks": sums_up_marks}


def closed_words(journal: Journal) -> str | None:
    """Why nobody writes any more, in words."""
    try:
        require_open(identity(), journal, journal.semester.ends)
    except Violation as violation:
        return str(violation)
    return None


def _saved(final: FinalMark) -> dict[str, Any]:
    basis = BasisKind(final.basis_kind)
    words = [basis.title if basis is not BasisKind.WORDS else "", final.basis or ""]
    return {"value": short(final.value), "version": final.row_version, "saved_at": _moment(final.set_at),
            "state": "published" if final.published_at else "draft", "basis": ": ".join(filter(None, words))}


def _stale(asked: FinalRequest, stale: Stale) -> Any:
    """409 with what stands there now, unless it is this very request that came twice."""
    body = {"value": stale.value, "version": stale.version, "author": stale.author,
            "saved_at": _moment(stale.saved_at) if stale.saved_at else None}
    db.session.rollback()
    stored = idempotency.replay(identity(), asked.key, asked.fingerprint)
    return jsonify(stored) if stored is not None else (jsonify(body), 409)


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(identity().now.tzinfo).isoformat(timespec="seconds")
