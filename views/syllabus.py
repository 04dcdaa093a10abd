"""Thematic plans: the list, one plan with its versions, writing it, sending, approving (п. 5.6)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from access.grants import Action
from actions import syllabus_approval as approval
from actions import syllabuses as actions
from actions.syllabuses import Refused, Stale
from documents.csvfile import csv_bytes
from documents.syllabus import syllabus_table
from documents.xlsx import xlsx_bytes
from models import Syllabus, db
from queries.college import current_semester
from queries.syllabus_list import Standing, plan_list
from queries.syllabuses import lines_of, plan_page, topics_of, with_context
from rules.syllabus import SECTION_LENGTH, TopicLine, check_hours
from rules.terms import LessonKind, SyllabusState, TaskKind, WorkKind
from rules.violation import Violation
from views.exported import exported, sent
from views.guards import identity, loaded
from views.pace import counted_export
from views.policy import guard, may
from views.syllabus_form import TypedRow, acted, entries_of, rows_of, typed_rows, with_errors

blueprint = Blueprint("syllabus", __name__, url_prefix="/syllabus")

FORM_BYTES = 2 * 1024 * 1024  # three hundred topics in Russian
FORMATS = {"xlsx": xlsx_bytes, "csv": csv_bytes}


@blueprint.get("/")
@guard(may(Action.READ, Syllabus))
def index() -> Any:
    user, asked = identity(), request.args.get("standing", "")
    standing = Standing(asked) if asked in set(Standing) else None
    plans = plan_list(user, current_semester(user.today))
    return render_template("syllabus/index.html", plans=plans, rows=plans.only(standing), standing=standing,
                           standings=list(Standing))


@blueprint.get("/<int:plan_id>")
@guard(may(Action.READ, Syllabus, "plan_id"))
def show(plan_id: int) -> Any:
    return _page()


@blueprint.post("/<int:plan_id>")
@guard(may(Action.UPDATE, Syllabus, "plan_id"))
def save(plan_id: int) -> Any:
    """Save the whole plan, or press a button that moves a row and saves nothing."""
    request.max_form_memory_size = FORM_BYTES
    form, rows = request.form, typed_rows(request.form)
    if act := form.get("act"):
        rows, look = acted(rows, act)
        return _page(rows, look=look)
    try:
        saved = actions.save_topics(identity(), loaded("plan_id"), entries_of(rows), form.get("stamp", ""),
                                    "drop" in form)
        db.session.commit()
    except Stale as stale:
        db.session.rollback()
        return _page(rows, stale=stale), 409
    except Refused as refused:
        db.session.rollback()
        return _page(with_errors(rows, [(place, one.field or "", str(one)) for place, one in refused.violations])), 422
    except Violation as violation:
        db.session.rollback()
        return _page(rows, refusal=violation), 422
    flash(f"Записано: добавлено тем {saved.added}, изменено {saved.changed}, убрано {saved.removed}."
          if saved.anything else "Изменений не было.", "success")
    return redirect(url_for("syllabus.show", plan_id=plan_id), 303)


@blueprint.post("/<int:plan_id>/submit")
@guard(may(Action.UPDATE, Syllabus, "plan_id"))
def submit(plan_id: int) -> Any:
    return _step(lambda plan, seen: approval.submit(identity(), plan, seen),
                 "План отправлен методисту. Занятия по нему можно записывать уже сейчас.")


@blueprint.post("/<int:plan_id>/approve")
@guard(may(Action.UPDATE, Syllabus, "plan_id"))
def approve(plan_id: int) -> Any:
    return _step(lambda plan, seen: _told(approval.approve(identity(), plan, seen)), "План утверждён.")


@blueprint.post("/<int:plan_id>/return")
@guard(may(Action.UPDATE, Syllabus, "plan_id"))
def give_back(plan_id: int) -> Any:
    return _step(lambda plan, seen: approval.give_back(identity(), plan, request.form.get("remark"), seen),
                 "План возвращён преподавателю.")


@blueprint.post("/<int:plan_id>/delete")
@guard(may(Action.DELETE, Syllabus, "plan_id"))
def remove(plan_id: int) -> Any:
    return _step(lambda plan, seen: actions.delete_plan(identity(), plan), "Версия плана удалена.",
                 url_for("syllabus.index"))


@blueprint.get("/<int:plan_id>/plan.<kind>")
@guard(may(Action.READ, Syllabus, "plan_id"))
@counted_export
def export(plan_id: int, kind: str) -> Any:
    plan = with_context(loaded("plan_id"))
    name = f"{plan.line.title}, версия {plan.version}"
    return exported(_file(kind, name, lines_of(topics_of(plan))), f"{name}.{kind}", plan)


@blueprint.get("/template.<kind>")
@guard(may(Action.READ, Syllabus))
def template(kind: str) -> Any:
    """An empty table with one topic for a sample."""
    sample = TopicLine("Практическая работа № 1. Линейные алгоритмы", 2, LessonKind.PRACTICAL, "Раздел 1",
                       WorkKind.PRACTICAL, 1, "Оформить отчёт", TaskKind.EXERCISE)
    return sent(_file(kind, "тематический план", [sample]), f"тематический план.{kind}")


def _file(kind: str, title: str, lines: list[TopicLine]) -> bytes:
    if kind not in FORMATS:
        abort(404)
    return FORMATS[kind](syllabus_table(title, lines))


def _told(done: approval.InForce) -> None:
    """What approval did to the journals and their lessons."""
    if done.moved.by_place:
        flash(f"Темы сопоставлены по месту: {'; '.join(done.moved.by_place)}.", "warning")
    if done.moved.lost:
        flash(f"Занятия остались без темы плана: {'; '.join(done.moved.lost)}.", "warning")


def _step(act: Any, done: str, back: str = "") -> Any:
    """An act on the plan as the page showed it; ``back``: where to go afterwards, the plan's own page unless told."""
    plan, plan_id = loaded("plan_id"), loaded("plan_id").id
    try:
        act(plan, request.form.get("stamp"))
        db.session.commit()
    except Stale:
        db.session.rollback()
        return _page(refusal=Violation("5.6", "План изменили, пока вы его смотрели. Просмотрите его ещё раз")), 409
    except Violation as violation:
        db.session.rollback()
        return _page(refusal=violation), 422
    flash(done, "success")
    return redirect(back or url_for("syllabus.show", plan_id=plan_id), 303)


def _page(rows: list[TypedRow] | None = None, look: int | None = None, refusal: Violation | None = None,
          stale: Stale | None = None) -> str:
    user, plan = identity(), with_context(loaded("plan_id"))
    compared = request.args.get("compare", type=int)
    page = plan_page(user, plan, compared)
    typed = rows if rows is not None else rows_of(page.lines, [topic.id for topic in topics_of(plan)])
    total = sum(entry.line.hours for entry in entries_of(typed))
    return render_template(
        "syllabus/plan.html", plan=plan, page=page, rows=typed, look=look, refusal=refusal, stale=stale, total=total,
        mine=plan.author_id == user.id, uneven=check_hours(total, page.expected), unsaved=rows is not None,
        states=SyllabusState,
        stamp=stale.stamp if stale else request.form.get("stamp") or page.stamp, section_length=SECTION_LENGTH,
        kinds=LessonKind.choices(), works=WorkKind.choices(), tasks=TaskKind.choices(),
        asks_drop=refusal is not None and refusal.needs == "drop")
