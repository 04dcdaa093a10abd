"""Администрирование: the journal of changes, read-only (п. 7.1, 9.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import g
from markupsafe import Markup

from access.identity import Identity
from admin.base import EntityView
from admin.filters import choice_filter, record_filter
from models import AuditRecord, CurriculumLine, Discipline, Group, Journal, Student
from queries.audit import Change, Event, events
from queries.naming import entities
from rules.terms import AuditAction
from views.guards import settings


def _entity_choices() -> list[tuple[str, str]]:
    return sorted(((table, model.__label__) for table, model in entities().items()), key=lambda pair: pair[1])


def _of_discipline(user: Identity, id: int) -> sa.ColumnElement[bool]:
    lines = sa.select(CurriculumLine.id).where(CurriculumLine.discipline_id == id)
    return AuditRecord.journal_id.in_(sa.select(Journal.id).where(Journal.curriculum_line_id.in_(lines)))


class AuditRecordView(EntityView):
    entity = AuditRecord
    columns = ("at", "who", "action", "what", "changes", "reason", "source")
    labels = {"who": "Кто", "what": "Что", "changes": "Было и стало"}
    filters = (
        "actor", "at", "action",
        choice_filter("Раздел", "entity", _entity_choices, lambda user, table: AuditRecord.entity == table),
        record_filter("Группа", "group", Group, lambda user, id: AuditRecord.group_id == id),
        record_filter("Дисциплина", "discipline", Discipline, _of_discipline),
        record_filter("Журнал", "journal", Journal, lambda user, id: AuditRecord.journal_id == id),
        record_filter("Студент", "student", Student, lambda user, id: AuditRecord.student_id == id),
        "entity_id",
    )
    sorts = {"action": "", "reason": "", "source": "", "at": "id"}
    search = ()
    recent = frozenset({"export"})  # «Было и стало» has phones and addresses, whatever entity they are of
    details = ("at", "who", "action", "what", "changes", "reason", "source", "address", "chain", "seq", "hash")
    loads = ("actor",)
    empty_title = "Изменений пока нет"
    empty_text = "Здесь видно, кто, когда и что изменил: на сайте, загрузкой из файла или командой."

    def prepare(self, found: Sequence[AuditRecord]) -> None:
        g.events = {event.id: event for event in events(self.user, found, settings().zone)}

    def show_who(self, record: AuditRecord) -> str:
        return _event(record).who

    def show_what(self, record: AuditRecord) -> str:
        event = _event(record)
        return f"{event.entity}: {event.title}" if event.title else event.entity

    def show_reason(self, record: AuditRecord) -> str:
        return _event(record).reason

    def show_source(self, record: AuditRecord) -> str:
        return _event(record).source

    def show_changes(self, record: AuditRecord) -> Any:
        return Lines(_in_words(change, record.action) for change in _event(record).changes)

    def history(self, model: Any) -> dict[str, Any]:
        return {}


class Lines(list[str]):
    """Lines one under another on a page, joined in a spreadsheet."""

    def __html__(self) -> Markup:
        return Markup("<br>").join(self)


def _in_words(change: Change, action: AuditAction) -> str:
    if action is AuditAction.UPDATE:
        return f"{change.label}: {change.old or 'нет'} → {change.new or 'нет'}"
    return f"{change.label}: {change.new or change.old}"


def _event(record: AuditRecord) -> Event:
    found: Event = g.events[record.id]
    return found


VIEWS = (AuditRecordView,)
