"""A programme of practice on one page: entered, changed, copied from another year (Пр. 12)."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from access.check import allows, get_or_none
from access.grants import Action
from actions.practice import ProgrammeEntry, save_programme
from actions.practice_copy import copied
from actions.refusals import Refused
from models import Journal, PracticeProgramme, db
from queries import practice_programme as page
from queries.journal_setup import teachers
from queries.roster import RosterLine, roster
from rules.practice import needs_place
from rules.terms import PracticeKind
from views.guards import identity
from views.policy import Policy, guard
from views.practice import blueprint, one_practice
from views.practice_form import ProgrammeForm, entry_of

ENTER = Policy("create practice_programme", allows=lambda user: allows(user, Action.CREATE, PracticeProgramme),
               loads=(("journal_id", Journal, Action.READ),))


@blueprint.get("/<int:journal_id>/programme")
@guard(ENTER)
def programme(journal_id: int) -> Any:
    journal, stored = one_practice()
    lines, places = roster(journal, journal.semester), page.places(stored)
    entry = entry_of(stored, places) if stored is not None else None
    days = page.scheduled_days(journal) if stored is None else None
    defaults = {"supervisor_id": journal.teacher_id, "starts": days and days.starts, "ends": days and days.ends}
    form = ProgrammeForm.of(entry, page.on_days(lines, stored), _supervisors(stored),
                            stored.row_version if stored else 0, defaults)
    return _render(journal, stored, form, lines)


@blueprint.post("/<int:journal_id>/programme")
@guard(ENTER)
def save(journal_id: int) -> Any:
    journal, stored = one_practice()
    form = ProgrammeForm(request.form).offering(_supervisors(stored))
    assigned = form.assign() if request.form.get("act") == "assign" else 0
    if not form.validate():
        form.show(())
        return _render(journal, stored, form), 422
    if form.version.data != str(stored.row_version if stored else 0):
        form.form_errors.append("Программу уже изменили в другом окне. Откройте её заново и сравните: "
                                "введённое здесь не записано")
        return _render(journal, stored, form), 409
    return _saved(form, form.entry(), f"Места назначены: {assigned}." if assigned else "Программа сохранена.")


@blueprint.post("/<int:journal_id>/programme/copy")
@guard(ENTER)
def copy(journal_id: int) -> Any:
    """One press: the chosen programme becomes this group's; a refusal opens the page filled with it."""
    journal, stored = one_practice()
    source = get_or_none(identity(), Action.READ, PracticeProgramme, request.form.get("source", 0, type=int))
    if source is None or stored is not None:
        abort(404)
    entry = copied(identity(), journal, source)
    form = ProgrammeForm.of(entry, roster(journal, journal.semester), _supervisors(None))
    return _saved(form, entry, "Программа скопирована. Проверьте даты, внесите приказ и места студентов.")


def _saved(form: ProgrammeForm, entry: ProgrammeEntry, done: str) -> Any:
    journal, stored = one_practice()
    try:
        save_programme(identity(), journal, entry, stored)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        form.show(refused.violations)
        return _render(*one_practice(), form), 422
    flash(done, "success")
    return redirect(url_for("practice.programme", journal_id=journal.id))


def _supervisors(stored: PracticeProgramme | None) -> list[tuple[int, str]]:
    offered = teachers(identity())
    if stored is not None and stored.supervisor_id not in dict(offered):
        offered.append((stored.supervisor_id, stored.supervisor.full_name))
    return offered


def _render(journal: Journal, stored: PracticeProgramme | None, form: ProgrammeForm,
            lines: list[RosterLine] | None = None) -> Any:
    lines = roster(journal, journal.semester) if lines is None else lines
    practice = journal.line.practice
    return render_template(
        "practice/programme.html", journal=journal, programme=stored, form=form, bases=page.bases(identity()),
        names={str(line.student_id): line.name for line in lines},
        needs_place=practice is not None and needs_place(PracticeKind(practice.kind)),
        kind=PracticeKind(practice.kind).title if practice is not None else "",
        sources=page.sources(identity(), journal) if stored is None else [])
