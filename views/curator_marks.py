"""The own group's marks, read only: by student, by subject (п. 5.3)."""

from __future__ import annotations

from typing import Any

from flask import abort, request

from models import Journal, Student
from queries.curator_marks import group_marks
from rules.averages import NOTE
from rules.terms import Role
from views.curator import blueprint, chosen_group, of_own_journal, of_own_student, page
from views.guards import identity, loaded
from views.policy import guard, roles


@blueprint.get("/marks/")
@guard(roles(Role.CURATOR))
def marks() -> Any:
    group_id = chosen_group()
    if group_id is None:
        return page("curator/marks.html")
    found, by = group_marks(identity(), group_id), request.args.get("by", "students")
    lines = found.by_subject() if by == "subjects" else found.by_student()
    return page("curator/marks.html", marks=found, by=by, lines=lines, note=NOTE)


@blueprint.get("/marks/students/<int:student_id>")
@guard(of_own_student())
def marks_of_student(student_id: int) -> Any:
    student: Student = loaded("student_id")
    found = group_marks(identity(), chosen_group() or 0)
    risk = next((line.risk for line in found.by_student() if line.id == student_id), ())
    return page("curator/marks_of.html", title=student.full_name, marks=found, lines=found.of_student(student_id),
                risk=risk, subjects=True, note=NOTE)


@blueprint.get("/marks/subjects/<int:journal_id>")
@guard(of_own_journal())
def marks_of_subject(journal_id: int) -> Any:
    journal: Journal = loaded("journal_id")
    found = group_marks(identity(), journal.group_id)
    subject = found.subject_of(journal_id) or abort(404)
    return page("curator/marks_of.html", title=subject.title, marks=found, lines=found.of_subject(subject), risk=(),
                subjects=False, note=NOTE)

