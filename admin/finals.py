"""Журнал: final results and academic debts (п. 6.6, 6.7, 6.9; 273-ФЗ, ст. 58)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import flash, g
from flask_admin.actions import action

from access.grants import DELETE, UPDATE
from actions.finals import FinalEntry, publish, set_final
from admin.base import EntityView
from admin.entry import REASON, EntryView
from models import Debt, DebtAttempt, FinalMark, User, UserRole, db
from rules.terms import BasisKind, FinalKind, FinalValue, Role
from rules.violation import Violation


class FinalMarkView(EntryView):
    entity = FinalMark
    name_one = "итоговую отметку"
    columns = ("student", "journal", "kind", "value", "basis_kind", "set_at", "published_at")
    filters = ("student", "journal", "journal.group", "journal.line.discipline", "kind", "value", "set_at",
               "published_at")
    fields = ("journal", "student", "kind", "value", "basis_kind", "basis", "theme", "reason")
    fixed = ("journal", "student", "kind")
    extra_fields = {"reason": REASON}
    renamed = {"late_reason": "reason"}
    hints = {"basis": "На каких работах и ответах основана отметка. Не средний балл (п. 6.6)."}
    details = ("student", "journal", "kind", "value", "basis_kind", "basis", "theme", "set_by", "set_at",
               "published_at", "late_reason")
    action_verbs = {"publish": UPDATE}
    closed = frozenset({DELETE})
    empty_title = "Итоговых отметок пока нет"
    empty_text = "Их выставляет преподаватель не позднее окончания семестра (п. 6.9)."

    def save(self, form: Any, model: FinalMark | None) -> FinalMark:
        journal, student, kind = (model.journal, model.student, model.kind) if model is not None else (
            form["journal"].data, form["student"].data, form["kind"].data)
        basis = form["basis_kind"].data
        entry = FinalEntry(FinalKind(kind), FinalValue(form["value"].data), BasisKind(basis) if basis else None,
                           form["basis"].data, form["theme"].data, form["reason"].data or None)
        with self.told(form):
            return set_final(self.user, journal, student.id, entry, model)

    @action("publish", "Опубликовать", "Отметки увидят студенты и родители.")
    def action_publish(self, ids: Any) -> None:
        try:
            with self.told():
                count = publish(self.user, list(g.chosen))
        except Violation as violation:
            db.session.rollback()
            flash(str(violation), "error")
            return
        db.session.commit()
        flash(f"Опубликовано: {count}.", "success")


class DebtView(EntityView):
    entity = Debt
    name_one = "задолженность"
    columns = ("final_mark.student", "final_mark.journal", "form", "opened_on", "due_on", "state")
    filters = ("final_mark.student", "final_mark.journal.group", "state", "due_on")
    fields = ("final_mark", "form", "opened_on", "due_on", "state")
    fixed = ("final_mark",)
    closed = frozenset({DELETE})
    empty_title = "Задолженностей нет"
    empty_text = "Задолженность открывают после «н/а» или неудовлетворительного результата (п. 6.7)."

    def validate(self, form: Any, model: Debt | None) -> Iterable[Violation]:
        opened, due = form["opened_on"].data, form["due_on"].data
        if opened and due and due <= opened:
            yield Violation("6.7", "Срок сдачи — после дня, когда открыта задолженность", "due_on")
        if opened and due and (due - opened).days > 366:
            yield Violation("6.7", "Задолженность ликвидируют в течение года (273-ФЗ, ст. 58)", "due_on")


class DebtAttemptView(EntityView):
    entity = DebtAttempt
    name_one = "попытку"
    columns = ("debt.final_mark.student", "number", "date", "examiner", "commission", "value")
    filters = ("debt.final_mark.student", "examiner", "date", "value")
    fields = ("debt", "number", "date", "examiner", "commission", "members", "value")
    fixed = ("debt", "number")
    narrow = {"examiner": lambda user: User.roles.any(UserRole.role == Role.TEACHER)}
    closed = frozenset({DELETE})
    empty_title = "Попыток сдачи нет"
    empty_text = "Попыток не больше двух, вторую принимает комиссия (273-ФЗ, ст. 58)."

    def validate(self, form: Any, model: DebtAttempt | None) -> Iterable[Violation]:
        if "number" in form and form["number"].data == 2 and not form["commission"].data:
            yield Violation("6.7", "Вторую попытку принимает комиссия", "commission")
        if "commission" in form and form["commission"].data and not (form["members"].data or "").strip():
            yield Violation("6.7", "Укажите состав комиссии", "members")


VIEWS = (FinalMarkView, DebtView, DebtAttemptView)
