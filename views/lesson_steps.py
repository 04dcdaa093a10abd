"""Buttons of the lesson's form that save nothing: rows more and less, a topic of the plan, proposed absences.

They work without scripts: the page comes back with everything typed and the step made.
"""

from __future__ import annotations

from queries.lesson_page import LessonPage
from rules.terms import TaskKind
from views.lesson_form import MOST_TASKS, MOST_WORKS, LessonForm
from views.lesson_sheet import TypedSheet


def make_step(step: str, form: LessonForm, sheet: TypedSheet, page: LessonPage) -> None:
    """Steps are «task-add», «task-drop-2», «work-add», «work-drop-0», «topic», «hint-17», «hints», «present»."""
    name, _, rest = step.partition("-")
    if name in ("task", "work"):
        _change_rows(form, name, rest)
    elif name == "topic":
        choice = next((one for one in page.plan if one.topic.id == form.syllabus_topic_id.data), None)
        if choice is not None:
            form.use_topic(choice)
    elif name in ("hint", "hints"):
        for hint in page.hints:
            if name == "hints" or rest == str(hint.student_id):
                sheet.put(hint.student_id, hint.letter, page.lines)
    elif name == "present":
        _all_present(sheet, page)
        form.attendance.data = True


def _change_rows(form: LessonForm, name: str, what: str) -> None:
    rows, most = (form.tasks, MOST_TASKS) if name == "task" else (form.works, MOST_WORKS)
    if what == "add" and len(rows.entries) < most:
        rows.append_entry({"kind": TaskKind.EXERCISE.value} if name == "task" else {})
    elif what.startswith("drop-"):
        place = what.removeprefix("drop-")
        rows.entries[:] = [row for row in rows.entries if row.name.rpartition("-")[2] != place]


def _all_present(sheet: TypedSheet, page: LessonPage) -> None:
    """Marks stay, letters go."""
    letters = {kind.letter for kind in page.kinds}
    for line in page.lines:
        value = sheet.value_of(line)
        marks = [part for part in value.split("/") if part and part not in letters]
        if "/".join(marks) != value:
            sheet.put(line.student_id, "/".join(marks), page.lines)
