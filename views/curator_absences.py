"""The curator's weekly sheet of absences: papers for spans, decisions for some lessons (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for

from actions import confirmations, excuses
from actions.cells import Stale
from models import db
from queries.curator_week import week_sheet
from rules.terms import Role
from rules.violation import Violation
from rules.words import SHORT_WEEKDAYS, plural
from views.asked import read_day
from views.curator import blueprint, chosen_group, number, page
from views.guards import identity
from views.once import keep, once
from views.policy import guard, roles

DAY = dt.timedelta(days=1)
MOST = 400  # absences decided at once: a group's week


@blueprint.get("/absences/")
@guard(roles(Role.CURATOR))
def absences() -> Any:
    return _page()


@blueprint.post("/absences/")
@guard(roles(Role.CURATOR))
def decide() -> Any:
    """One letter for the chosen absences."""
    return _done(lambda: _decided(excuses.decide(
        identity(), _chosen(), request.form.get("letter", ""), request.form.get("reason", ""))), "decide")


@blueprint.post("/absences/confirmed")
@guard(roles(Role.CURATOR))
def confirm() -> Any:
    """«Без уважительной причины»: the chosen ones, all that the page has shown, or a confirmation taken back."""
    match request.form.get("act", ""):
        case "recall":
            return _done(lambda: _recalled(confirmations.recall(identity(), _chosen("confirmed"))), "recall")
        case "shown":
            return _done(lambda: _confirmed(confirmations.confirm(identity(), _chosen("shown"))), "decide")
    return _done(lambda: _confirmed(confirmations.confirm(identity(), _chosen())), "decide")


@blueprint.post("/notes/")
@guard(roles(Role.CURATOR))
@once
def note() -> Any:
    """A paper for a span of days."""
    return _done(lambda: _closed(excuses.add_note(identity(), _paper())), "note")


def _done(act: Callable[[], list[tuple[str, str]]], form: str) -> Any:
    target = url_for("curator.absences", group=chosen_group(), week=_monday())
    try:
        said = act()
        keep(target)
        db.session.commit()
    except Stale:
        db.session.rollback()
        return _page(Violation("", "Клетку только что исправил преподаватель: проверьте и решите ещё раз"), form), 409
    except Violation as violation:
        db.session.rollback()
        return _page(violation, form), 422
    for text, kind in said:
        flash(text, kind)
    return redirect(target)


def _decided(count: int) -> list[tuple[str, str]]:
    return [(f"Уточнено: {_absences(count)}", "success")]


def _confirmed(count: int) -> list[tuple[str, str]]:
    return [(f"Подтверждено без уважительной причины: {_absences(count)}. Вернуть можно внизу страницы", "success")]


def _recalled(count: int) -> list[tuple[str, str]]:
    return [(f"Снова ждут решения: {_absences(count)}", "success")]


def _closed(closed: excuses.Closed) -> list[tuple[str, str]]:
    said = [(f"Документ внесён, закрыто: {_absences(closed.count)}. "
             "Пропуски этих дней, записанные позже, закроются сами", "success")]
    return said + [(str(refusal), "warning") for refusal in dict.fromkeys(closed.refused)]


def _absences(count: int) -> str:
    return f"{count} {plural(count, 'пропуск', 'пропуска', 'пропусков')}"


def _page(refusal: Violation | None = None, form: str = "") -> str:
    user, group_id, monday = identity(), chosen_group(), _monday()
    if group_id is None:
        return page("curator/absences.html")
    return page("curator/absences.html", monday=monday, sunday=monday + 6 * DAY, step=7 * DAY, week=_headed(monday),
                sheet=week_sheet(user, group_id, monday), refusal=refusal, form=form,
                chosen=request.form.getlist("absence"))


def _headed(monday: dt.date) -> dict[dt.date, str]:
    """Days of the week as their columns are headed."""
    days = [monday + number * DAY for number in range(7)]
    return {day: f"{SHORT_WEEKDAYS[day.weekday()]}, {day:%d.%m}" for day in days}


def _chosen(name: str = "absence") -> list[int]:
    """Ids of a field given once or many times."""
    return [number(text) for text in " ".join(request.form.getlist(name)).split()[:MOST]]


def _monday() -> dt.date:
    day = _day(request.args.get("week", "")) or identity().today
    return day - dt.timedelta(days=day.weekday())


def _paper() -> excuses.Paper:
    starts, ends = (_day(request.form.get(name, "")) for name in ("starts", "ends"))
    if starts is None or ends is None:
        raise Violation("5.3", "Укажите первый и последний день документа", "starts" if starts is None else "ends")
    return excuses.Paper(number(request.form.get("student", "")), request.form.get("letter", ""), starts, ends,
                         request.form.get("document", ""))


def _day(text: str) -> dt.date | None:
    day = read_day(text)
    return day if day is not None and 2000 <= day.year <= 2100 else None

