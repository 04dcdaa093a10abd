"""Журнал: final results and academic debts (п. 6.6, 6.7, 6.9; 273-ФЗ, ст. 58)."""

from __future__ import annotations

from typing import Any

from flask import flash, g
from flask_admin.actions import action

from access.grants import DELETE, UPDATE
from actions import debts
from actions.finals import FinalEntry, publish, set_final
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
    exported = (FinalMark.published_at.is_not(None),)  # a draft is on no paper and in no file
    closed = frozenset({DELETE})
    empty_title = "Итоговых отметок пока нет"
    empty_text = "Их выставляет преподаватель не позднее окончания семестра (п. 6.9)."

    def save(self, form: Any, model: FinalMark | None) -> FinalMark:
        journal, student, kind = (model.journal, model.student, model.kind) if model is not None else (
            form["journal"].data, form["student"].data, form["kind"].data)
        basis = form["basis_kind"].data
        entry = FinalEntry(FinalKind(kind), FinalValue(form["value"].data), BasisKind(basis) if basis else None,
                           form["basis"].data or "", form["theme"].data or "", form["reason"].data or None)
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


class DebtView(EntryView):
    entity = Debt
    name_one = "задолженность"
    columns = ("final_mark.student", "final_mark.journal", "form", "opened_on", "due_on", "state")
    filters = ("final_mark.student", "final_mark.journal.group", "state", "due_on")
    fields = ("final_mark", "form", "due_on", "reason")
    fixed = ("final_mark",)
    extra_fields = {"reason": REASON}
    details = ("final_mark", "form", "opened_on", "due_on", "state")
    exported = (Debt.final_mark.has(FinalMark.published_at.is_not(None)),)
    closed = frozenset({DELETE})
    empty_title = "Задолженностей нет"
    empty_text = "Задолженность открывают после «н/а» или неудовлетворительного результата (п. 6.7)."

    def save(self, form: Any, model: Debt | None) -> Debt:
        kind, due, reason = FinalKind(form["form"].data), form["due_on"].data, form["reason"].data or None
        with self.told(form):
            if model is None:
                return debts.open_debt(self.user, form["final_mark"].data, kind, due, reason)
            debts.set_term(self.user, model, kind, due, reason)
        return model


class DebtAttemptView(EntryView):
    entity = DebtAttempt
    name_one = "попытку"
    columns = ("debt.final_mark.student", "number", "date", "examiner", "commission", "value")
    filters = ("debt.final_mark.student", "examiner", "date", "value")
    fields = ("debt", "date", "examiner", "members", "value", "reason")
    fixed = ("debt",)
    extra_fields = {"reason": REASON}
    renamed = {"examiner_id": "examiner"}
    details = ("debt", "number", "date", "examiner", "commission", "members", "value")
    exported = (DebtAttempt.debt.has(Debt.final_mark.has(FinalMark.published_at.is_not(None))),)
    narrow = {"examiner": lambda user: User.roles.any(UserRole.role == Role.TEACHER)}
    closed = frozenset({DELETE})
    empty_title = "Попыток сдачи нет"
    empty_text = "Попыток не больше двух, вторую принимает комиссия (273-ФЗ, ст. 58)."

    def save(self, form: Any, model: DebtAttempt | None) -> DebtAttempt:
        debt = model.debt if model is not None else form["debt"].data
        with self.told(form):
            if "date" in form:
                asked = debts.Appointment(form["date"].data, form["examiner"].data.id, form["members"].data or "")
                model = debts.appoint(self.user, debt, asked, model)
            if "value" in form and model is not None and form["value"].data:
                debts.enter_result(self.user, debt, model, FinalValue(form["value"].data), form["reason"].data or None)
        assert model is not None  # a new attempt always has its date
        return model


VIEWS = (FinalMarkView, DebtView, DebtAttemptView)
