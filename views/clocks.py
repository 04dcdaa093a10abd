"""«Сроки»: what each teacher recorded in time, late or not at all, down to the lesson (п. 6.1, 6.2, 6.3, 6.9)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request

from access.scopes import OFFICE
from documents.clocks import clocks_xlsx
from models import Lesson
from queries.clocks import READERS, ClockSheet, clock_sheet
from rules.clocks import Clock, check_span
from rules.terms import Role
from rules.violation import Violation
from views.exported import exported
from views.guards import identity
from views.pace import counted_export
from views.policy import guard, roles

blueprint = Blueprint("clocks", __name__, url_prefix="/control/clocks")

PAGE = 100
HELD = "held"  # lessons of the timetable, whatever became of them
# columns of the sheet by what they count; the words over them are short
COLUMNS = ((Clock.UNRECORDED, "Не записано"), (Clock.IN_TIME, "В срок"), (Clock.GRACE, "С опозданием"),
           (Clock.LATER, "Позже отсрочки"), (Clock.ATTENDANCE, "Без посещаемости"),
           (Clock.HOMEWORK_LATE, "Задание поздно"), (Clock.HOMEWORK, "Нет задания"),
           (Clock.RESULTS, "Работы без отметок"), (Clock.FINALS, "Нет итогов"))


@dataclass(frozen=True)
class Span:
    """The days asked for; ``refusal`` says why they are not those that were typed."""

    first: dt.date
    last: dt.date
    typed: dict[str, str]
    refusal: Violation | None = None


@blueprint.get("/")
@guard(roles(*READERS))
def index() -> Any:
    span = _span()
    return render_template("control/clocks.html", sheet=_sheet(span), span=span, columns=COLUMNS,
                           own=_own()), 422 if span.refusal else 200


@blueprint.get("/lessons")
@guard(roles(*READERS))
def lessons() -> Any:
    span, what, teacher = _span(), request.args.get("what", ""), request.args.get("teacher", "")
    if what not in ("", HELD, *Clock) or not (teacher == "" or (teacher.isdecimal() and len(teacher) < 10)):
        abort(400)
    sheet = _sheet(span)
    if teacher and int(teacher) not in sheet.names:
        abort(404)
    found = sheet.chosen(int(teacher) if teacher else None, Clock(what) if what not in ("", HELD) else None,
                         held=what == HELD)
    page = request.args.get("page", 0, type=int)
    if page < 0 or page * PAGE > max(len(found), 1):
        abort(404)
    return render_template(
        "control/clock_lessons.html", sheet=sheet, span=span, lines=found[page * PAGE:(page + 1) * PAGE], page=page,
        size=PAGE, total=len(found), what=what, teacher=int(teacher) if teacher else None, clocks=Clock, own=_own(),
        title=Clock(what).title if what in tuple(Clock) else "занятия по расписанию" if what else "все записи")


@blueprint.get("/clocks.xlsx")
@guard(roles(*READERS))
@counted_export
def table() -> Any:
    span = _span()
    if span.refusal:
        abort(400)
    period = f"{span.first:%d.%m.%Y}-{span.last:%d.%m.%Y}"
    return exported(clocks_xlsx(_sheet(span), COLUMNS), f"Сроки записи {period}.xlsx", Lesson,
                    {"report": "сроки записи", "period": period})


def _own() -> bool:
    """Whether the page is about the user's own lessons."""
    return not identity().has(*OFFICE, Role.SENIOR_MASTER)


def _sheet(span: Span) -> ClockSheet:
    return clock_sheet(identity(), span.first, span.last)


def _span() -> Span:
    """The days typed, the current month by default and instead of what cannot be read."""
    today = identity().today
    default = today.replace(day=1), today
    typed = {name: request.args.get(name, "").strip()[:10] for name in ("first", "last")}
    try:
        first, last = (dt.date.fromisoformat(typed[name]) if typed[name] else value
                       for name, value in zip(("first", "last"), default, strict=True))
    except ValueError:
        return Span(*default, typed, Violation("", "Даты пишут так: 2023-11-20", "first"))
    refusal = check_span(first, last)
    if refusal is not None:
        return Span(*default, typed, refusal)
    return Span(first, last, {"first": first.isoformat(), "last": last.isoformat()})
