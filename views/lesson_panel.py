"""The panel of a lesson beside the grid, loaded by itself: the grid does not wait for it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from access.grants import Action
from models import Journal
from queries.journal import CONTEXT
from queries.lesson_panel import Chosen, chosen_lesson, panel, read_lesson
from rules.terms import LessonKind
from views.asked import asked_day
from views.guards import identity, loaded
from views.lesson_start import form_of, proposed
from views.policy import guard, may

blueprint = Blueprint("lesson_panel", __name__, url_prefix="/journal/<int:journal_id>/panel")

USUAL = (LessonKind.COMBINED, LessonKind.LECTURE, LessonKind.PRACTICAL, LessonKind.LABORATORY, LessonKind.SEMINAR,
         LessonKind.CONTROL)


@blueprint.get("/")
@guard(may(Action.READ, Journal, "journal_id", *CONTEXT))
def show(journal_id: int) -> Any:
    """``?lesson=5``, ``?date=2023-11-20&pair=3``, or nothing for today's lesson."""
    journal = loaded("journal_id")
    chosen = _chosen(journal)
    if chosen is None:
        return render_template("journal/lesson_panel_empty.html", journal=journal)
    found = panel(identity(), journal, chosen)
    form = form_of(chosen.lesson) if chosen.lesson is not None else proposed(found.page)
    form.offer(found.page)
    return render_template("journal/lesson_panel.html", panel=found, page=found.page, form=form, journal=journal,
                           lesson=chosen.lesson, usual=USUAL)


def _chosen(journal: Journal) -> Chosen | None:
    lesson_id = request.args.get("lesson", type=int)
    if lesson_id is not None:
        lesson = read_lesson(identity(), journal, lesson_id)
        return Chosen(lesson, lesson.date, lesson.pair) if lesson is not None else abort(404)
    day = asked_day("date")
    return Chosen(None, day, request.args.get("pair", type=int)) if day else chosen_lesson(identity(), journal)
