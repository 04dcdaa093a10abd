"""Администрирование: the college itself, loads from files, views of cards (п. 9.2)."""

from __future__ import annotations

from access.grants import CREATE, DELETE, UPDATE
from admin.base import EntityView
from models import Acknowledgement, College, ImportBatch, ViewRecord


class CollegeView(EntityView):
    entity = College
    name_one = "сведения о лицее"
    columns = ("short_title", "city", "phone", "email", "director_name")
    search = ()
    sections = (
        ("Наименование", ("title", "short_title", "founder")),
        ("Связь", ("city", "address", "phone", "email")),
        ("Кто подписывает", ("director_name", "deputy_name")),
    )
    closed = frozenset({DELETE})
    empty_title = "Лицей ещё не назван"
    empty_text = "Наименование и подписи стоят на печатных формах: внесите их первыми."


class ImportBatchView(EntityView):
    entity = ImportBatch
    columns = ("at", "kind", "file_name", "user", "created", "changed", "same")
    order = ("-at",)
    filters = ("kind", "user", "at")
    search = ()
    details = ("at", "kind", "file_name", "user", "created", "changed", "same", "sha256")
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


VIEWS = (CollegeView, ImportBatchView, AcknowledgementView, ViewRecordView)
