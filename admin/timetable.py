"""Расписание: the week and its changes by date; nobody is in two places at once (п. 5.5, 6.1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import flash

from actions import timetable_dates as dates
from actions import timetable_places as places
from actions.timetable_dates import ChangeEntry
from actions.timetable_places import PlaceEntry
from admin.base import EntityView
from admin.fields import Required
from admin.filters import choice_filter
from admin.word_fields import WordField
from models import TimetableChange, TimetableName, TimetableSlot, User
from rules.terms import ChangeKind, NameKind, WeekParity
from rules.timetable_words import check_name
from rules.violation import Violation
from rules.words import WEEKDAYS

DAYS_OF_WEEK = [(number, name) for number, name in enumerate(WEEKDAYS, 1)]
OF_GROUP = ("journal.group", "journal.teacher")


class TimetableSlotView(EntityView):
    entity = TimetableSlot
    name_one = "занятие расписания"
    columns = ("journal", "weekday", "pair", "parity", "room", "teacher", "starts", "ends")
    labels = {"teacher": "Преподаватель"}
    loads = ("journal.teacher",)
    order = ("weekday", "pair", "journal_id")
    sorts = {"weekday": "weekday", "parity": "parity", "teacher": "journal.teacher.sort_key"}
    filters = (*OF_GROUP, "journal", choice_filter(
        "День недели", "weekday", lambda: DAYS_OF_WEEK,
        lambda user, number: TimetableSlot.weekday == number, int), "pair", "parity", "room", "starts", "ends")
    search = ("journal.group.search_key", "journal.line.title", "journal.teacher.search_key", "room")
    search_hint = "Группа, предмет, преподаватель, аудитория"
    sections = (("Занятие", ("journal", "room")), ("Когда", ("weekday", "pair", "parity", "starts", "ends")))
    extra_fields = {"weekday": WordField("День недели", words=DAYS_OF_WEEK, validators=[Required()])}
    hints = {"starts": "Обычно первый день семестра.", "ends": "Обычно последний день семестра."}
    empty_title = "Расписания пока нет"
    empty_text = "Загрузите расписание из файла или добавьте занятия: журнал, день недели, пара, аудитория."

    def show_weekday(self, slot: TimetableSlot) -> str:
        return WEEKDAYS[slot.weekday - 1]

    def show_parity(self, slot: TimetableSlot) -> str:
        return WeekParity(slot.parity).weeks

    def show_teacher(self, slot: TimetableSlot) -> str:
        return slot.journal.teacher.short_name

    def validate(self, form: Any, model: TimetableSlot | None) -> Iterable[Violation]:
        return places.refusals(_place(form), model.id if model is not None else 0)

    def save(self, form: Any, model: TimetableSlot | None) -> TimetableSlot:
        warning = places.room_warning(_place(form), model.id if model is not None else 0)
        if warning is not None:
            flash(warning, "warning")
        row = model if model is not None else TimetableSlot()
        row.weekday = form["weekday"].data
        saved: TimetableSlot = super().save(form, row)
        return saved


def _place(form: Any) -> PlaceEntry:
    return PlaceEntry(form["journal"].data, form["weekday"].data, form["pair"].data, WeekParity(form["parity"].data),
                      form["starts"].data, form["ends"].data, form["room"].data)


class TimetableChangeView(EntityView):
    entity = TimetableChange
    name_one = "изменение расписания"
    columns = ("date", "pair", "kind", "journal", "new_journal", "substitute", "new_date", "new_pair", "room", "reason")
    labels = {"journal": "Занятие по расписанию", "new_journal": "Занятие вместо него"}
    order = ("-date", "pair")
    filters = ("date", "kind", "journal.group", "journal.teacher", "substitute", "new_date", "pair")
    search = ("journal.group.search_key", "journal.line.title", "substitute.search_key")
    search_hint = "Группа, предмет, кто замещает"
    sections = (
        ("Что и когда", ("kind", "date", "pair", "journal")),
        ("Как изменилось", ("substitute", "new_journal", "new_date", "new_pair", "room")),
        ("Почему", ("reason",)),
    )
    narrow = {"substitute": lambda user: User.blocked_at.is_(None)}
    hints = {"journal": "Для дополнительного занятия не заполняют.",
             "substitute": "Для замены: журнал откроется замещающему на это занятие (п. 6.1).",
             "new_journal": "Для другой дисциплины и для дополнительного занятия.",
             "new_date": "Для переноса.", "new_pair": "Для переноса; пусто — та же пара.",
             "reason": "Студенты и родители причину не видят (п. 9.2)."}
    empty_title = "Изменений расписания пока нет"
    empty_text = "Замены, переносы и отмены на дату: их видят преподаватели, студенты и родители."

    def validate(self, form: Any, model: TimetableChange | None) -> Iterable[Violation]:
        return dates.refusals(self.user, _change(form), model.id if model is not None else 0)


class TimetableNameView(EntityView):
    entity = TimetableName
    name_one = "имя"
    columns = ("kind", "text", "group", "discipline", "practice", "teacher", "skipped")
    order = ("kind", "text")
    filters = ("kind", "skipped", "group", "teacher")
    search = ("text",)
    search_hint = "Как написано в файле"
    sections = (("Как в файле", ("kind", "text")),
                ("Что это", ("group", "discipline", "practice", "teacher", "skipped")))
    hints = {"skipped": "Строки с этим именем не загружаются."}
    empty_title = "Имён пока нет"
    empty_text = "Когда при загрузке расписания встретится незнакомое имя, ответ запомнится здесь."

    def validate(self, form: Any, model: TimetableName | None) -> Iterable[Violation]:
        given = {name for name in ("group", "discipline", "practice", "teacher") if form[name].data is not None}
        return check_name(NameKind(form["kind"].data), given, bool(form["skipped"].data))


def _change(form: Any) -> ChangeEntry:
    names = ("date", "pair", "journal", "new_journal", "substitute", "new_date", "new_pair", "room")
    return ChangeEntry(ChangeKind(form["kind"].data), **{name: form[name].data for name in names})


VIEWS = (TimetableSlotView, TimetableChangeView, TimetableNameView)
