"""Администрирование: the college itself, loads from files, views of cards (п. 9.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from access.grants import CREATE, DELETE, UPDATE
from admin.base import EntityView
from models import (
    Acknowledgement,
    College,
    ImportBatch,
    IssuedDocument,
    NumberSeries,
    PublicDocument,
    RetentionTerm,
    ViewRecord,
)
from rules.public import check_address
from rules.violation import Violation


class CollegeView(EntityView):
    entity = College
    name_one = "сведения о лицее"
    columns = ("short_title", "city", "phone", "email", "director_name")
    search = ()
    sections = (
        ("Наименование", ("title", "short_title", "founder")),
        ("На бланках справок", ("ogrn", "licence")),
        ("Связь", ("city", "address", "phone", "email")),
        ("Кто подписывает", ("director_name", "deputy_name")),
    )
    closed = frozenset({DELETE})
    hints = {"licence": "Номер, дата и кем выдана: «№ 123 от 01.02.2020, Минобрнауки края»."}
    empty_title = "Лицей ещё не назван"
    empty_text = "Наименование и подписи стоят на печатных формах: внесите их первыми."


class PublicDocumentView(EntityView):
    entity = PublicDocument
    name_one = "документ"
    columns = ("position", "title", "number", "date")
    order = ("position", "id")
    filters = ("title", "date")
    search = ()
    fields = ("position", "title", "number", "date", "url", "text")
    hints = {"url": "Начинается с https://", "text": "Если документа нет в сети: текст целиком."}
    empty_title = "Документов пока нет"
    empty_text = "Положение, приказ и памятки из этого списка видны всем на открытой странице «Нормативные документы»."

    def validate(self, form: Any, model: PublicDocument | None) -> Iterable[Violation]:
        if refusal := check_address(form["url"].data):
            yield refusal
        if not (form["url"].data or form["text"].data):
            yield Violation("", "Укажите адрес в сети или вставьте текст", "text")


class NumberSeriesView(EntityView):
    entity = NumberSeries
    name_one = "нумерацию"
    columns = ("kind", "year", "prefix", "last")
    order = ("-year", "kind")
    search = ()
    fields = ("prefix",)
    details = ("kind", "year", "prefix", "last")
    closed = frozenset({CREATE, DELETE})
    hints = {"prefix": "Стоит перед следующими номерами: «СО» даёт «СО-15/23»."}
    empty_title = "Документов ещё не выдавали"
    empty_text = "Нумерация вида документа начинается с первым выданным в учебном году."


class IssuedDocumentView(EntityView):
    entity = IssuedDocument
    columns = ("issued_on", "designation", "title", "group", "user")
    order = ("-issued_on", "-id")
    filters = ("kind", "user", "issued_on")
    search = ("designation",)
    details = ("issued_on", "designation", "title", "student", "group", "user", "closed", "sha256", "code")
    closed = frozenset({CREATE, UPDATE, DELETE})
    empty_title = "Документов ещё не выдавали"
    empty_text = "Здесь остаётся каждый выданный документ: номер, дата, кто выдал, контрольная сумма."


class RetentionTermView(EntityView):
    """Terms of keeping that differ from the usual ones; the page of the year shows what has passed."""

    entity = RetentionTerm
    name_one = "срок"
    columns = ("kind", "years", "basis")
    order = ("kind",)
    filters = ("kind",)
    search = ()
    fields = ("kind", "years", "basis")
    fixed = ("kind",)
    hints = {"years": "Пусто — хранить постоянно.", "basis": "Номенклатура дел лицея, её дата и номер."}
    closed = frozenset({DELETE})
    empty_title = "Действуют обычные сроки"
    empty_text = "Журналы и ведомости 5 лет, сводные 25, личные дела 50, приказы 75. Здесь задают сроки лицея."


class ImportBatchView(EntityView):
    entity = ImportBatch
    columns = ("at", "kind", "file_name", "user", "created", "changed", "same", "state")
    order = ("-at",)
    filters = ("kind", "state", "user", "at")
    search = ()
    details = ("at", "kind", "file_name", "user", "created", "changed", "same", "state", "undone_at", "sha256")
    closed = frozenset({CREATE, UPDATE, DELETE})
    empty_title = "Из файлов ничего не загружали"
    empty_text = "Здесь остаётся запись о каждой загрузке: кто, когда, из какого файла и что изменилось."


class ViewRecordView(EntityView):
    entity = ViewRecord
    columns = ("at", "user", "page")
    order = ("-at",)
    filters = ("user", "at")
    search = ()
    closed = frozenset({CREATE, UPDATE, DELETE})
    empty_title = "Просмотров нет"
    empty_text = "Кто и когда открывал карточки студентов (п. 9.2)."


class AcknowledgementView(EntityView):
    entity = Acknowledgement
    columns = ("at", "user", "kind", "week")
    order = ("-at",)
    filters = ("kind", "user", "at", "week")
    search = ()
    closed = frozenset({CREATE, UPDATE, DELETE})
    empty_title = "Ознакомлений нет"
    empty_text = "Кто нажал «С дневником ознакомлен(а)» и кто прочитал объявления и справки (п. 5.7, 7.4)."


VIEWS = (CollegeView, PublicDocumentView, RetentionTermView, NumberSeriesView, IssuedDocumentView, ImportBatchView,
         AcknowledgementView, ViewRecordView)
