"""Контингент: curators' words that a card must change; the clerk applies or declines them (п. 5.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import g
from flask_admin.actions import action
from flask_admin.form import BaseForm
from wtforms import TextAreaField
from wtforms.validators import Length

from access.grants import UPDATE
from actions import change_requests
from admin.bulk import BulkView
from admin.fields import Required
from admin.filters import choice_filter, record_filter
from admin.word_fields import WordField
from models import ChangeRequest, Group, Membership
from rules.cards import TITLES
from rules.terms import OPEN_REQUESTS
from rules.violation import Violation

FIELDS = [(name, title[0].upper() + title[1:]) for name, title in TITLES.items()]


class DeclineForm(BaseForm):  # type: ignore[misc]
    reply = TextAreaField("Почему изменение не внесено", validators=[
        Required(), Length(max=500, message="Не длиннее 500 знаков.")])


def _of_group(user: Any, id: int) -> sa.ColumnElement[bool]:
    return ChangeRequest.student_id.in_(sa.select(Membership.student_id).where(
        Membership.group_id == id, sa.or_(Membership.ends.is_(None), Membership.ends >= user.today)))


class ChangeRequestView(BulkView):
    entity = ChangeRequest
    name_one = "сообщение об изменении"
    columns = ("student", "guardian", "field", "old_value", "new_value", "author", "created_at", "state")
    labels = {"field": "Что меняется"}
    search = ("student.search_key",)
    filters = ("state", record_filter("Группа", "group", Group, _of_group), "student", choice_filter(
        "Что меняется", "field", lambda: FIELDS, lambda user, name: ChangeRequest.field == name), "author",
               "created_at")
    fields = ("student", "guardian", "field", "new_value", "comment", "reply")
    fixed = ("student", "guardian", "field", "new_value", "comment")
    extra_fields = {"field": WordField("Что меняется", words=FIELDS, validators=[Required()])}
    hints = {"guardian": "Если меняется карточка родителя.", "new_value": "Пусто, если значение нужно убрать."}
    details = ("student", "guardian", "field", "old_value", "new_value", "comment", "author", "created_at", "state",
               "reply", "decided_by", "decided_at")
    action_verbs = {**BulkView.action_verbs, "apply": UPDATE, "decline": UPDATE}
    on_details = ("apply", "decline")
    empty_title = "Сообщений пока нет"
    empty_text = "Куратор сообщает, что исправить в карточке студента или родителя, технический специалист вносит."

    def show_field(self, request: ChangeRequest) -> str:
        return TITLES.get(request.field, request.field)

    def own_acts(self, model: ChangeRequest) -> Any:
        return super().own_acts(model) if model.state in OPEN_REQUESTS else []

    def validate(self, form: Any, model: ChangeRequest | None) -> Iterable[Violation]:
        if model is not None:
            return []
        return change_requests.violations(self.user, form["student"].data, form["guardian"].data, form["field"].data,
                                          form["new_value"].data)

    def save(self, form: Any, model: ChangeRequest | None) -> ChangeRequest:
        request: ChangeRequest = super().save(form, model)
        if model is None:
            request.field = form["field"].data
            change_requests.ask(self.user, request)
        return request

    @action("apply", "Внести в карточку")
    def action_apply(self, ids: Any) -> None:
        self.run(lambda request: change_requests.apply(self.user, request), lambda number: f"Внесено: {number}.")

    @action("decline", "Отклонить")
    def action_decline(self, ids: Any) -> Any:
        return self.ask("decline", DeclineForm, self._decline, "Отклонить", "Куратор увидит ответ рядом с сообщением.")

    def _decline(self, form: Any) -> str:
        for request in g.chosen:
            change_requests.decline(self.user, request, form.reply.data)
        return f"Отклонено: {len(g.chosen)}."


VIEWS = (ChangeRequestView,)
