"""Расписание: the week and its changes by date; nobody is in two places at once (п. 5.5, 6.1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import flash

from admin.base import EntityView
from admin.fields import Required
from admin.filters import choice_filter
from admin.word_fields import WordField
from models import Journal, TimetableChange, TimetableName, TimetableSlot, User, db
from queries.college import bells, norms_on, work_calendar
from queries.timetable import at_same_time, busy, class_of, planned_pairs, same_change
from rules.spans import Days
from rules.terms import ChangeKind, NameKind, WeekParity
from rules.timetable import Change, Class, Weekly, check_change, check_class, check_slot, check_weekly, room_taken
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
        return {WeekParity.ODD: "нечётные", WeekParity.EVEN: "чётные"}.get(WeekParity(slot.parity), "каждая")

    def show_teacher(self, slot: TimetableSlot) -> str:
        return slot.journal.teacher.short_name

    def validate(self, form: Any, model: TimetableSlot | None) -> Iterable[Violation]:
        journal, slot = form["journal"].data, self._weekly(form)
        semester = Days(journal.semester.starts, journal.semester.ends)
        found = check_slot(slot, semester, sorted(bells()), norms_on(slot.days.starts).week_days)
        return found or check_weekly(slot, self._others(slot, model))

    @staticmethod
    def _weekly(form: Any) -> Weekly:
        return Weekly(class_of(form["journal"].data, form["room"].data), form["weekday"].data, form["pair"].data,
                      WeekParity(form["parity"].data), Days(form["starts"].data, form["ends"].data))

    @staticmethod
    def _others(slot: Weekly, model: TimetableSlot | None) -> list[Weekly]:
        return at_same_time(slot.weekday, slot.pair, slot.days, model.id if model is not None else 0)

    def save(self, form: Any, model: TimetableSlot | None) -> TimetableSlot:
        slot = self._weekly(form)
        taken = room_taken(slot, self._others(slot, model))
        if taken is not None:
            flash(f"Аудитория {slot.what.room} в это время занята: {taken}.", "warning")
        row = model if model is not None else TimetableSlot()
        row.weekday = form["weekday"].data
        saved: TimetableSlot = super().save(form, row)
        return saved


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
        change, besides = _change(form), model.id if model is not None else 0
        with db.session.no_autoflush:
            journal = form["journal"].data or form["new_journal"].data
            if journal is None:
                needed = "new_journal" if change.kind is ChangeKind.ADDED else "journal"
                return [Violation("5.5", "Выберите журнал", needed)]
            pairs = planned_pairs(form["journal"].data, change.date, besides) if form["journal"].data else []
            found = check_change(change, Days(journal.semester.starts, journal.semester.ends), pairs)
            if not found and same_change(change.date, change.pair, change.kind, change.journal, besides):
                found = [Violation("5.5", "Такое изменение уже записано", "kind")]
            return found or [*self._working(change), *_clashes(form, change, besides)]

    def _working(self, change: Change) -> Iterable[Violation]:
        """Lessons are not brought to days off."""
        for field, day in (("date", change.date if change.kind is ChangeKind.ADDED else None),
                           ("new_date", change.new_date)):
            if day is not None and not work_calendar(self.user, norms_on(day)).is_working(day):
                yield Violation("5.5", f"{day:%d.%m.%Y} — нерабочий день", field)


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


def _change(form: Any) -> Change:
    journal, new, substitute = (form[name].data for name in ("journal", "new_journal", "substitute"))
    return Change(
        ChangeKind(form["kind"].data), form["date"].data, form["pair"].data, journal.id if journal else None,
        new.id if new else None, substitute.id if substitute else None, form["new_date"].data, form["new_pair"].data,
        form["room"].data, journal.teacher_id if journal else None, journal.group_id if journal else None,
        new.group_id if new else None)


def _clashes(form: Any, change: Change, besides: int) -> list[Violation]:
    """Who is busy where the change brings the lesson."""
    journal: Journal = form["journal"].data
    match change.kind:
        case ChangeKind.SUBSTITUTED if change.substitute is not None:
            one, when, field = Class("", 0, change.substitute), (change.date, change.pair), "substitute"
        case ChangeKind.REPLACED | ChangeKind.ADDED:
            one, when = class_of(form["new_journal"].data), (change.date, change.pair)
            field = "new_journal" if change.kind is ChangeKind.REPLACED else "pair"
        case ChangeKind.MOVED if change.new_date is not None:
            pair = change.pair if change.new_pair is None else change.new_pair
            one, when, field = class_of(journal), (change.new_date, pair), "new_pair"
        case _:
            return []
    others = [what for book, what in busy(*when, besides) if book != change.journal]
    return check_class(one, others, field)


VIEWS = (TimetableSlotView, TimetableChangeView, TimetableNameView)
