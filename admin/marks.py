"""Журнал: marks; every write goes through the cell, by the rules of the regulation (п. 6.1–6.5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import StringField

from actions.cells import Entry, NotYours, Stale, find_cell, save_cell, value_of
from admin.base import EntityView
from admin.fields import RecordField, Required
from admin.lookups import Lookup
from admin.saving import FOREIGN
from models import Cell, Lesson, Mark, Student, db
from rules.cells import CellValue
from rules.violation import Violation


class MarkView(EntityView):
    entity = Mark
    name_one = "отметку"
    columns = ("cell.student", "value", "kind", "cell.lesson.date", "cell.journal", "weight", "entered_at")
    labels = {"cell.lesson.date": "Занятие"}
    sorts = {"cell.student": "cell.student.sort_key", "cell.lesson.date": "cell.lesson.date"}
    filters = ("value", "kind", "cell.student", "cell.journal.group", "cell.journal.line.discipline",
               "cell.lesson.date", "entered_at")
    search = ("cell.student.search_key",)
    sections = (("Отметка", ("lesson", "student", "value", "kind", "weight", "comment", "reason")),)
    fixed = ("lesson", "student")
    extra_fields = {
        "lesson": RecordField("Занятие", lookup=Lookup(Lesson), optional=False, validators=[Required()]),
        "student": RecordField("Студент", lookup=Lookup(Student), optional=False, validators=[Required()]),
        "reason": StringField("Причина", description="Нужна для поздней записи и для исправления (п. 6.3)."),
    }
    details = ("cell.student", "value", "kind", "weight", "comment", "cell.lesson", "cell.journal", "work",
               "entered_at", "cell.updated_by", "cell.late_reason")
    empty_text = "Отметки ставит преподаватель на странице журнала."

    def save(self, form: Any, model: Mark | None) -> Mark:
        lesson, student = (model.cell.lesson, model.cell.student) if model is not None else (
            form["lesson"].data, form["student"].data)
        cell = find_cell(lesson, student.id)
        was = value_of(cell)
        marks = list(was.marks)
        place = model.position - 1 if model is not None else len(marks)
        marks[place:place + 1] = [form["value"].data]
        self._write(lesson, student, cell, CellValue(tuple(marks), was.absence), form)
        written = find_cell(lesson, student.id)
        assert written is not None
        return written.marks[min(place, len(written.marks) - 1)]

    def remove(self, model: Mark) -> None:
        cell = find_cell(model.cell.lesson, model.cell.student_id)
        was = value_of(cell)
        marks = [mark for place, mark in enumerate(was.marks, 1) if place != model.position]
        self._write(model.cell.lesson, model.cell.student, cell, CellValue(tuple(marks), was.absence), None)

    def _write(self, lesson: Lesson, student: Student, cell: Cell | None, value: CellValue, form: Any) -> None:
        field = (lambda name: form[name].data) if form is not None else (lambda name: None)
        entry = Entry(str(value), cell.version if cell else 0, reason=field("reason") or None, kind=field("kind"),
                      weight=field("weight"), comment=field("comment"))
        try:
            save_cell(self.user, lesson.journal, lesson, student.id, entry)
        except NotYours as error:
            raise Violation("", FOREIGN, "lesson") from error
        except Stale as error:
            raise Violation("", f"Клетку только что изменил(а) {error.author}: сейчас там «{error.value}».") from error
        db.session.flush()

    def validate(self, form: Any, model: Mark | None) -> Iterable[Violation]:
        if form["value"].data not in (2, 3, 4, 5):
            yield Violation("6.5", "Отметка от 2 до 5", "value")


VIEWS = (MarkView,)
