"""«Загрузка данных»: what was loaded, what may be, and a file on its way in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from access.grants import Action
from actions.imports import FileIn, drafted
from actions.intake.refusal import ImportRefused
from importers.recognised import recognise
from jobs import importing
from jobs.import_kinds import intakes, intakes_of
from jobs.intake import Intake, template_xlsx
from models import ImportBatch, db
from queries.imports import batches
from rules.terms import ImportState
from rules.violation import Violation
from views.exported import sent
from views.guards import identity
from views.import_form import asked, chosen
from views.once import keep, once
from views.policy import guard, may, with_files
from views.refusals import by_field
from views.uploads import uploads

blueprint = Blueprint("imports", __name__, url_prefix="/imports")


@blueprint.get("/")
@guard(may(Action.READ, ImportBatch))
def index() -> Any:
    user, page = identity(), max(request.args.get("page", 0, type=int), 0)
    lines, more = batches(user, page)
    return render_template("imports/index.html", intakes=intakes_of(user), lines=lines, page=page, more=more,
                           titles={slug: intake.title for slug, intake in intakes().items()}, draft=ImportState.DRAFT)


@blueprint.get("/new/<slug>")
@guard(may(Action.CREATE, ImportBatch))
def start(slug: str) -> Any:
    return _form(_own(slug), {})


@blueprint.post("/new/<slug>")
@guard(with_files(may(Action.CREATE, ImportBatch)))
@once
def upload(slug: str) -> Any:
    """Recognise the file, look what it would change, keep both as a draft."""
    intake, user = _own(slug), identity()
    try:
        files = uploads("file")
        if not files:
            raise Violation("", "Выберите файл", "file")
        choice = chosen(user, intake, request.form)
        name, data = files[0]
        seen = recognise(data, tuple(field.heading for field in intake.template), intake.limits)
    except Violation as violation:
        return _form(intake, request.form, by_field([violation])), 422
    except ImportRefused as refused:
        return _form(intake, request.form, {"file": list(map(str, refused.refusals))}), 422
    file = FileIn(intake.kind, intake.slug, name, data)
    preview = importing.preview(user, file, choice)
    target = url_for("imports.show", batch_id=drafted(user, file, asdict(seen), choice, preview).id)
    keep(target)
    db.session.commit()
    return redirect(target, 303)


@blueprint.get("/template/<slug>.xlsx")
@guard(may(Action.CREATE, ImportBatch))
def template(slug: str) -> Any:
    intake = _own(slug)
    if not intake.template:
        abort(404)
    return sent(template_xlsx(intake), f"Образец — {intake.title}.xlsx")


def _own(slug: str) -> Intake:
    """The kind, when the user's files may bring it in here."""
    return next((intake for intake in intakes_of(identity()) if intake.slug == slug and intake.page is None),
                None) or abort(404)


def _form(intake: Intake, typed: Mapping[str, str], errors: dict[str, list[str]] | None = None) -> str:
    update = typed.get("update") == "1" if typed else True
    return render_template("imports/start.html", intake=intake, asked=asked(identity(), intake, typed), update=update,
                           errors=errors or {})
