"""«Проверки»: acts of inspection of journals, their remarks, who has read them, the act on paper (п. 7.2–7.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from access.check import allows, get_or_none
from access.grants import Action
from actions import inspections as actions
from actions.refusals import Refused
from documents.inspection_act import act_pdf, words
from jobs.control import check
from models import Inspection, Journal, Remark, db
from queries.college import norms_on
from queries.inspection_choices import ALL, choices, journals, semester_of
from queries.inspections import act_page, acts, history, last_inspected
from queries.reports.ask import letterhead
from queries.semester_check import answers_of
from rules.clocks import check_span
from rules.inspections import Question, RemarkState, next_due
from rules.terms import InspectionKind, Role
from rules.violation import Violation
from rules.words import MONTH_TITLES, plural
from views.asked import read_day
from views.exported import exported
from views.guards import identity, loaded
from views.once import keep, once, repeated
from views.pace import counted_export
from views.policy import Policy, guard, may
from views.refusals import by_field

blueprint = Blueprint("inspections", __name__, url_prefix="/control/inspections")

READ = may(Action.READ, Inspection, "inspection_id")
CHANGE = may(Action.UPDATE, Inspection, "inspection_id")
MEND = Policy("update remark", allows=may(Action.UPDATE, Remark).allows,
              loads=(("inspection_id", Inspection, Action.UPDATE), ("remark_id", Remark, Action.UPDATE)))
LOOK_BACK = Policy("read remark", allows=may(Action.READ, Remark).allows,
                   loads=(("journal_id", Journal, Action.READ),))
ADDRESSED = Policy("acknowledge inspection", allows=lambda user: user.has(Role.TEACHER, Role.CURATOR),
                   loads=(("inspection_id", Inspection, Action.READ),))


@blueprint.get("/")
@guard(may(Action.READ, Inspection))
def index() -> Any:
    user = identity()
    last = last_inspected(user)
    return render_template(
        "inspections/index.html", lines=acts(user), last=last, due=next_due(last, norms_on(user.today)),
        today=user.today, may_begin=allows(user, Action.CREATE, Inspection), states=RemarkState)


@blueprint.get("/new")
@guard(may(Action.CREATE, Inspection))
def new() -> Any:
    return _new({})


@blueprint.post("/new")
@guard(may(Action.CREATE, Inspection))
@once
def begin() -> Any:
    form = request.form
    try:
        first, last, due_on = _day("first"), _day("last"), _day("due_on", optional=True)
        refusal = check_span(first or dt.date.max, last or dt.date.max)
        if refusal or first is None or last is None:
            raise Refused([refusal or Violation("7.2", "Укажите дни, за которые проверяете", "first")])
        chosen = journals(identity(), form.get("which", ALL)[:40], first, last)
        _check_many(len(chosen), first, last)
        act = actions.begin(identity(), actions.Begun(
            _kind(form.get("kind")), form.get("subject", "")[:1000], due_on, first, last, chosen))
        target = url_for("inspections.show", inspection_id=act.id)
        keep(target)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        return _new(form, refused.violations), 422
    except sa.exc.IntegrityError:
        db.session.rollback()
        taken = Violation("7.2", "Номер только что занят другой справкой: отправьте ещё раз")
        return repeated() or (_new(form, [taken]), 409)
    return redirect(target, 303)


@blueprint.get("/<int:inspection_id>")
@guard(READ)
def show(inspection_id: int) -> Any:
    return _show(inspection_id, {})


@blueprint.post("/<int:inspection_id>")
@guard(CHANGE)
def conclude(inspection_id: int) -> Any:
    form = request.form
    try:
        actions.conclude(loaded("inspection_id"), form.get("conclusion", "")[:20000], _day("due_on", optional=True),
                         form.get("version", 0, type=int))
        db.session.commit()
    except Refused as refused:
        return _refused(inspection_id, refused.violations)
    flash("Вывод записан. Преподаватели и кураторы увидят справку и ознакомятся с ней.", "success")
    return redirect(url_for("inspections.show", inspection_id=inspection_id), 303)


@blueprint.post("/<int:inspection_id>/findings")
@guard(CHANGE)
def gather(inspection_id: int) -> Any:
    try:
        first, last = _day("first"), _day("last")
        if first is None or last is None:
            raise Refused([Violation("7.2", "Укажите дни, за которые собрать замечания", "first")])
        refusal = check_span(first, last)
        if refusal:
            raise Refused([refusal])
        _check_many(len({one.journal_id for one in loaded("inspection_id").remarks}), first, last)
        came = actions.gather(identity(), db.session.get_one(Inspection, inspection_id), first, last)
        db.session.commit()
    except Refused as refused:
        return _refused(inspection_id, refused.violations)
    flash(f"Добавлено {came} {plural(came, 'замечание', 'замечания', 'замечаний')}." if came
          else "Новых замечаний в этих журналах нет.", "success")
    return redirect(url_for("inspections.show", inspection_id=inspection_id), 303)


@blueprint.post("/<int:inspection_id>/remarks")
@guard(CHANGE)
@once
def remark(inspection_id: int) -> Any:
    form = request.form
    return _done(inspection_id, lambda: actions.remark(
        identity(), loaded("inspection_id"), form.get("journal", 0, type=int), form.get("text", "")[:20000]))


@blueprint.post("/<int:inspection_id>/remarks/<int:remark_id>")
@guard(MEND)
def mend(inspection_id: int, remark_id: int) -> Any:
    one = loaded("remark_id")
    if one.inspection_id != inspection_id:
        abort(404)
    return _done(inspection_id, lambda: actions.mend(identity(), one, request.form.get("mended") == "1"))


@blueprint.post("/<int:inspection_id>/acknowledge")
@guard(ADDRESSED)
def acknowledge(inspection_id: int) -> Any:
    return _done(inspection_id, lambda: actions.acknowledge(identity(), loaded("inspection_id")))


@blueprint.get("/<int:inspection_id>/act.pdf")
@guard(READ)
@counted_export
def paper(inspection_id: int) -> Any:
    user, inspection = identity(), loaded("inspection_id")
    act, readers = act_page(user, inspection)
    data = act_pdf(act, readers if act.whole else [], answers_of(user, act), letterhead(), user.today)
    return exported(data, f"Справка {act.number} от {act.date:%d.%m.%Y}.pdf", inspection)


@blueprint.get("/journals/<int:journal_id>")
@guard(LOOK_BACK)
def of_journal(journal_id: int) -> Any:
    return render_template("inspections/history.html", found=history(identity(), loaded("journal_id")),
                           journal=loaded("journal_id"))


def _check_many(number: int, first: dt.date, last: dt.date) -> None:
    """Many journals are checked with all the others before the writing begins; few, one by one, with it."""
    if number > actions.FRESH:
        check(identity(), first, last)


def _show(inspection_id: int, typed: Any, violations: Any = ()) -> Any:
    user, inspection = identity(), db.session.get_one(Inspection, inspection_id)
    act, readers = act_page(user, inspection)
    may_change = get_or_none(user, Action.UPDATE, Inspection, inspection_id) is not None
    mine = next((one for one in readers if one.id == user.id), None)
    return render_template(
        "inspections/show.html", act=act, readers=readers, mine=mine, typed=typed, errors=by_field(violations),
        answers=answers_of(user, act), questions=Question, words=words, states=RemarkState, today=user.today,
        span=_default_span(act.kind, act.date), may_change=may_change)


def _done(inspection_id: int, act: Callable[[], Any]) -> Any:
    target = url_for("inspections.show", inspection_id=inspection_id)
    try:
        act()
        keep(target)
        db.session.commit()
    except Violation as violation:
        return _refused(inspection_id, [violation])
    return redirect(target, 303)


def _refused(inspection_id: int, violations: list[Violation]) -> Any:
    db.session.rollback()
    return _show(inspection_id, request.form, violations), 422


def _new(typed: Any, violations: Any = ()) -> Any:
    user = identity()
    kind = _kind(typed.get("kind") or request.args.get("kind")) or InspectionKind.MONTHLY
    first, last = _default_span(kind, user.today)
    return render_template(
        "inspections/new.html", typed=typed, errors=by_field(violations), kinds=InspectionKind, kind=kind, first=first,
        last=last, choices=choices(user, first, last), subject=f"Ведение журналов за {_title(kind, first)}")


def _title(kind: InspectionKind, first: dt.date) -> str:
    if kind is InspectionKind.SEMESTER:
        return f"{1 if first.month > 7 else 2} семестр"
    return f"{MONTH_TITLES[first.month - 1]} {first.year}"


def _default_span(kind: InspectionKind, day: dt.date) -> tuple[dt.date, dt.date]:
    """The semester of the day for the check at its end; the month so far, or the one before it in its first days."""
    semester = semester_of(day) if kind is InspectionKind.SEMESTER else None
    if semester is not None:
        return semester[0], min(semester[1], day)
    if day.day <= 7:
        day = day.replace(day=1) - dt.timedelta(days=1)
    return day.replace(day=1), day


def _kind(text: str | None) -> InspectionKind | None:
    return InspectionKind(text) if text in tuple(InspectionKind) else None


def _day(name: str, optional: bool = False) -> dt.date | None:
    text = request.form.get(name, "").strip()[:10]
    day = read_day(text)
    if day is None and (text or not optional):
        raise Refused([Violation("7.2", "Укажите дату", name)])
    return day
