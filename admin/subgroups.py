"""Контингент: subgroups; the clerk proposes the split, the teacher confirms it (п. 5.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import g
from flask_admin.actions import action
from wtforms import BooleanField

from access.check import writable, writable_on
from access.grants import UPDATE
from actions import subgroups
from admin.base import EntityView
from admin.bulk import BulkView
from admin.filters import flag_filter
from models import Subgroup, SubgroupMembership
from queries.counting import counts
from rules.spans import Days
from rules.violation import Violation

CONFIRMED = "confirmed_at"


class SubgroupView(BulkView):
    entity = Subgroup
    name_one = "подгруппу"
    columns = ("group", "split", "number", "students", "confirmed_by", "confirmed_at")
    labels = {"students": "Студентов", "confirmed": "Деление подтверждаю"}
    sorts = {"group": "group.name"}
    order = ("group.name", "split", "number")
    filters = ("group", "split", "confirmed_by", flag_filter(
        "Подтверждена", "confirmed",
        lambda user, done: Subgroup.confirmed_at.is_not(None) if done else Subgroup.confirmed_at.is_(None)))
    search_hint = "Группа или деление"
    fields = ("group", "split", "number", "confirmed")
    extra_fields = {"confirmed": BooleanField("Деление подтверждаю")}
    details = ("group", "split", "number", "students", "confirmed_by", "confirmed_at")
    hints = {"split": "По какой дисциплине делят: «Иностранный язык»."}
    action_verbs = {**BulkView.action_verbs, "confirm": UPDATE}
    on_details = ("confirm",)
    empty_title = "Подгрупп пока нет"
    empty_text = ("Группу делят по дисциплине: добавьте подгруппы 1 и 2, выберите студентов в списке и переведите их "
                  "действием «В подгруппу».")

    def prepare(self, found: Sequence[Subgroup]) -> None:
        today = self.user.today
        g.students = counts(SubgroupMembership.subgroup_id, [subgroup.id for subgroup in found],
                            SubgroupMembership.ends.is_(None) | (SubgroupMembership.ends >= today))

    def show_students(self, subgroup: Subgroup) -> int:
        return int(g.students.get(subgroup.id, 0))

    def is_action_allowed(self, name: str) -> bool:
        open_fields = writable(self.user, UPDATE, Subgroup)
        return super().is_action_allowed(name) and (
            name != "confirm" or open_fields is None or CONFIRMED in open_fields)

    def own_acts(self, model: Subgroup) -> Any:
        return super().own_acts(model) if model.confirmed_at is None else []

    def make_form(self, model: Subgroup | None) -> Any:
        form = super().make_form(model)
        if model is None or not self._may_confirm(model):
            del form["confirmed"]
        elif form["confirmed"].raw_data is None:
            form["confirmed"].data = model.confirmed_at is not None
        return form

    def _may_confirm(self, subgroup: Subgroup) -> bool:
        allowed = writable_on(self.user, UPDATE, subgroup)
        return allowed is None or CONFIRMED in allowed

    def validate(self, form: Any, model: Subgroup | None) -> Iterable[Violation]:
        if "group" in form and form["group"].data.closed_on is not None and model is None:
            yield Violation("5.4", f"Группа закрыта с {form['group'].data.closed_on:%d.%m.%Y}", "group")
        if "number" in form and not 1 <= form["number"].data <= 9:
            yield Violation("5.4", "Номер подгруппы от 1 до 9", "number")

    def save(self, form: Any, model: Subgroup | None) -> Subgroup:
        if "split" in form:
            form["split"].data = " ".join(form["split"].data.split())
        subgroup: Subgroup = super().save(form, model)
        if "confirmed" in form and form["confirmed"].data != (subgroup.confirmed_at is not None):
            self._confirm(subgroup) if form["confirmed"].data else subgroups.reopen(subgroup)
        return subgroup

    @action("confirm", "Подтвердить деление")
    def action_confirm(self, ids: Any) -> None:
        self.run(self._confirm, lambda number: f"Подтверждено: {number}.")

    def _confirm(self, subgroup: Subgroup) -> None:
        if not self._may_confirm(subgroup):
            raise Violation("5.4", f"{subgroup}: деление подтверждает преподаватель подгруппы")
        subgroups.confirm(self.user, subgroup)


class SubgroupMembershipView(EntityView):
    entity = SubgroupMembership
    name_one = "студента в подгруппу"
    columns = ("student", "subgroup", "subgroup.split", "starts", "ends")
    order = ("student.sort_key", "starts")
    filters = ("subgroup", "subgroup.group", "student", "starts", "ends")
    fields = ("student", "subgroup", "starts", "ends")
    fixed = ("student",)
    empty_title = "Студентов в подгруппах пока нет"
    empty_text = "Выберите студентов в списке и переведите их действием «В подгруппу» или добавьте по одному."

    def validate(self, form: Any, model: SubgroupMembership | None) -> Iterable[Violation]:
        student = model.student if model is not None else form["student"].data
        return subgroups.violations(student, form["subgroup"].data, Days(form["starts"].data, form["ends"].data),
                                    model.id if model is not None else None)

    def save(self, form: Any, model: SubgroupMembership | None) -> SubgroupMembership:
        place: SubgroupMembership = super().save(form, model)
        subgroups.reopen(place.subgroup)
        return place


VIEWS = (SubgroupView, SubgroupMembershipView)
