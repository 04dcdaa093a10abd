"""«Архив»: the archives of years, made and checked in the background, downloaded; years taken back (п. 7.5)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from access.check import allows
from access.grants import CREATE, READ
from actions import audit
from actions.archives import require_archivable, take_back
from jobs.archive_tasks import CHECK, MAKE
from models import AcademicYear, JobRun, ReopeningGrant, db
from operations.archive_folder import find, zipped
from queries.archive_states import years
from rules.violation import Violation
from views.exported import note
from views.guards import identity, loaded, settings
from views.ordered import ordered
from views.pace import counted_export
from views.policy import Policy, guard, may, recently

blueprint = Blueprint("archive", __name__, url_prefix="/archive")


def _of_year(action: Any, entity: Any) -> Policy:
    """A right to the archive, asked about one year."""
    return Policy(f"{action.value} archive", allows=lambda user: allows(user, action, entity),
                  loads=(("year_id", AcademicYear, READ),))


@blueprint.get("/")
@guard(may(READ, JobRun))
def index() -> Any:
    return _index()


@blueprint.post("/<int:year_id>/create")
@guard(_of_year(CREATE, JobRun))
def create(year_id: int) -> Any:
    year: AcademicYear = loaded("year_id")
    try:
        require_archivable(identity(), year)
        return ordered(MAKE, f"Архив {year}", {"year": year.year})
    except Violation as refusal:
        return _refused(refusal)


@blueprint.post("/<int:year_id>/check")
@guard(_of_year(CREATE, JobRun))
def check(year_id: int) -> Any:
    year: AcademicYear = loaded("year_id")
    if year.archive_sha256 is None:
        abort(404)
    try:
        return ordered(CHECK, f"Проверка архива {year}", {"manifest": year.archive_sha256})
    except Violation as refusal:
        return _refused(refusal)


@blueprint.get("/<int:year_id>/download")
@guard(recently(_of_year(READ, JobRun)))
@counted_export
def download(year_id: int) -> Any:
    """The folder as a zip, written down in the journal of changes before the first byte."""
    year: AcademicYear = loaded("year_id")
    folder, title = find(settings().archives, year.archive_sha256), str(year)
    if folder is None:
        abort(404)
    note(year, {"format": "zip", "manifest": year.archive_sha256})
    return Response(zipped(folder), mimetype="application/zip",
                    headers={"Content-Disposition": f'attachment; filename="journal-{title}.zip"'})


@blueprint.post("/<int:year_id>/return")
@guard(_of_year(CREATE, ReopeningGrant))
def give_back(year_id: int) -> Any:
    year: AcademicYear = loaded("year_id")
    reason = " ".join(request.form.get("reason", "").split())
    try:
        audit.describe(db.session, identity(), reason)
        take_back(year, reason)
        db.session.commit()
    except Violation as refusal:
        return _refused(refusal, {year_id: reason})
    flash("Год возвращён из архива. Семестры остаются закрытыми: запись открывают по просьбе преподавателя.", "success")
    return redirect(url_for("archive.index"), 303)


def _refused(refusal: Violation, typed: dict[int, str] | None = None) -> Any:
    db.session.rollback()
    return _index(refusal, typed), 422


def _index(refusal: Violation | None = None, typed: dict[int, str] | None = None) -> Any:
    user, folder = identity(), settings().archives
    lines = years(user)
    return render_template(
        "archive/index.html", lines=lines, refusal=refusal, typed=typed or {}, folder=folder,
        kept={line.id for line in lines if find(folder, line.manifest) is not None},
        may_make=allows(user, CREATE, JobRun), may_return=allows(user, CREATE, ReopeningGrant))
