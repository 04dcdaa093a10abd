"""Changes of a date on the page of editing: replaced, moved, cancelled, substituted, and taken back (п. 5.5, 6.1)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for

from access.check import get_or_none
from access.grants import Action
from actions import timetable_dates as actions
from actions.refusals import Refused
from actions.timetable_dates import ChangeEntry
from models import Journal, TimetableChange, User, db
from queries.journal_setup import teachers
from rules.bells import check_pair
from rules.terms import ChangeKind
from rules.timetable import MAY, NEEDS
from rules.violation import Violation
from views.asked import read_day
from views.guards import identity, loaded
from views.policy import guard, may
from views.timetable_edit_page import asked, page

blueprint = Blueprint("timetable_dates", __name__, url_prefix="/timetable/edit/changes")


@blueprint.post("")
@guard(may(Action.CREATE, TimetableChange))
def record() -> Any:
    here = asked()
    if here.date is None:
        abort(400)
    try:
        change = actions.record_change(identity(), _entry())
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        return page(here, request.form, refused.violations, change_refused=True), 422
    flash(f"Записано: {change.pair}-я пара, {ChangeKind(change.kind).title}. Отменить можно в списке дня.", "success")
    return redirect(url_for("timetable_edit.index", **here.address) + "#day", 303)


@blueprint.post("/<int:change_id>/remove")
@guard(may(Action.DELETE, TimetableChange, "change_id"))
def remove(change_id: int) -> Any:
    actions.remove_change(loaded("change_id"))
    db.session.commit()
    flash("Изменение убрано: день снова такой, как в недельном расписании.", "success")
    return redirect(url_for("timetable_edit.index", **asked().address) + "#day", 303)


def _entry() -> ChangeEntry:
    """The form's values; fields that the kind does not know are not sent further."""
    form, user, date = request.form, identity(), asked().date
    kind, pair = form.get("kind", ""), form.get("pair", "")
    if date is None or kind not in set(ChangeKind):
        raise Refused([Violation("5.5", "Выберите, что меняется", "kind")])
    if wrong := check_pair(int(pair) if pair.isdecimal() else None):
        raise Refused([wrong])

    def chosen(name: str, model: type[Any], action: Action = Action.READ) -> Any:
        number = form.get(name, 0, type=int)
        return get_or_none(user, action, model, number) if number and name in known else None
    known = {"journal", "room", *NEEDS[ChangeKind(kind)], *MAY[ChangeKind(kind)]}
    if form.get("substitute") not in {str(id) for id, _ in teachers(user)}:
        known.discard("substitute")
    new_pair = form.get("new_pair", "") if "new_pair" in known else ""
    return ChangeEntry(
        ChangeKind(kind), date, int(pair), chosen("journal", Journal) if kind != ChangeKind.ADDED else None,
        chosen("new_journal", Journal), chosen("substitute", User, Action.CHOOSE),
        read_day(form.get("new_date")) if "new_date" in known else None,
        int(new_pair) if new_pair.isdecimal() and len(new_pair) == 1 else None,
        form.get("room", "").strip()[:24] or None, form.get("reason", "").strip()[:250] or None)
