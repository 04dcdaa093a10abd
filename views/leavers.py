"""Data of those who left: found, looked through, erased by an act (152-ФЗ; order 9)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from access.check import allows
from access.grants import CREATE, READ
from actions.leavers import erase
from clock import wall_now
from documents.erasure_act import ActSheet, act_pdf
from models import Erasure, Student, db
from queries import leavers
from queries.college import college
from queries.students import states
from rules.leavers import check_confirmation
from rules.violation import Violation
from views.exported import exported
from views.guards import identity, loaded
from views.pace import counted_export
from views.policy import Policy, guard, may
from views.refusals import by_field
from views.view_log import viewed

blueprint = Blueprint("leavers", __name__, url_prefix="/leavers")

OF_STUDENT = Policy("create erasure of a student", allows=lambda user: allows(user, CREATE, Erasure),
                    loads=(("student_id", Student, READ),))


@blueprint.get("/")
@guard(may(READ, Erasure))
def index() -> Any:
    user, text = identity(), request.args.get("q", "")[:80]
    return render_template("leavers/index.html", found=leavers.find(user, text), text=text, acts=leavers.acts(user),
                           may_erase=allows(user, CREATE, Erasure))


@blueprint.get("/<int:student_id>")
@guard(OF_STUDENT)
def look(student_id: int) -> Any:
    viewed(student_id, "уничтожение данных")
    return _look(loaded("student_id"))


@blueprint.post("/<int:student_id>")
@guard(OF_STUDENT)
def confirm(student_id: int) -> Any:
    student: Student = loaded("student_id")
    try:
        if unsure := check_confirmation(request.form.get("surname", ""), student.last_name):
            raise unsure
        act = erase(identity(), student, request.form.get("basis", ""), wall_now())
        db.session.commit()
    except Violation as violation:
        db.session.rollback()
        return _look(loaded("student_id"), violation), 422
    flash(f"Данные уничтожены. {act}: распечатайте и подпишите.", "success")
    return redirect(url_for("leavers.index"), 303)


@blueprint.get("/acts/<int:act_id>.pdf")
@guard(may(READ, Erasure, "act_id"))
@counted_export
def act(act_id: int) -> Any:
    row, named = loaded("act_id"), college()
    sheet = ActSheet(
        named.title if named else "", (named.city or "") if named else "", (named.director_name or "") if named else "",
        row.number, row.at.astimezone(identity().now.tzinfo).date(), row.student.full_name,
        states([row.student_id]).get(row.student_id, ""), row.basis, [(title, number) for title, number in row.erased],
        [(title, number, term) for title, number, term in row.kept], row.user.short_name,
        (row.user.position or "технический специалист").capitalize())
    return exported(act_pdf(sheet), f"Акт {row.number} об уничтожении данных.pdf", row)


def _look(student: Student, refused: Violation | None = None) -> str:
    today = identity().today
    return render_template("leavers/confirm.html", student=student, state=states([student.id]).get(student.id, ""),
                           refusal=leavers.refusal(student, today), found=leavers.erasable(student, today),
                           typed=request.form, errors=by_field([refused] if refused else None))
