"""The timetable of a week: a teacher's own, a group's, a room's; read by everybody, changed in the back office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from access.check import allows
from access.grants import Action
from access.identity import Identity
from models import TimetableChange, TimetableSlot
from queries import timetable_week as weeks
from queries.timetable_week import GROUP, ROOM, TEACHER, Whose
from rules.diary import monday_of
from rules.words import WEEKDAYS, date_words
from views.diary_frame import asked_week, week_words
from views.guards import identity
from views.policy import guard, may

blueprint = Blueprint("timetable", __name__, url_prefix="/timetable")
STEP = dt.timedelta(days=7)
KINDS = {GROUP: "Группа", TEACHER: "Преподаватель", ROOM: "Аудитория"}
FIRST, LAST = dt.date(1990, 1, 8), dt.date(2199, 12, 23)


@blueprint.get("/")
@guard(may(Action.READ, TimetableSlot))
def index() -> Any:
    user = identity()
    monday = asked_week(request.args.get("week"), user.today)
    found = weeks.read_timetable(user, monday)
    whose = _whose(user, found)
    page = weeks.week(found, whose) if whose else None
    return render_template(
        "timetable/week.html", week=page, whose=whose, span=week_words(monday, user.today.year), today=user.today,
        kinds=[(kind, title, found.choices(kind)) for kind, title in KINDS.items() if user.is_staff or kind == GROUP],
        links=_links(user, whose, monday), monday=monday, weekdays=WEEKDAYS, date_words=date_words,
        may_edit=allows(user, Action.CREATE, TimetableChange))


def _whose(user: Identity, found: weeks.Timetable) -> Whose | None:
    """Whom the address asks for, the user's own week without it; another's group is as a missing one."""
    asked = {kind: value for kind in KINDS if (value := request.args.get(kind, "").strip())}
    if not asked:
        return weeks.own(user, found)
    if len(asked) > 1:
        abort(400)
    [(kind, value)] = asked.items()
    if (kind != ROOM and not (value.isascii() and value.isdigit() and len(value) < 10)) or len(value) > 24:
        abort(404)
    id = value if kind == ROOM else int(value)
    if kind != GROUP and not user.is_staff:
        abort(404)
    return found.find(kind, id) or weeks.named(user, kind, id) or abort(404)


def _links(user: Identity, whose: Whose | None, monday: dt.date) -> dict[str, str]:
    """One week back and forward, and to this week from another one."""
    place: dict[str, Any] = {whose.kind: whose.id} if whose else {}

    def link(day: dt.date) -> str:
        return url_for("timetable.index", **place, week=day.isoformat())
    here = monday_of(user.today)
    return {"before": link(monday - STEP) if monday - STEP >= FIRST else "",
            "after": link(monday + STEP) if monday + STEP <= LAST else "",
            "now": url_for("timetable.index", **place) if monday != here else ""}
