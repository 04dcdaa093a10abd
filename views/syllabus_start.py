"""The plan of a journal: open it, begin a version from nothing, from another plan or from a file (п. 5.6)."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from access.check import get_or_none
from access.grants import Action
from access.scopes import teaches
from actions import syllabuses as actions
from actions.imports import FileIn, imported
from actions.intake.refusal import ImportRefused
from actions.syllabus_intake import load_topics
from importers.syllabus import read_syllabus
from models import Journal, Syllabus, db
from queries.journal import CONTEXT
from queries.syllabus_list import sources
from queries.syllabuses import open_plan, readable_plan
from rules.syllabus import COLUMNS
from rules.terms import ImportKind
from views.guards import identity, loaded
from views.policy import guard, may, with_files
from views.syllabus import blueprint
from views.uploads import NotTaken, uploads


@blueprint.get("/journal/<int:journal_id>")
@guard(may(Action.READ, Journal, "journal_id", *CONTEXT))
def of_journal(journal_id: int) -> Any:
    """The plan the journal goes by; where there is none, how to begin one."""
    journal = loaded("journal_id")
    mine = teaches(identity(), journal)
    if "new" not in request.args or not mine:
        written = open_plan(journal.teacher_id, journal.curriculum_line_id) if mine else None
        plan = written or readable_plan(identity(), journal)
        if plan is not None:
            return redirect(url_for("syllabus.show", plan_id=plan.id))
    return _start(journal)


@blueprint.post("/journal/<int:journal_id>")
@guard(with_files(may(Action.CREATE, Syllabus)))
def begin(journal_id: int) -> Any:
    """A new version: the file when there is one, else a copy of the chosen plan, else empty."""
    journal = get_or_none(identity(), Action.READ, Journal, journal_id) or abort(404)
    try:
        plan_id = _begin(journal)
        db.session.commit()
    except ImportRefused as refused:
        db.session.rollback()
        return _start(journal, [str(one) for one in refused.refusals[:50]]), 422
    except NotTaken as refused:
        db.session.rollback()
        return _start(journal, [str(refused)]), 422
    return redirect(url_for("syllabus.show", plan_id=plan_id), 303)


def _begin(journal: Journal) -> int:
    user = identity()
    files = uploads("file")
    if files:
        name, data = files[0]
        _, report = imported(user, FileIn(ImportKind.SYLLABUS, "syllabus", name, data),
                             lambda: load_topics(user, journal, read_syllabus(data)))
        flash(f"Из файла: новых тем {report.created}, изменено {report.changed}, без изменений {report.same}.",
              "success")
        for words in report.warnings:
            flash(words, "warning")
        return report.id or abort(404)
    chosen = request.form.get("source", type=int)
    source = get_or_none(user, Action.READ, Syllabus, chosen) if chosen else None
    if chosen and source is None:
        abort(404)
    return actions.start_plan(user, journal, source).id


def _start(journal: Journal, refusals: list[str] | None = None) -> str:
    user = identity()
    mine = teaches(user, journal)
    return render_template("syllabus/start.html", journal=journal, mine=mine, refusals=refusals,
                           sources=sources(user, journal) if mine else [], columns=list(COLUMNS))
