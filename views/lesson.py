"""One lesson on one screen: date, topic, works, homework, the absent; works without scripts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from access.grants import Action
from actions import audit, cells
from actions.lessons import Refused, delete_lesson, record_lesson
from models import Journal, Lesson, db
from queries import lessons
from queries.college import absence_kinds, bells
from rules.violation import Violation
from views.guards import identity, loaded
from views.lesson_form import LessonForm
from views.policy import Policy, guard, may

blueprint = Blueprint("lesson", __name__, url_prefix="/journal/<int:journal_id>/lessons")

NEW = Policy("create lesson", allows=may(Action.CREATE, Lesson).allows, loads=(("journal_id", Journal, Action.READ),))
OPEN = Policy("update lesson", allows=may(Action.UPDATE, Lesson).allows,
              loads=(("journal_id", Journal, Action.READ), ("lesson_id", Lesson, Action.UPDATE)))


@blueprint.get("/new")
@guard(NEW)
def new(journal_id: int) -> Any:
    journal = _recordable()
    day = _day(request.args.get("date")) or identity().today
    pair = request.args.get("pair", type=int) or lessons.next_pair(journal, day)
    topic = lessons.next_topic(journal)
    return _page(journal, None, LessonForm.proposed(day, pair, topic), day)


@blueprint.post("/new")
@guard(NEW)
def create(journal_id: int) -> Any:
    return _save(_recordable(), None)


@blueprint.get("/<int:lesson_id>")
@guard(OPEN)
def edit(journal_id: int, lesson_id: int) -> Any:
    lesson = _lesson(journal_id)
    return _page(loaded("journal_id"), lesson, LessonForm.of(lesson), lesson.date)


@blueprint.post("/<int:lesson_id>")
@guard(OPEN)
def change(journal_id: int, lesson_id: int) -> Any:
    return _save(loaded("journal_id"), _lesson(journal_id))


@blueprint.post("/<int:lesson_id>/delete")
@guard(Policy("delete lesson", allows=may(Action.DELETE, Lesson).allows,
              loads=(("journal_id", Journal, Action.READ), ("lesson_id", Lesson, Action.DELETE))))
def remove(journal_id: int, lesson_id: int) -> Any:
    lesson = _lesson(journal_id)
    try:
        delete_lesson(identity(), loaded("journal_id"), lesson)
    except Violation as violation:
        db.session.rollback()
        flash(str(violation), "error")
        return redirect(url_for("lesson.edit", journal_id=journal_id, lesson_id=lesson_id))
    db.session.commit()
    flash("Занятие удалено. В журнале изменений осталась его копия.", "success")
    return redirect(url_for("journal.show", journal_id=journal_id))


def _recordable() -> Journal:
    journal: Journal = loaded("journal_id")
    if not lessons.may_record(identity(), journal):
        abort(403)
    return journal


def _lesson(journal_id: int) -> Lesson:
    lesson: Lesson = loaded("lesson_id")
    return lesson if lesson.journal_id == journal_id else abort(404)


def _save(journal: Journal, lesson: Lesson | None) -> Any:
    """Record the lesson and the absences in one transaction; a refusal keeps all that was typed."""
    form = LessonForm(request.form)
    if not form.validate():
        return _page(journal, lesson, form, form.date.data or identity().today, 422)
    try:
        recorded = record_lesson(identity(), journal, form.entry(), lesson)
        _save_absences(journal, recorded)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        form.show(refused.violations)
    except Violation as violation:
        db.session.rollback()
        form.show([violation])
    except cells.Stale as stale:
        message = f"Пока форма была открыта, {stale.author} записал(а) пропуск «{stale.value}». Обновите страницу."
        db.session.rollback()
        form.show([Violation("", message)])
    else:
        flash(f"Занятие {recorded.date:%d.%m} записано.", "success")
        return redirect(url_for("journal.show", journal_id=journal.id))
    journal = db.session.merge(journal)
    return _page(journal, lesson, form, form.date.data or identity().today, 422)


def _save_absences(journal: Journal, lesson: Lesson) -> None:
    """Only the absences that differ from what the form showed are written; marks of the cell stay."""
    reason = request.form.get("reason") or None
    for line in lessons.attendance(journal, lesson, lesson.date):
        letter = request.form.get(f"absence_{line.student_id}")
        if letter is None or letter == line.letter or line.closed:
            continue
        version = request.form.get(f"version_{line.student_id}", type=int)
        value = "/".join([*([letter] if letter else []), *(str(mark) for mark in line.marks)])
        cells.save_cell(identity(), journal, lesson, line.student_id,
                        cells.Entry(value, line.version if version is None else version, reason))
        audit.describe(db.session, identity())


def _page(journal: Journal, lesson: Lesson | None, form: LessonForm, day: dt.date, status: int = 200) -> Any:
    return render_template(
        "journal/lesson.html", journal=journal, lesson=lesson, form=form, kinds=absence_kinds(), bells=bells(),
        students=lessons.attendance(journal, lesson, day), typed=_typed_absences()), status


def _typed_absences() -> dict[int, str]:
    prefix = "absence_"
    return {int(name.removeprefix(prefix)): value for name, value in request.form.items()
            if name.startswith(prefix) and name.removeprefix(prefix).isdigit()}


def _day(text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return abort(400)
