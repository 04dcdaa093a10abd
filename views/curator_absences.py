"""The curator's weekly sheet of absences: papers for spans, decisions for some lessons (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from actions import excuses
from actions.cells import NotYours, Stale
from models import db
from queries import curator_absences as sheet
from queries.credentials import desk_groups, students_of
from queries.excuses import excusing
from rules.terms import Role
from rules.violation import Violation
from rules.words import plural
from views.guards import identity
from views.policy import guard, roles

blueprint = Blueprint("curator", __name__, url_prefix="/curator")

MOST = 400  # absences decided at once: a group's week


@blueprint.get("/absences/")
@guard(roles(Role.CURATOR))
def absences() -> Any:
    return _page()


@blueprint.post("/absences/")
@guard(roles(Role.CURATOR))
def decide() -> Any:
    """One letter for the chosen absences."""
    chosen = [_number(text) for text in request.form.getlist("absence")[:MOST]]
    return _done(lambda: _decided(excuses.decide(
        identity(), chosen, request.form.get("letter", ""), request.form.get("reason", ""))), "decide")


@blueprint.post("/notes/")
@guard(roles(Role.CURATOR))
def note() -> Any:
    """A paper for a span of days."""
    return _done(lambda: _closed(excuses.add_note(identity(), _paper())), "note")


def _done(act: Callable[[], list[tuple[str, str]]], form: str) -> Any:
    group_id = _group_id()
    try:
        said = act()
        db.session.commit()
    except NotYours:
        db.session.rollback()
        abort(404)
    except Stale:
        db.session.rollback()
        return _page(Violation("", "Клетку только что исправил преподаватель: проверьте и решите ещё раз"), form), 409
    except Violation as violation:
        db.session.rollback()
        return _page(violation, form), 422
    for text, kind in said:
        flash(text, kind)
    return redirect(url_for("curator.absences", group=group_id, week=_monday()))


def _decided(count: int) -> list[tuple[str, str]]:
    return [(f"Уточнено: {_absences(count)}", "success")]


def _closed(closed: excuses.Closed) -> list[tuple[str, str]]:
    said = [(f"Документ внесён, закрыто: {_absences(closed.count)}. "
             "Пропуски этих дней, записанные позже, закроются сами", "success")]
    return said + [(str(refusal), "warning") for refusal in dict.fromkeys(closed.refused)]


def _absences(count: int) -> str:
    return f"{count} {plural(count, 'пропуск', 'пропуска', 'пропусков')}"


def _page(refusal: Violation | None = None, form: str = "") -> str:
    user, group_id, monday = identity(), _group_id(), _monday()
    if group_id is None:
        return render_template("curator/absences.html", groups=[], group_id=None)
    return render_template(
        "curator/absences.html", groups=desk_groups(user), group_id=group_id, monday=monday, today=user.today,
        week=[monday + dt.timedelta(days=day) for day in range(7)], lines=sheet.week_sheet(user, group_id, monday),
        hours=sheet.month_hours(user, group_id, monday), waiting=sheet.waiting(user, group_id),
        students=list(db.session.scalars(students_of(user, group_id))), kinds=excusing(), refusal=refusal, form=form,
        chosen=request.form.getlist("absence"), step=dt.timedelta(days=7))


def _group_id() -> int | None:
    """The group asked for or the first of the own ones; another's is not there."""
    text, own = request.args.get("group", ""), [id for id, _ in desk_groups(identity())]
    if not text:
        return own[0] if own else None
    if _number(text) not in own:
        abort(404)
    return int(text)


def _monday() -> dt.date:
    day = _day(request.args.get("week", "")) or identity().today
    return day - dt.timedelta(days=day.weekday())


def _paper() -> excuses.Paper:
    starts, ends = (_day(request.form.get(name, "")) for name in ("starts", "ends"))
    if starts is None or ends is None:
        raise Violation("5.3", "Укажите первый и последний день документа", "starts" if starts is None else "ends")
    return excuses.Paper(_number(request.form.get("student", "")), request.form.get("letter", ""), starts, ends,
                         request.form.get("document", ""))


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        abort(404)
    return int(text)
