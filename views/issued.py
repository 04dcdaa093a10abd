"""Numbered documents: what may be issued, the issued ones, printing again with the rights asked anew (п. 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from access.grants import Action
from access.scopes import OFFICE
from documents.forms.layouts import TABLES, form_xlsx
from jobs import group_journals, issuing
from models import IssuedDocument, db
from queries import documents
from queries.file_contents import content_of
from queries.forms.offered import questions
from queries.forms.registry import FORMS, Form
from queries.reports.ask import study_years
from rules.documents import shown_code
from rules.report_periods import PeriodKind, choices
from rules.violation import Violation
from views.exported import exported
from views.guards import identity, loaded
from views.once import APART, keep, once
from views.ordered import ordered
from views.pace import counted_export
from views.policy import guard, may, roles

blueprint = Blueprint("issued", __name__, url_prefix="/documents")

RECORDS = ("group", "teacher", "student", "journal", "inspection")


@blueprint.get("/")
@guard(may(Action.READ, IssuedDocument))
def index() -> Any:
    page = request.args.get("page", 0, type=int)
    if not 0 <= page < 10_000:
        abort(400)
    lines, more = documents.issued(identity(), page)
    forms = [form for form in FORMS.values() if form.opens_to(identity())]
    years = choices((PeriodKind.YEAR,), study_years(), identity().today) if identity().has(*OFFICE) else []
    return render_template("issued/index.html", forms=forms, lines=lines, more=more, page=page, years=years)


@blueprint.post("/sets")
@guard(roles(*OFFICE))
@once
def order_set() -> Any:
    """«Журналы всех групп за год», of one course or of all, in the background."""
    course = request.form.get("course", "")
    if course not in ("", *map(str, range(1, 7))):
        abort(400)
    arguments = {"period": request.form.get("period", ""), **({"course": int(course)} if course else {})}
    try:
        title = group_journals.set_title(group_journals.year_of(arguments), int(course) if course else None)
        return ordered(group_journals.CODE, title, arguments)
    except Violation as refusal:
        flash(str(refusal), "error")
        return redirect(url_for("issued.index"), 303)


@blueprint.get("/new/<code>")
@guard(may(Action.CREATE, IssuedDocument))
def new(code: str) -> Any:
    return _page(_form(code), request.args)


@blueprint.post("/new/<code>")
@guard(may(Action.CREATE, IssuedDocument))
@once
def issue(code: str) -> Any:
    form, user = _form(code), identity()
    asked = _asked(form, request.form)
    if any(name not in asked for name in form.asks):
        return _page(form, request.form, "Выберите всё, что отмечено звёздочкой"), 422
    try:
        target = url_for("issued.show", document_id=issuing.issue(user, form, asked))
        keep(target)
        db.session.commit()
    except Violation as refusal:
        return _page(form, request.form, str(refusal)), 422
    return redirect(target, 303)


@blueprint.get("/new/<code>/table.xlsx")
@guard(may(Action.CREATE, IssuedDocument))
@counted_export
def table(code: str) -> Any:
    """The same data for a spreadsheet: it bears no number."""
    form = _form(code)
    data = form.query(identity(), _asked(form, request.args)) if code in TABLES else None
    if data is None:
        abort(404)
    return exported(form_xlsx(code, data), f"{form.title}.xlsx", IssuedDocument, {"title": form.title})


@blueprint.get("/<int:document_id>")
@guard(may(Action.READ, IssuedDocument, "document_id"))
def show(document_id: int) -> Any:
    line = documents.issued_line(identity(), document_id)
    return render_template("issued/show.html", line=line, code=shown_code(line.code))


@blueprint.get("/<int:document_id>/file.pdf")
@guard(may(Action.READ, IssuedDocument, "document_id"))
@counted_export
def paper(document_id: int) -> Any:
    """The bytes that were issued, to whoever may have the form today."""
    document = loaded("document_id")
    content = content_of(document.sha256)
    if content is None or not _permits(document):
        abort(404)
    return exported(content, f"{document.title} {document.designation}.pdf", document)


def _permits(document: IssuedDocument) -> bool:
    try:
        return issuing.still_permits(identity(), document.kind, document.arguments)
    except Violation:  # it could not be issued today, but was: the student has left meanwhile
        return True


def _form(code: str) -> Form:
    """A form that is not there is 404, one closed to the user's roles 403."""
    found = FORMS.get(code) or abort(404)
    return found if found.opens_to(identity()) else abort(403)


def _asked(form: Form, values: Mapping[str, str]) -> dict[str, Any]:
    """What was chosen and said, ids as numbers; a broken id is 404 like another's."""
    said = {name: values[name].strip() for name in (*form.asks, *form.may) if values.get(name, "").strip()}
    if any(not (said[name].isascii() and said[name].isdecimal() and len(said[name]) < 10)
           for name in RECORDS if name in said):
        abort(404)
    return {name: int(value) if name in RECORDS else value for name, value in said.items()}


def _page(form: Form, values: Mapping[str, str], refusal: str = "") -> str:
    return render_template("issued/new.html", form=form, asks=questions(identity(), form, values), refusal=refusal,
                           values={name: value for name, value in values.items() if name not in APART and value},
                           tabular=form.code in TABLES)
