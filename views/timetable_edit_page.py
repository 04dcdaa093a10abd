"""What the page of editing shows: the grid, the form of a place, a day with its changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import abort, render_template, request, url_for

from access.check import get_or_none
from access.grants import Action
from models import Semester, TimetableSlot
from queries import timetable_edit as edit
from queries.college import bells, current_semester, norms_on
from queries.journal_setup import teachers
from queries.timetable_day import day_of_group
from queries.timetable_edit import At
from queries.timetable_week import GROUP, TEACHER, Whose, named
from rules.change_words import MEANS
from rules.spans import Days
from rules.terms import ChangeKind, WeekParity
from rules.timetable import MAY, NEEDS
from rules.violation import Violation
from rules.words import WEEKDAYS, date_words
from views.asked import asked_day, asked_number, read_day
from views.guards import identity
from views.refusals import by_field
from views.timetable_undo import place_of, read

PARITIES = {one: one.weeks for one in WeekParity}


@dataclass(frozen=True)
class Asked:
    """Whose week, from which day, of which weeks; the time or the place to change; the day whose changes are shown."""

    semester: Semester | None
    whose: Whose | None
    on: dt.date
    parity: WeekParity
    slot: TimetableSlot | None = None
    weekday: int | None = None
    pair: int | None = None
    date: dt.date | None = None
    journal: int | None = None
    address: dict[str, Any] = field(default_factory=dict)


def asked() -> Asked:
    """What the address says; junk is 400, what is not there 404."""
    user, args = identity(), request.args
    on, date = _day("on") or user.today, _day("date")
    semester = current_semester(on)
    parity = args.get("parity", "")
    if parity and parity not in set(WeekParity):
        abort(400)
    slot_id = asked_number("slot")
    slot = None if slot_id is None else get_or_none(user, Action.UPDATE, TimetableSlot, slot_id) or abort(404)
    if semester is not None and on < semester.starts:
        on = semester.starts
    whose = _whose()
    address = {name: args[name] for name in ("group", "teacher", "on", "parity", "date") if args.get(name)}
    return Asked(semester, whose, on, WeekParity(parity) if parity else WeekParity.EVERY, slot, asked_number("day"),
                 asked_number("pair"), date, asked_number("journal"), address)


def page(here: Asked, typed: Mapping[str, str] | None = None, refusals: Iterable[Violation] = (),
         change_refused: bool = False) -> str:
    """The page; ``typed`` with its ``refusals`` belongs to the form of a place, or to that of a change."""
    user, semester = identity(), here.semester
    refusals = list(refusals)
    parts: dict[str, Any] = {"places": {}, "pairs": (), "groups": (), "teachers": (), "day": None, "form": None}
    if semester is not None:
        parts["groups"], parts["teachers"] = edit.whose_choices(user, semester)
        if here.whose is not None:
            times = bells()
            places = edit.week_places(user, semester, here.whose, here.on, here.parity)
            parts |= {"places": places, "pairs": edit.pairs_shown(times, list(places))}
            if here.whose.kind == GROUP:
                parts |= _of_group(here, semester, {} if change_refused else dict(typed or {}),
                                   dict(typed or {}) if change_refused else {})
    return render_template(
        "timetable/edit.html", here=here, errors=by_field(refusals), change_refused=change_refused, **parts,
        week_days=norms_on(here.on).week_days, weekdays=WEEKDAYS, parities=PARITIES, date_words=date_words,
        undo=request.args.get("undo") if read(identity(), request.args.get("undo", "")) else None,
        link=lambda **more: url_for("timetable_edit.index", **here.address | more))


def _of_group(here: Asked, semester: Semester, typed: dict[str, str], change: dict[str, str]) -> dict[str, Any]:
    """The form of a place and the day: both only where a group is chosen."""
    user = identity()
    assert here.whose is not None
    values = _values(here, semester, typed)
    found: dict[str, Any] = {"form": values, "day": None}
    if values is not None:
        at = _at(values)
        besides = here.slot.id if here.slot is not None else 0
        found |= {"choices": edit.choices(user, semester, int(here.whose.id), at, besides),
                  "rooms": edit.rooms(user, semester, at, besides)}
    if here.date is not None:
        found |= {"day": day_of_group(user, here.whose, here.date), "means": MEANS, "kinds": list(ChangeKind),
                  "fields": {kind: {*NEEDS[kind], *MAY[kind]} for kind in ChangeKind}, "change": _change(here, change),
                  "journals": edit.choices(user, semester, int(here.whose.id), None), "substitutes": teachers(user)}
    return found


def _values(here: Asked, semester: Semester, typed: dict[str, str]) -> dict[str, str] | None:
    """What the form of a place holds: what was typed, the place, or the time that was chosen."""
    if typed:
        return typed
    if here.slot is not None:
        return {name: str(value or "") for name, value in place_of(here.slot).items()} | {
            "version": str(here.slot.row_version)}
    if here.weekday is None or here.pair is None:
        return None
    starts = max(semester.starts, here.on) if "on" in here.address else semester.starts
    return {"journal": "", "weekday": str(here.weekday), "pair": str(here.pair), "parity": here.parity.value,
            "starts": starts.isoformat(), "ends": semester.ends.isoformat(), "room": ""}


def _change(here: Asked, typed: dict[str, str]) -> dict[str, str] | None:
    """What the form of a change holds; None until a lesson or «дополнительное занятие» is chosen."""
    if typed:
        return typed
    if here.pair is None or here.date is None:
        return None
    return {"journal": str(here.journal or ""), "pair": str(here.pair),
            "kind": (ChangeKind.SUBSTITUTED if here.journal else ChangeKind.ADDED).value}


def _at(values: Mapping[str, str]) -> At | None:
    """The time of the form, when it is one."""
    starts, ends = read_day(values.get("starts")), read_day(values.get("ends"))
    weekday, pair, parity = (values.get(name, "") for name in ("weekday", "pair", "parity"))
    if not (weekday.isdecimal() and pair.isdecimal() and parity in set(WeekParity) and starts and ends):
        return None
    return At(int(weekday[:2]), int(pair[:2]), WeekParity(parity), Days(starts, ends))


def _whose() -> Whose | None:
    """The group or the teacher of the address."""
    for kind in (GROUP, TEACHER):
        number = asked_number(kind)
        if number is not None:
            return named(identity(), kind, number) or abort(404)
    return None


def _day(name: str) -> dt.date | None:
    day = asked_day(name)
    return day if day is None or 1990 <= day.year < 2200 else abort(400)
