"""«Часы преподавателя»: the month by journals and days, substitutions given and received (п. 5.6, 7.3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, render_template, request

from access.scopes import OFFICE
from queries.hours import hours_sheet, teachers
from rules.terms import Role
from rules.words import MONTH_TITLES
from views.asked import asked_month
from views.guards import identity
from views.policy import guard, roles

blueprint = Blueprint("hours", __name__, url_prefix="/hours")



@blueprint.get("/")
@guard(roles(*OFFICE, Role.TEACHER))
def index() -> Any:
    user = identity()
    known = teachers(user) if user.has(*OFFICE) else []
    teacher, month = _teacher([id for id, _ in known]), asked_month() or identity().today.replace(day=1)
    sheet = hours_sheet(user, teacher, month) if teacher is not None else None
    return render_template("hours/index.html", sheet=sheet, teacher=teacher, teachers=known, month=month,
                           before=_near(month, -1), after=_near(month, 1),
                           title=f"{MONTH_TITLES[month.month - 1]} {month.year}", today=user.today)


def _teacher(known: list[int]) -> int | None:
    """One's own hours; another's only to those who read everybody's."""
    user, text = identity(), request.args.get("teacher", "")
    if not text:
        return user.id if user.has(Role.TEACHER) else None
    id = int(text) if text.isdecimal() and len(text) < 10 else 0
    if id != user.id and id not in known:
        abort(404)
    return id


def _near(month: dt.date, step: int) -> str:
    number = month.year * 12 + month.month - 1 + step
    return f"{number // 12}-{number % 12 + 1:02d}"
