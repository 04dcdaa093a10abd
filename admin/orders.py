"""Контингент: orders about students and the time in groups that follows from them (п. 5.4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import g
from flask_admin.actions import action
from flask_admin.form import BaseForm
from wtforms import StringField
from wtforms.validators import Length

from access.grants import UPDATE
from actions import movement, subgroups
from actions.movement import Order
from admin.base import EntityView
from admin.bulk import BulkView, ShortLookup
from admin.fields import DayField, RecordField, Required
from admin.lookups import Lookup
from clock import wall_now
from models import Group, Membership, Movement, Student, Subgroup, SubgroupMembership, db
from rules.movement import Span, check_spans, check_stay
from rules.terms import MovementKind
from rules.violation import Violation


class MovementView(EntityView):
    entity = Movement
    name_one = "приказ"
    columns = ("student", "kind", "order_number", "order_date", "effective_on", "from_group", "to_group")
    order = ("-effective_on",)
    filters = ("student", "kind", "to_group", "from_group", "order_date", "effective_on")
    search_hint = "Студент или номер приказа"
    sections = (
        ("Приказ", ("kind", "order_number", "order_date")),
        ("Студент", ("student", "effective_on", "to_group", "reason")),
    )
    fixed = ("student", "kind")
    hints = {"to_group": "Для зачисления, перевода и выхода из академического отпуска.",
             "effective_on": "Первый день в новой группе или первый день вне группы."}
    details = ("student", "kind", "order_number", "order_date", "effective_on", "from_group", "to_group", "reason")
    empty_title = "Приказов пока нет"
    empty_text = ("Приказ о зачислении ставит студента в группу, о переводе — меняет группу, об отчислении — закрывает "
                  "вход. Приказы приходят со списком студентов или записываются здесь.")

    def validate(self, form: Any, model: Movement | None) -> Iterable[Violation]:
        student, kind = (model.student, MovementKind(model.kind)) if model is not None else (
            form["student"].data, form["kind"].data)
        return movement.violations(self.user, student, kind, _order(form), form["to_group"].data, model)

    def save(self, form: Any, model: Movement | None) -> Movement:
        if model is not None:
            return movement.correct(self.user, model, _order(form), form["to_group"].data, wall_now())
        return movement.record(self.user, form["student"].data, form["kind"].data, _order(form),
                               form["to_group"].data, wall_now())


class MembershipView(EntityView):
    entity = Membership
    name_one = "студента в состав группы"
    columns = ("student", "group", "starts", "ends", "entered_by", "left_by")
    order = ("student.sort_key", "starts")
    filters = ("group", "student", "starts", "ends", "entered_by")
    fields = ("student", "group", "starts", "ends", "entered_by", "left_by")
    fixed = ("student",)
    hints = {"entered_by": "Состав меняется сам, когда записывают приказ: здесь его только уточняют."}
    empty_title = "Составов групп пока нет"
    empty_text = "Состав складывается из приказов: запишите зачисление или загрузите список студентов."

    def validate(self, form: Any, model: Membership | None) -> Iterable[Violation]:
        student = model.student if model is not None else form["student"].data
        entered, left = form["entered_by"].data, form["left_by"].data
        strangers = [Violation("5.4", "Этот приказ о другом студенте", name)
                     for name, order in (("entered_by", entered), ("left_by", left))
                     if order is not None and order.student_id != student.id]
        if strangers:
            return strangers
        span = Span(form["group"].data.id, form["starts"].data, form["ends"].data)
        others = [Span(stay.group_id, stay.starts, stay.ends) for stay in student.memberships if stay is not model]
        overlap = check_spans([*others, span])
        return [overlap] if overlap is not None else check_stay(
            span, movement.step_of(entered) if entered else None, movement.step_of(left) if left else None)


def _order(form: Any) -> Order:
    return Order(form["order_number"].data, form["order_date"].data, form["effective_on"].data,
                 form["reason"].data if "reason" in form else None)


class OrderForm(BaseForm):  # type: ignore[misc]
    """The paper on which many students move at once."""

    order_number = StringField("Приказ №", validators=[Required(), Length(max=32, message="Не длиннее 32 знаков.")])
    order_date = DayField("Дата приказа", validators=[Required()])
    effective_on = DayField("Действует с", validators=[Required()])


class TransferForm(OrderForm):
    to_group = RecordField("В группу", lookup=Lookup(Group), optional=False, validators=[Required()])


class SubgroupForm(BaseForm):  # type: ignore[misc]
    subgroup = RecordField("Подгруппа", optional=False, validators=[Required()],
                           lookup=ShortLookup(Subgroup, lambda user: Subgroup.group_id.in_(_groups_of_chosen(user))))
    starts = DayField("С", validators=[Required()])


def _groups_of_chosen(user: Any) -> sa.Select[Any]:
    """Groups in which the chosen students are or will be."""
    return sa.select(Membership.group_id).where(
        Membership.student_id.in_([student.id for student in g.chosen]),
        sa.or_(Membership.ends.is_(None), Membership.ends >= user.today)).correlate(None)


class StudentOrders(BulkView):
    """Bulk acts of the list of students: by one order, into one subgroup."""

    action_verbs = {**BulkView.action_verbs, "transfer": UPDATE, "to_subgroup": UPDATE, "graduate": UPDATE,
                    "expel": UPDATE}
    makes = {"transfer": Movement, "to_subgroup": SubgroupMembership, "graduate": Movement, "expel": Movement}

    @action("transfer", "Перевести в группу")
    def action_transfer(self, ids: Any) -> Any:
        return self.ask("transfer", TransferForm, self._transfer, "Перевести",
                        "Один приказ на всех: прежняя группа закроется накануне, отметки и пропуски останутся в ней.")

    def _transfer(self, form: Any) -> str:
        for student in g.chosen:
            self._named(student, lambda who: movement.transfer(self.user, who, _order(form), form.to_group.data))
        return f"Переведено в группу {form.to_group.data}: {len(g.chosen)}."

    @action("to_subgroup", "В подгруппу")
    def action_to_subgroup(self, ids: Any) -> Any:
        return self.ask("to_subgroup", SubgroupForm, self._to_subgroup, "Перевести в подгруппу",
                        "Из другой подгруппы этого деления студент выйдет накануне. Деление подтвердит преподаватель.")

    def _to_subgroup(self, form: Any) -> str:
        for student in g.chosen:
            self._named(student, lambda who: subgroups.move(who, form.subgroup.data, form.starts.data))
        return f"{form.subgroup.data}: переведено {len(g.chosen)}."

    @action("graduate", "Выпустить")
    def action_graduate(self, ids: Any) -> Any:
        return self.ask("graduate", OrderForm, self._graduate, "Выпустить", "Обучение закончится накануне этой даты.")

    def _graduate(self, form: Any) -> str:
        for student in g.chosen:
            self._named(student, lambda who: movement.graduate(self.user, who, _order(form)))
        return f"Выпущено: {len(g.chosen)}."

    @action("expel", "Отчислить")
    def action_expel(self, ids: Any) -> Any:
        return self.ask("expel", OrderForm, self._expel, "Отчислить",
                        "Вход отчисленных закроется, их сеансы закончатся сразу. Отметки и пропуски останутся.")

    def _expel(self, form: Any) -> str:
        for student in g.chosen:
            self._named(student, lambda who: movement.expel(self.user, who, _order(form), wall_now()))
        return f"Отчислено: {len(g.chosen)}."

    @staticmethod
    def _named(student: Student, do: Any) -> None:
        """A refusal of one of many says of whom it is."""
        name = student.short_name
        try:
            with db.session.no_autoflush:
                do(student)
        except Violation as violation:
            raise Violation(violation.point, f"{name}: {violation.message}", violation.field) from violation


VIEWS = (MovementView, MembershipView)
