"""The weekly timetable in a grid: the methodist puts, changes and takes away places of a group (п. 5.5)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for

from access.check import get_or_none
from access.grants import Action
from actions import timetable_places as actions
from actions.refusals import Refused
from actions.timetable_places import PlaceEntry
from models import Journal, TimetableSlot, db
from rules.terms import WeekParity
from rules.violation import Violation
from rules.words import WEEKDAYS
from views import timetable_undo as undo
from views.asked import read_day
from views.guards import identity, loaded
from views.policy import guard, may
from views.timetable_edit_page import Asked, asked, page

blueprint = Blueprint("timetable_edit", __name__, url_prefix="/timetable/edit")
CHANGED = Violation("5.5", "Пока форма была открыта, это занятие изменили. Посмотрите, что стоит сейчас")


@blueprint.get("")
@guard(may(Action.UPDATE, TimetableSlot))
def index() -> Any:
    return page(asked())


@blueprint.post("/places")
@guard(may(Action.CREATE, TimetableSlot))
def put() -> Any:
    return _put(asked(), None)


@blueprint.post("/places/<int:slot_id>")
@guard(may(Action.UPDATE, TimetableSlot, "slot_id"))
def change(slot_id: int) -> Any:
    slot: TimetableSlot = loaded("slot_id")
    here = asked()
    if request.form.get("version") != str(slot.row_version):
        return page(here, request.form, [CHANGED]), 409
    return _put(here, slot)


@blueprint.post("/places/<int:slot_id>/remove")
@guard(may(Action.DELETE, TimetableSlot, "slot_id"))
def remove(slot_id: int) -> Any:
    slot: TimetableSlot = loaded("slot_id")
    token, told = undo.token(identity(), None, undo.place_of(slot)), _told(slot)
    actions.remove_place(slot)
    db.session.commit()
    flash(f"Убрано: {told}.", "success")
    return redirect(url_for("timetable_edit.index", **asked().address, undo=token), 303)


@blueprint.post("/undo")
@guard(may(Action.UPDATE, TimetableSlot))
def take_back() -> Any:
    here, step = asked(), undo.read(identity(), request.form.get("token", ""))
    if step is None:
        abort(400)
    slot = get_or_none(identity(), Action.UPDATE, TimetableSlot, step.slot) if step.slot else None
    if step.slot and (slot is None or undo.place_of(slot) != step.now):
        return page(here, refusals=[CHANGED]), 409
    try:
        if step.was is None and slot is not None:
            actions.remove_place(slot)
        elif step.was is not None:
            journal = get_or_none(identity(), Action.READ, Journal, step.was["journal"]) or abort(404)
            actions.put_place(undo.entry(journal, step.was), slot)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        return page(here, refusals=refused.violations), 422
    flash("Как было.", "success")
    return redirect(url_for("timetable_edit.index", **here.address), 303)


def _put(here: Asked, slot: TimetableSlot | None) -> Any:
    """Write what the form says; a refusal leaves everything typed on the page."""
    was = undo.place_of(slot) if slot is not None else None
    try:
        entry = _entry()
        warning = actions.room_warning(entry, slot.id if slot is not None else 0)
        slot = actions.put_place(entry, slot)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        return page(here, request.form, refused.violations), 422
    if warning is not None:
        flash(warning, "warning")
    flash(f"Записано: {_told(slot)}.", "success")
    return redirect(url_for("timetable_edit.index", **here.address, undo=undo.token(identity(), slot, was)), 303)


def _entry() -> PlaceEntry:
    """The form's values; what is no date, pair or journal of the user's is told under its field."""
    form = request.form
    journal = get_or_none(identity(), Action.READ, Journal, form.get("journal", 0, type=int) or 0)
    weekday, pair = form.get("weekday", 0, type=int), form.get("pair", -1, type=int)
    starts, ends = read_day(form.get("starts")), read_day(form.get("ends"))
    missing = [Violation("5.5", words, field) for field, value, words in (
        ("journal", journal, "Выберите журнал"), ("starts", starts, "Укажите первый день"),
        ("ends", ends, "Укажите последний день")) if value is None]
    if missing or journal is None or starts is None or ends is None:
        raise Refused(missing)
    parity = form.get("parity", "")
    return PlaceEntry(journal, weekday, pair, WeekParity(parity) if parity in set(WeekParity) else WeekParity.EVERY,
                      starts, ends, form.get("room", "").strip()[:24] or None)


def _told(slot: TimetableSlot) -> str:
    """«понедельник, 3-я пара, «Базы данных»»."""
    return f"{WEEKDAYS[slot.weekday - 1]}, {slot.pair}-я пара, «{slot.journal.line.title}»"
