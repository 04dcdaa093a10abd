"""One lesson on one screen: date, topic, works, homework, the absent; works without scripts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from access.grants import Action
from access.scopes import teaches
from actions import idempotency
from actions.lesson_register import record_whole
from actions.lessons import delete_lesson
from actions.refusals import Refused
from clock import wall_now
from models import Journal, Lesson, db
from queries import journal as journals
from queries import lessons
from queries.lesson_page import LessonPage, lesson_page
from queries.lesson_sheet import sheet as stored_sheet
from queries.lesson_twins import pattern
from queries.substitutions import assignments
from rules.violation import Violation
from views.asked import asked_day
from views.guards import identity, loaded
from views.lesson_form import LessonForm
from views.lesson_sheet import TypedSheet
from views.lesson_start import form_of, page_data, proposed
from views.lesson_steps import make_step
from views.policy import Policy, guard, may

blueprint = Blueprint("lesson", __name__, url_prefix="/journal/<int:journal_id>/lessons")

AROUND = {"journal_id": journals.CONTEXT}
NEW = Policy("create lesson", allows=may(Action.CREATE, Lesson).allows, around=AROUND,
             loads=(("journal_id", Journal, Action.READ),))
OPEN = Policy("update lesson", allows=may(Action.UPDATE, Lesson).allows, around=AROUND,
              loads=(("journal_id", Journal, Action.READ), ("lesson_id", Lesson, Action.UPDATE)))


@blueprint.get("/new")
@guard(NEW)
def new(journal_id: int) -> Any:
    journal = _recordable()
    day, pair = asked_day("date"), request.args.get("pair", type=int)
    known = lessons.lesson_at(identity(), journal, day, pair) if day and pair is not None else None
    if known is not None:
        return redirect(url_for("lesson.edit", journal_id=journal_id, lesson_id=known))
    page = lesson_page(identity(), journal, None, *_place(journal, day, pair))
    like = pattern(identity(), journal, request.args.get("like", 0, type=int))
    return _show(page, proposed(page, like), TypedSheet())


@blueprint.post("/new")
@guard(NEW)
def create(journal_id: int) -> Any:
    return _save(_recordable(), None)


@blueprint.get("/<int:lesson_id>")
@guard(OPEN)
def edit(journal_id: int, lesson_id: int) -> Any:
    lesson = _lesson(journal_id)
    page = lesson_page(identity(), loaded("journal_id"), lesson, lesson.date, lesson.pair)
    return _show(page, form_of(lesson), TypedSheet())


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


def _place(journal: Journal, day: dt.date | None, pair: int | None) -> tuple[dt.date, int | None]:
    """The day and pair asked for, else the next ones without a record; a substitute's are those given to him."""
    user = identity()
    if not teaches(user, journal):
        mine = [one for one in assignments(user, journal) if day in (None, one.date) and pair in (None, one.pair)]
        if mine:
            return mine[0].date, mine[0].pair
    day = day or user.today
    return day, lessons.next_pair(journal, day) if pair is None else pair


def _save(journal: Journal, lesson: Lesson | None) -> Any:
    """Record the lesson and its cells in one transaction; a refusal keeps all that was typed."""
    form, sheet = LessonForm(request.form), TypedSheet.read(request.form)
    stored = _answered()
    if stored is not None:
        return jsonify(stored)
    if request.form.get("step"):
        page = _page_of(form, journal, lesson)
        make_step(request.form["step"], form, sheet, page)
        return _show(page, form, sheet)
    refusals: list[Violation] = []
    if form.validate():
        try:
            recorded = record_whole(identity(), journal, form.entry(), lesson, sheet.entries(), form.marks_for())
            body = _answer(journal, recorded)
            if request.form.get("key"):
                idempotency.remember(identity(), request.form["key"][:64], _fingerprint(), body, wall_now())
            journal_id, day = journal.id, recorded.date  # the commit makes the rows forget them
            db.session.commit()
            return _saved(journal_id, day, body, created=lesson is None)
        except Refused as refused:
            db.session.rollback()
            refusals = refused.violations
        except IntegrityError:  # the same pair recorded at the same moment, perhaps by this very request
            db.session.rollback()
            stored = _answered()
            if stored:
                return jsonify(stored)
            refusals = [Violation("6.1", "Это занятие только что записали: откройте его из журнала", "pair")]
    form.show(sheet.show(refusals))
    lesson_id = lesson.id if lesson is not None else None
    journal = db.session.get_one(Journal, journal.id, options=journals.CONTEXT)
    page = _page_of(form, journal, db.session.get(Lesson, lesson_id) if lesson_id is not None else None)
    form.form_errors.extend(sheet.beside({line.student_id for line in page.lines if line.closed is None}))
    return _refused(form, sheet) if _wants_json() else _show(page, form, sheet, 422)


def _page_of(form: LessonForm, journal: Journal, lesson: Lesson | None) -> LessonPage:
    """The page around what is typed: on the typed day, at the typed pair."""
    return lesson_page(identity(), journal, lesson, form.date.data or identity().today, form.pair.data)


def _answered() -> dict[str, Any] | None:
    """The stored answer when the same form comes again under its key: a lost answer is asked for twice."""
    key = request.form.get("key")
    return idempotency.replay(identity(), key[:64], _fingerprint()) if key else None


def _fingerprint() -> str:
    typed = sorted((name, value) for name, value in request.form.items() if name not in ("csrf_token", "key"))
    return idempotency.body_hash(request.path, typed)


def _answer(journal: Journal, lesson: Lesson) -> dict[str, Any]:
    """What scripts need to go on: the record's address and the versions of its cells."""
    if not _wants_json():
        return {}
    versions = {str(line.student_id): line.version for line in stored_sheet(journal, lesson, lesson.date)}
    return {"id": lesson.id, "url": url_for("lesson.edit", journal_id=journal.id, lesson_id=lesson.id),
            "versions": versions, "saved_at": identity().now.isoformat(timespec="seconds")}


def _saved(journal_id: int, day: dt.date, body: dict[str, Any], created: bool) -> Any:
    if body:
        return jsonify(body), 201 if created else 200
    flash(f"Занятие {day:%d.%m} записано.", "success")
    month = f"{day:%Y-%m}" if day.replace(day=1) != identity().today.replace(day=1) else None
    return redirect(url_for("journal.show", journal_id=journal_id, month=month))


def _refused(form: LessonForm, sheet: TypedSheet) -> Any:
    """All refusals by their fields; the first one in words for the line of the page."""
    fields = {name: form[name].errors for name in form.data if form[name].errors and name not in ("works", "tasks")}
    rows = {field.id: field.errors for part in (form.works, form.tasks) for row in part.entries
            for field in row.form if field.errors}
    cells = {f"cell_{student_id}": said for student_id, said in sheet.errors.items()}
    said = [*form.form_errors, *(text for found in (fields, rows, cells) for texts in found.values() for text in texts)]
    return jsonify({"message": said[0] if said else "Не записано", "errors": {**fields, **rows, **cells}}), 422


def _show(page: LessonPage, form: LessonForm, sheet: TypedSheet, status: int = 200) -> Any:
    form.offer(page)
    return render_template(
        "journal/lesson.html", page=page, form=form, sheet=sheet, journal=page.journal, lesson=page.lesson,
        me_id=identity().id, results_until=page.day + dt.timedelta(days=page.timing.norms.results_days),
        data=page_data(page, identity())), status


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
