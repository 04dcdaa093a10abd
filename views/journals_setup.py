"""Journals of a group's semester on one page: who teaches what, one button (Пр. 10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from access.check import get_or_none
from access.grants import Action
from actions.journals import Assignment, journals_by_line, make_journals, semester_lines
from models import Group, Journal, Semester, db
from queries import journal_setup
from queries.college import current_semester
from queries.journal_setup import SetupLine
from rules.violation import Violation
from views.guards import identity
from views.policy import guard, may

blueprint = Blueprint("journals_setup", __name__, url_prefix="/journals")


@dataclass(frozen=True)
class Page:
    """What the page shows; ``refusal`` says why there is nothing to show or why nothing was made."""

    group: Group | None
    semester: Semester | None
    lines: tuple[SetupLine, ...] = ()
    refusal: Violation | None = None


@blueprint.get("/setup")
@guard(may(Action.CREATE, Journal))
def setup() -> Any:
    return _render(_page())


@blueprint.post("/setup")
@guard(may(Action.CREATE, Journal))
def create() -> Any:
    page = _page()
    if page.group is None or page.semester is None:
        abort(400)
    group_id, semester_id = page.group.id, page.semester.id
    try:
        if page.refusal is not None:
            raise page.refusal
        made = make_journals(identity(), page.group, page.semester, _assignments(page.lines))
        db.session.commit()
    except Violation as violation:
        db.session.rollback()
        return _render(_page(violation)), 422
    flash(f"Создано журналов: {len(made.created)}.", "success")
    return redirect(url_for("journals_setup.setup", group=group_id, semester=semester_id))


def _page(refusal: Violation | None = None) -> Page:
    group, semester = _asked("group", Group), _asked("semester", Semester)
    semester = semester or current_semester(identity().today)
    if group is None or semester is None:
        return Page(group, semester, refusal=refusal)
    try:
        lines = [(line, journal_setup.planned_hours(line)) for line in semester_lines(group, semester)]
    except Violation as violation:
        return Page(group, semester, refusal=violation)
    rows = journal_setup.setup_lines(lines, journals_by_line(group, semester), journal_setup.subgroups_of(group))
    return Page(group, semester, tuple(rows), refusal)


def _asked(name: str, model: type[Any]) -> Any:
    """The row named in the address: junk is 400, another's is 404."""
    text = request.args.get(name)
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        abort(400)
    return get_or_none(identity(), Action.READ, model, int(text)) or abort(404)


def _assignments(lines: tuple[SetupLine, ...]) -> list[Assignment]:
    """Teachers chosen line by line; «один на всё» fills the lines left empty."""
    everywhere, found = _teacher("teacher"), list[Assignment]()
    for line in lines:
        parts = {slot: teacher for slot in line.parts if (teacher := _teacher(slot.name))}
        whole = _teacher(line.whole.name) if line.whole else None
        if (parts and whole) or len({slot.split for slot in parts}) > 1:
            raise Violation("5.4", f"«{line.title}»: выберите преподавателя для всей группы или для подгрупп одного "
                                   "деления", "teacher")
        found += [Assignment(slot.line_id, teacher, slot.subgroup_id) for slot, teacher in parts.items()]
        if line.whole and not parts and (teacher := whole or everywhere):
            found.append(Assignment(line.whole.line_id, teacher))
    if not found:
        raise Violation("5.4", "Выберите преподавателя хотя бы для одной строки", "teacher")
    return found


def _teacher(name: str) -> int | None:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= 9 else None


def _render(page: Page) -> str:
    user = identity()
    return render_template(
        "journal/setup.html", page=page, groups=journal_setup.groups(user), semesters=journal_setup.semesters(),
        teachers=journal_setup.teachers(user), typed=request.form)
