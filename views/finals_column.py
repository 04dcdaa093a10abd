"""A column of results as a plain form, and one result with its history: both work without scripts, on a phone too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from access.check import get_or_none
from access.grants import Action
from actions import finals as results
from actions.finals import FinalEntry, Stale
from models import FinalMark, Journal, db
from queries.audit import Event, history_of
from queries.finals import FinalRow, FinalsPage
from rules.attestation import read_value
from rules.terms import BasisKind, FinalKind
from rules.violation import Violation
from rules.words import plural
from views.finals import READ, SET, opened, own, surroundings
from views.finals_request import field, read_basis
from views.guards import identity, settings
from views.policy import guard

blueprint = Blueprint("finals_column", __name__, url_prefix="/journal/<int:journal_id>/finals")

AGAIN = Violation("", "Пока страница была открыта, здесь записали другое. Проверьте и сохраните ещё раз")


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of a student."""

    value: str = ""
    basis_kind: str = ""
    words: str = ""
    theme: str = ""
    version: int = 0


@dataclass
class Refusals:
    """Refusals of the whole form and by student."""

    general: Violation | None = None
    by_student: dict[int, Violation] | None = None

    def of(self, student_id: int) -> Violation | None:
        return (self.by_student or {}).get(student_id)

    @property
    def needs_reason(self) -> bool:
        found = [self.general, *(self.by_student or {}).values()]
        return any(one is not None and one.needs == "reason" for one in found)

    def __bool__(self) -> bool:
        return self.general is not None or bool(self.by_student)


@blueprint.get("/<kind>")
@guard(SET)
def edit(journal_id: int, kind: str) -> Any:
    own()
    journal, page = opened()
    return _column(journal, page, _known(page, kind))


@blueprint.post("/<kind>")
@guard(SET)
def save(journal_id: int, kind: str) -> Any:
    """All that was filled in is saved, or nothing; a refusal stands under its student and keeps what was typed."""
    own()
    journal, page = opened()
    chosen = _known(page, kind)
    refusals = _save(journal, chosen, page.rows)
    if refusals:
        return _column(*opened(), chosen, refusals)
    return redirect(url_for("finals_column.edit", journal_id=journal_id, kind=kind))


@blueprint.get("/<kind>/<int:student_id>")
@guard(READ)
def card(journal_id: int, kind: str, student_id: int) -> Any:
    journal, page = opened()
    return _card(journal, page, _known(page, kind), student_id)


@blueprint.post("/<kind>/<int:student_id>")
@guard(SET)
def change(journal_id: int, kind: str, student_id: int) -> Any:
    own()
    journal, page = opened()
    chosen = _known(page, kind)
    refusals = _save(journal, chosen, [_row(page, student_id)])
    if refusals:
        return _card(*opened(), chosen, student_id, refusals)
    return redirect(url_for("finals_column.card", journal_id=journal_id, kind=kind, student_id=student_id))


def _save(journal: Journal, kind: FinalKind, rows: Any) -> Refusals:
    """Write what differs from what stands there, commit; nothing is written when one result is refused."""
    saved, refused = 0, Refusals(by_student={})
    try:
        column = read_basis(field("basis_kind")), field("basis")
        reason = field("reason", 250) or None
    except Violation as violation:
        return Refusals(violation)
    for row in rows:
        try:
            entry = _entry(row, kind, column, reason)
            if entry is not None:
                results.set_final(identity(), journal, row.student_id, entry)
                saved += 1
        except Violation as violation:
            refused.by_student = {**(refused.by_student or {}), row.student_id: violation}
        except Stale as stale:
            refused.by_student = {**(refused.by_student or {}), row.student_id: _told(stale)}
        except (StaleDataError, IntegrityError):
            db.session.rollback()
            return Refusals(AGAIN)
    if refused:
        db.session.rollback()
        return refused
    db.session.commit()
    flash(f"Записано: {saved} {plural(saved, 'итог', 'итога', 'итогов')}." if saved else "Изменений нет.", "success")
    return refused


def _entry(row: FinalRow, kind: FinalKind, column: tuple[BasisKind | None, str], reason: str | None,
           ) -> FinalEntry | None:
    """The entry of a student; None when nothing is chosen or nothing differs."""
    typed, cell = _typed(row, kind), row.cell(kind)
    if not typed.value:
        return None
    basis = (read_basis(typed.basis_kind), typed.words) if typed.basis_kind else column
    stands = (cell.text, cell.basis_kind, cell.words, cell.theme)
    if (typed.value, *basis, typed.theme) == stands:
        return None
    if not typed.basis_kind and cell.basis_kind is not None and column[0] is None:
        basis = cell.basis_kind, cell.words
    return FinalEntry(kind, read_value(kind, typed.value), *basis, typed.theme, reason, typed.version)


def _typed(row: FinalRow, kind: FinalKind) -> Typed:
    """What the form says of a student, or what stands there when the form was not sent."""
    cell, number = row.cell(kind), row.student_id
    if request.method == "GET" or f"version_{number}" not in request.form:
        return Typed(cell.text, cell.basis_kind or "", cell.words, cell.theme, cell.version)
    return Typed(field(f"value_{number}"), field(f"basis_{number}"), field(f"words_{number}"),
                 field(f"theme_{number}"), request.form.get(f"version_{number}", 0, type=int))


def _told(stale: Stale) -> Violation:
    when = stale.saved_at.astimezone(settings().zone).strftime("%d.%m в %H:%M") if stale.saved_at else ""
    return Violation("", f"Уже записано «{stale.value}»: {stale.author}, {when}. Откройте страницу заново")


def _column(journal: Journal, page: FinalsPage, kind: FinalKind, refusals: Refusals | None = None) -> Any:
    typed = {row.student_id: _typed(row, kind) for row in page.rows}
    return render_template("finals/column.html", journal=journal, page=page, kind=kind, typed=typed,
                           refusals=refusals or Refusals(), **surroundings(journal)), 422 if refusals else 200


def _card(journal: Journal, page: FinalsPage, kind: FinalKind, student_id: int,
          refusals: Refusals | None = None) -> Any:
    row = _row(page, student_id)
    return render_template("finals/card.html", journal=journal, page=page, kind=kind, row=row, cell=row.cell(kind),
                           typed={row.student_id: _typed(row, kind)}, history=_history(row.cell(kind).id),
                           refusals=refusals or Refusals(), **surroundings(journal)), 422 if refusals else 200


def _row(page: FinalsPage, student_id: int) -> FinalRow:
    return next((row for row in page.rows if row.student_id == student_id), None) or abort(404)


def _known(page: FinalsPage, kind: str) -> FinalKind:
    """A column of the page; others are 404."""
    return next((known for known in page.kinds if known == kind), None) or abort(404)


def _history(final_id: int) -> list[Event]:
    """Who put what and when, the last change first (п. 2.1)."""
    final = get_or_none(identity(), Action.READ, FinalMark, final_id) if final_id else None
    return history_of(identity(), final, settings().zone) if final is not None else []
