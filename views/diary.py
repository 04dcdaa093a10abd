"""The diary of students and parents: only looked at (п. 5.8), so every method but GET and HEAD is refused."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from access.identity import Identity
from queries.diary import FAMILY, Child, children, week
from rules.diary import SATURDAY, monday_of
from rules.words import WEEKDAYS, date_words, span_words
from views.guards import identity, settings
from views.policy import guard, roles

blueprint = Blueprint("diary", __name__, url_prefix="/diary")
YEARS = range(1990, 2200)
STEP = dt.timedelta(days=7)
FRESH = 5
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@blueprint.get("/", provide_automatic_options=False)
@guard(roles(*FAMILY))
def index() -> Any:
    """One's own diary, or the first child's; without children, whom to ask."""
    own = children(identity())
    if not own:
        return render_template("diary/empty.html", diary_tabs=[])
    return redirect(url_for("diary.show", student_id=own[0].id))


@blueprint.get("/<int:student_id>", provide_automatic_options=False)
@guard(roles(*FAMILY))
def show(student_id: int) -> Any:
    user = identity()
    family = children(user)
    child = one_of(family, student_id)
    monday = asked_week(request.args.get("week"), user.today)
    page = week(user, child, monday, g.user_session.seen_audit_id)
    return render_template(
        "diary/week.html", child=child, week=page, children=_switch(family, child, monday, user),
        links=_links(child, monday, user), fresh=page.fresh[:FRESH], fresh_more=len(page.fresh) - FRESH,
        diary_tabs=[{"title": "Неделя", "url": url_for("diary.show", student_id=child.id), "active": True}],
        zone=settings().zone, weekdays=WEEKDAYS, date_words=date_words, **_when(monday, user))


def _when(monday: dt.date, user: Identity) -> dict[str, Any]:
    """How the week stands to today, and whether the user has been here before."""
    return {"today": user.today, "span": week_words(monday, user), "is_future": monday > user.today,
            "is_over": user.today >= monday + dt.timedelta(days=SATURDAY),
            "is_first": not g.user_session.seen_audit_id}


def one_of(family: list[Child], student_id: int) -> Child:
    """The child of that id; another's and nobody's look the same."""
    found = next((child for child in family if child.id == student_id), None)
    return found or abort(404)


def asked_week(text: str | None, today: dt.date) -> dt.date:
    """Monday of the week that holds the date of the address, this week without one; not a date is 400."""
    if not text:
        return monday_of(today)
    try:
        day = dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        return abort(400)
    return monday_of(day) if day.year in YEARS else abort(404)


def week_words(monday: dt.date, user: Identity) -> str:
    """«13–18 ноября»."""
    return span_words(monday, monday + dt.timedelta(days=SATURDAY), user.today.year)


def _links(child: Child, monday: dt.date, user: Identity) -> dict[str, str | None]:
    """Addresses of the weeks beside this one; none for the current week when it is this one."""
    def to(day: dt.date) -> str | None:
        return url_for("diary.show", student_id=child.id, week=day.isoformat()) if day.year in YEARS else None
    now = None if monday == monday_of(user.today) else url_for("diary.show", student_id=child.id)
    return {"before": to(monday - STEP), "after": to(monday + STEP), "now": now}


def _switch(family: list[Child], shown: Child, monday: dt.date, user: Identity) -> list[dict[str, Any]]:
    """Links to the other children; the week stays when it is not the current one."""
    asked = None if monday == monday_of(user.today) else monday.isoformat()
    return [{"url": url_for("diary.show", student_id=child.id, week=asked), "initials": child.initials,
             "last_name": child.last_name, "first_name": child.first_name, "active": child.id == shown.id,
             "group": _group(child)}
            for child in family]


def _group(child: Child) -> str:
    if child.group is None:
        return "не в составе группы"
    return f"{child.group}, {child.course}-й курс" if child.course else f"ранее {child.group}"
