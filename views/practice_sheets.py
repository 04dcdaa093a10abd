"""Attestation sheets: the list of a practice, one sheet, final marks by the signed ones (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from access.check import allows
from access.grants import Action
from access.scopes import teaches
from actions.finals import Stale
from actions.practice_sheets import CHANGED, SheetEntry, give_finals, save_sheet
from actions.refusals import Refused
from models import AttestationSheet, FinalMark, Journal, PracticeProgramme, db
from queries.practice_sheets import SheetBook, SheetLine, sheet_book
from rules.practice import GRADES, LEVELS, short_level
from rules.terms import FinalValue, SheetPart
from rules.violation import Violation
from rules.words import plural
from views.asked import read_day
from views.guards import identity
from views.policy import Policy, guard
from views.practice import READ_ONE, blueprint, one_practice
from views.refusals import by_field

WRITE = Policy("create attestation_sheet", allows=lambda user: allows(user, Action.CREATE, AttestationSheet),
               loads=(("journal_id", Journal, Action.READ),))
GIVE = Policy("create final_mark of a practice", allows=lambda user: allows(user, Action.CREATE, FinalMark),
              loads=(("journal_id", Journal, Action.READ),))
PARTS = {part.value: part for part in SheetPart}


@blueprint.get("/<int:journal_id>/sheets")
@guard(READ_ONE)
def sheets(journal_id: int) -> Any:
    journal, programme = _entered()
    return render_template(
        "practice/sheets.html", journal=journal, programme=programme, book=sheet_book(identity(), journal, programme),
        today=identity().today, may_give=teaches(identity(), journal))


@blueprint.get("/<int:journal_id>/sheets/<int:student_id>")
@guard(READ_ONE)
def sheet(journal_id: int, student_id: int) -> Any:
    journal, programme = _entered()
    book = sheet_book(identity(), journal, programme)
    return _render(journal, programme, book, _line(book, student_id))


@blueprint.post("/<int:journal_id>/sheets/<int:student_id>")
@guard(WRITE)
def save_one(journal_id: int, student_id: int) -> Any:
    journal, programme = _entered()
    book = sheet_book(identity(), journal, programme)
    line = _line(book, student_id)
    if not book.may_write:
        abort(403)
    try:
        save_sheet(identity(), journal, programme, student_id, _entry())
        db.session.commit()
    except (Refused, Violation) as refused:
        db.session.rollback()
        journal, programme = _entered()
        return _render(journal, programme, book, line, refused.violations), 422
    except (StaleDataError, IntegrityError):
        db.session.rollback()
        journal, programme = _entered()
        return _render(journal, programme, book, line, [CHANGED]), 409
    flash(f"Лист записан: {line.name}.", "success")
    following = book.after(student_id) if request.form.get("act") == "next" else None
    if following is not None:
        return redirect(url_for("practice.sheet", journal_id=journal_id, student_id=following))
    return redirect(url_for("practice.sheets", journal_id=journal_id))


@blueprint.post("/<int:journal_id>/sheets/finals")
@guard(GIVE)
def finals(journal_id: int) -> Any:
    """Drafts of final marks by the signed sheets; they are published on the page of finals (п. 6.9)."""
    journal, programme = _entered()
    try:
        given = give_finals(identity(), journal, programme)
        db.session.commit()
    except Violation as violation:
        db.session.rollback()
        flash(f"{violation}. Отметки можно выставить на странице итогов.", "error")
    except Stale:
        db.session.rollback()
        flash("Итоговые отметки уже изменили в другом окне. Откройте страницу итогов.", "error")
    else:
        flash(f"Выставлено {given} {plural(given, 'отметка', 'отметки', 'отметок')}. Студенты и родители увидят их "
              "после публикации." if given else "Новых подписанных листов без итоговой отметки нет.", "success")
    return redirect(url_for("practice.sheets", journal_id=journal_id))


def _entered() -> tuple[Journal, PracticeProgramme]:
    journal, programme = one_practice()
    return (journal, programme) if programme is not None else abort(404)


def _line(book: SheetBook, student_id: int) -> SheetLine:
    return book.line(student_id) or abort(404)


def _entry() -> SheetEntry:
    """Each row comes with its title: were the programme changed meanwhile, no level would go to another row."""
    levels = {}
    for name, title in request.form.items():
        kind, _, place = name.removeprefix("title-").partition("-")
        level = request.form.get(f"{kind}-{place}")
        if name.startswith("title-") and kind in PARTS and level:
            levels[PARTS[kind], title] = level
    rest = {part: level for name, part in PARTS.items() if (level := request.form.get(f"rest-{name}"))}
    return SheetEntry(levels, rest, request.form.get("characteristics", ""), _value(), _date(), _version())


def shown(book: SheetBook, line: SheetLine) -> dict[SheetPart, tuple[str, ...]]:
    """Expected rows, then those that stand in the sheet though the programme has changed."""
    return {part: (*titles, *(title for kind, title in line.sheet.levels if kind == part and title not in titles))
            for part, titles in book.expected.items()}


def _value() -> FinalValue | None:
    text = request.form.get("value", "")
    if not text:
        return None
    if text not in GRADES:
        raise Violation("", "Отметка за практику от 2 до 5", "value")
    return FinalValue(text)


def _date() -> dt.date | None:
    text = request.form.get("signed_on", "").strip()
    day = read_day(text)
    if day is None and text:
        raise Violation("", "Дата — день, месяц и год", "signed_on")
    return day


def _version() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) <= 9 else -1


def _render(journal: Journal, programme: PracticeProgramme, book: SheetBook, line: SheetLine,
            violations: list[Violation] | None = None) -> Any:
    parts = [(part, titles, [(member.value, short_level(member.title)) for member in LEVELS[part]])
             for part, titles in shown(book, line).items()]
    return render_template(
        "practice/sheet.html", journal=journal, programme=programme, book=book, line=line, parts=parts,
        grades=[value for value in FinalValue if value in GRADES], errors=by_field(violations),
        typed=request.form if violations else {}, today=identity().today)
