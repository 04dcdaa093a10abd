"""Администрирование: messages, requests to support, sending (п. 4.1, 8.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from access.grants import CREATE, DELETE, UPDATE
from actions.support import role_of
from admin.base import EntityView
from models import Message, Outbox, SupportRequest, Thread
from rules.support import check_answer, check_request
from rules.terms import Audience
from rules.violation import Violation


class ThreadView(EntityView):
    entity = Thread
    name_one = "объявление"
    columns = ("subject", "kind", "audience", "group", "author", "created_at")
    filters = ("kind", "audience", "group", "author", "created_at")
    fields = ("kind", "subject", "audience", "group", "course")
    closed = frozenset({UPDATE, DELETE})
    details = ("subject", "kind", "audience", "group", "course", "author", "created_at", "messages")
    empty_title = "Сообщений пока нет"
    empty_text = "Здесь видны переписки и объявления, адресованные вам."

    def validate(self, form: Any, model: Thread | None) -> Iterable[Violation]:
        audience = form["audience"].data
        if audience == Audience.GROUP and form["group"].data is None:
            yield Violation("4.1", "Выберите группу", "group")
        if audience == Audience.COURSE and form["course"].data not in range(1, 7):
            yield Violation("4.1", "Укажите курс", "course")

    def save(self, form: Any, model: Thread | None) -> Thread:
        thread: Thread = super().save(form, Thread(author_id=self.user.account, created_at=self.user.now))
        return thread


class MessageView(EntityView):
    entity = Message
    name_one = "сообщение"
    columns = ("thread", "body", "author", "sent_at")
    filters = ("thread", "author", "sent_at")
    search = ("thread.subject",)
    fields = ("thread", "body")
    closed = frozenset({UPDATE, DELETE})
    empty_title = "Сообщений пока нет"
    empty_text = "Ответы в переписках и тексты объявлений."

    def save(self, form: Any, model: Message | None) -> Message:
        message: Message = super().save(form, Message(author_id=self.user.account, sent_at=self.user.now))
        return message


class SupportRequestView(EntityView):
    entity = SupportRequest
    name_one = "обращение"
    columns = ("created_at", "author", "author_role", "category", "text", "state", "answered_by")
    filters = ("state", "category", "author_role", "author", "created_at")
    search = ("author.search_key",)
    sections = (("Обращение", ("category", "page", "text")), ("Ответ", ("state", "answer")))
    closed = frozenset({DELETE})
    empty_title = "Обращений нет"
    empty_text = "Вопросы пользователей к службе поддержки и ответы на них (п. 8.2)."

    def make_form(self, model: SupportRequest | None) -> Any:
        form = super().make_form(model)
        if model is not None:
            for name in ("category", "page", "text"):
                if name in form:
                    del form[name]
        return form

    def validate(self, form: Any, model: SupportRequest | None) -> Iterable[Violation]:
        if model is None:
            yield from check_request(form["category"].data, form["text"].data or "")
        elif "answer" in form and (refusal := check_answer(form["state"].data, form["answer"].data or "")):
            yield refusal

    def save(self, form: Any, model: SupportRequest | None) -> SupportRequest:
        if model is None:
            model = SupportRequest(author_id=self.user.account, author_role=role_of(self.user),
                                   created_at=self.user.now)
        elif "answer" in form and form["answer"].data:
            model.answered_by_id, model.answered_at = self.user.account, self.user.now
        request: SupportRequest = super().save(form, model)
        return request


class OutboxView(EntityView):
    entity = Outbox
    name_one = "отправление"
    columns = ("user", "guardian", "notification.kind", "channel", "state", "attempts", "next_try_at", "sent_at",
               "gateway", "cost", "error")
    filters = ("state", "channel", "sent_at", "gateway")
    search = ()
    closed = frozenset({CREATE, UPDATE, DELETE})
    empty_title = "Отправлений нет"
    empty_text = "Письма и SMS, которые журнал отправляет сам, и что с ними стало."


VIEWS = (ThreadView, MessageView, SupportRequestView, OutboxView)
