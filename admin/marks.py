"""Журнал: marks, absences and their papers; every write goes through the cell (п. 5.3, 6.1–6.8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from access.grants import DELETE
from actions import entries, excuses
from actions.entries import MarkEntry
from admin.base import EntityView
from admin.entry import REASON, EntryView, record
from models import Absence, AbsenceKind, ExcuseNote, Lesson, Mark, Student, db
from rules.cells import check_letter
from rules.violation import Violation

# filters by what is the cell's, as their addresses name them, and where a mark or an absence has it itself
OF_CELL = {"cell.student": "student", "cell.journal.group": "journal.group",
           "cell.journal.line.discipline": "journal.line.discipline"}


class MarkView(EntryView):
    entity = Mark
    name_one = "отметку"
    columns = ("student", "value", "kind", "cell.lesson.date", "journal", "weight", "entered_at")
    labels = {"cell.lesson.date": "Занятие"}
    sorts = {"student": "student.sort_key", "cell.lesson.date": "cell.lesson.date"}
    filters = ("value", "kind", *OF_CELL, "cell.lesson.date", "entered_at")
    ways = OF_CELL
    search = ("student.search_key",)
    sections = (("Отметка", ("lesson", "student", "value", "kind", "weight", "comment", "reason")),)
    fixed = ("lesson", "student")
    extra_fields = {"lesson": record("Занятие", Lesson), "student": record("Студент", Student), "reason": REASON}
    details = ("student", "value", "kind", "weight", "comment", "cell.lesson", "journal", "work",
               "entered_at", "cell.updated_by", "cell.late_reason")
    empty_text = "Отметки ставит преподаватель на странице журнала."

    def validate(self, form: Any, model: Mark | None) -> Iterable[Violation]:
        if form["value"].data not in (2, 3, 4, 5):
            yield Violation("6.5", "Отметка — целое число от 2 до 5", "value")

    def save(self, form: Any, model: Mark | None) -> Mark:
        entry = MarkEntry(form["value"].data, form["kind"].data, form["weight"].data, form["comment"].data or "",
                          form["reason"].data or None)
        with self.told(form):
            if model is None:
                return entries.add_mark(self.user, form["lesson"].data, form["student"].data.id, entry)
            entries.change_mark(self.user, model, entry)
        return model

    def remove(self, model: Mark) -> None:
        with self.told():
            entries.remove_mark(self.user, model)


class AbsenceView(EntryView):
    entity = Absence
    name_one = "пропуск"
    columns = ("student", "kind", "hours", "minutes_late", "cell.lesson.date", "journal", "entered_at")
    labels = {"cell.lesson.date": "Занятие"}
    sorts = {"student": "student.sort_key", "cell.lesson.date": "cell.lesson.date"}
    filters = ("kind", *OF_CELL, "cell.lesson.date", "entered_at")
    ways = OF_CELL
    search = ("student.search_key",)
    sections = (("Пропуск", ("lesson", "student", "kind", "minutes_late", "reason")),)
    fixed = ("lesson", "student")
    extra_fields = {"lesson": record("Занятие", Lesson), "student": record("Студент", Student), "reason": REASON}
    renamed = {"cell": "student"}
    details = ("student", "kind", "hours", "minutes_late", "cell.lesson", "journal", "excuse_note",
               "entered_at", "cell.updated_by", "cell.late_reason")
    empty_text = "Отсутствующих отмечает преподаватель в день занятия (п. 6.1), причины уточняет куратор (п. 5.3)."

    def validate(self, form: Any, model: Absence | None) -> Iterable[Violation]:
        if form["minutes_late"].data and not form["kind"].data.is_late:
            yield Violation("", "Минуты указывают только для опоздания", "minutes_late")

    def save(self, form: Any, model: Absence | None) -> Absence:
        letter, minutes, reason = form["kind"].data.letter, form["minutes_late"].data, form["reason"].data or None
        with self.told(form):
            if model is None:
                return entries.note_absence(self.user, form["lesson"].data, form["student"].data.id, letter, minutes,
                                            reason)
            entries.change_absence(self.user, model, letter, minutes, reason)
        return model

    def remove(self, model: Absence) -> None:
        with self.told():
            entries.remove_absence(self.user, model)


class AbsenceKindView(EntityView):
    entity = AbsenceKind
    name_one = "вид пропуска"
    columns = ("letter", "title", "words", "excused", "counts_hours", "is_late", "position")
    order = ("position",)
    fields = ("letter", "title", "words", "excused", "counts_hours", "is_late", "position")
    hints = {"words": "Так пропуск назовут в дневнике, например «болезнь»."}
    closed = frozenset({DELETE})
    empty_title = "Видов пропусков нет"
    empty_text = "Обычно их четыре: н, б, у, о. Без них отсутствующих отметить нельзя."

    def validate(self, form: Any, model: AbsenceKind | None) -> Iterable[Violation]:
        refusal = check_letter(form["letter"].data or "")
        if refusal is not None:
            yield refusal


class ExcuseNoteView(EntityView):
    entity = ExcuseNote
    name_one = "документ"
    columns = ("student", "kind", "starts", "ends", "document", "entered_by", "entered_at")
    filters = ("student", "kind", "starts", "ends")
    fields = ("student", "kind", "starts", "ends", "document")
    narrow = {"kind": lambda user: AbsenceKind.excused.is_(True)}
    hints = {"document": "Номер и дата справки или заявления. Диагноз не записывают."}
    empty_title = "Оправдательных документов нет"
    empty_text = "Куратор вносит сюда срок и вид документа, когда студент принёс справку или заявление (п. 5.3)."

    def save(self, form: Any, model: ExcuseNote | None) -> ExcuseNote:
        note: ExcuseNote = super().save(form, model)
        if model is None:
            note.entered_by_id, note.entered_at = self.user.account, self.user.now
        db.session.add(note)
        db.session.flush()  # so that the cells may name it
        excuses.close(self.user, note, form["kind"].data.letter)
        return note


VIEWS = (MarkView, AbsenceView, ExcuseNoteView, AbsenceKindView)
