"""«Накопляемость»: marks against the number of п. 6.4 by journal and student, and the works held."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from queries.accumulation import READERS, Accumulation, JournalLine, accumulation, journal_of
from rules.pace import Outlook
from rules.terms import WorkKind
from views.guards import identity
from views.policy import guard, roles

blueprint = Blueprint("accumulation", __name__, url_prefix="/control/accumulation")

PAGE = 50
SHORT = {WorkKind.CONTROL: "К", WorkKind.CHECK: "Пр", WorkKind.LABORATORY: "Л", WorkKind.PRACTICAL: "П"}


@blueprint.get("/")
@guard(roles(*READERS))
def index() -> Any:
    found = accumulation(identity())
    groups, teachers = _choices(found)
    group, teacher = _chosen("group", groups), _chosen("teacher", teachers)
    lines = [line for line in found.lines if group in (None, line.book.group_id)
             and teacher in (None, line.book.teacher_id)
             and (line.will_miss or not request.args.get("missing"))]
    page = request.args.get("page", 0, type=int)
    if page < 0 or page * PAGE > max(len(lines), 1):
        abort(404)
    return render_template(
        "control/accumulation.html", found=found, lines=lines[page * PAGE:(page + 1) * PAGE], page=page, size=PAGE,
        total=len(lines), groups=groups, teachers=teachers, group=group, teacher=teacher, short=SHORT,
        missing=bool(request.args.get("missing")), will_miss=_total(lines))


@blueprint.get("/<int:journal_id>")
@guard(roles(*READERS))
def show(journal_id: int) -> Any:
    """The query finds the journal among the user's own."""
    line = journal_of(identity(), journal_id) or abort(404)
    return render_template("control/accumulation_journal.html", line=line, outlooks=Outlook)


def _total(lines: list[JournalLine]) -> int:
    return sum(line.will_miss for line in lines)


def _choices(found: Accumulation) -> tuple[dict[int, str], dict[int, str]]:
    """Groups and teachers of the journals on the page, in the order of names."""
    groups = {line.book.group_id: line.book.whose.split(",")[0] for line in found.lines}
    teachers = {line.book.teacher_id: line.book.teacher for line in found.lines}
    return (dict(sorted(groups.items(), key=lambda pair: pair[1])),
            dict(sorted(teachers.items(), key=lambda pair: pair[1])))


def _chosen(name: str, known: dict[int, str]) -> int | None:
    text = request.args.get(name, "")
    if not text:
        return None
    id = int(text) if text.isdecimal() and len(text) < 10 else 0
    return id if id in known else abort(404)
