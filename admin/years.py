"""Учебный план: academic years, semesters, days off, bells (п. 6.9, 7.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from flask import flash

from admin.base import EntityView
from models import (
    AcademicYear,
    BellSchedule,
    BellSlot,
    Holiday,
    Journal,
    Lesson,
    PracticeProgramme,
    Semester,
    TimetableSlot,
    db,
)
from queries.closed import is_archived
from rules.bells import Bell, check_bell
from rules.lessons import archived_year
from rules.spans import Days
from rules.terms import DayKind
from rules.violation import Violation
from rules.words import plural
from rules.years import check_days_off, check_inside, check_semester, check_year


def _days(form: Any) -> Days:
    return Days(form["starts"].data, form["ends"].data)


def _others(model: Any, row: Any | None) -> list[Any]:
    """All rows of the table but this one: these tables are short."""
    return list(db.session.scalars(sa.select(model).where(model.id != (row.id if row is not None else 0))))


class AcademicYearView(EntityView):
    entity = AcademicYear
    name_one = "учебный год"
    columns = ("title", "starts", "ends", "semesters", "archived_at")
    labels = {"title": "Учебный год", "semesters": "Семестры"}
    loads = ("semesters",)
    order = ("-year",)
    search = ()
    filters = ("year", "starts", "archived_at")
    fields = ("year", "starts", "ends")
    hints = {"year": "2023 — для учебного года 2023-2024."}
    details = ("title", "starts", "ends", "semesters", "archived_at")
    empty_title = "Учебных годов пока нет"
    empty_text = "С учебного года начинают: за ним семестры, каникулы и звонки, потом группы и журналы."

    def show_title(self, year: AcademicYear) -> str:
        return str(year)

    def show_semesters(self, year: AcademicYear) -> list[str]:
        return [f"{semester.number}: {semester.starts:%d.%m}–{semester.ends:%d.%m}" for semester in year.semesters]

    def validate(self, form: Any, model: AcademicYear | None) -> Iterable[Violation]:
        days = _days(form)
        yield from check_year(form["year"].data, days, [
            (str(other), Days(other.starts, other.ends)) for other in _others(AcademicYear, model)])
        if model is not None:
            held = [day for semester in model.semesters for day in (semester.starts, semester.ends)]
            if (outside := check_inside(days, held, "дни семестров")) is not None:
                yield outside
            if model.semesters and form["year"].data != model.year:
                yield Violation("", "В этом году уже есть семестры: добавьте другой год", "year")
            if model.archived_at is not None:
                yield Violation("7.5", "Учебный год в архиве")


class SemesterView(EntityView):
    entity = Semester
    name_one = "семестр"
    columns = ("title", "academic_year", "number", "starts", "ends")
    labels = {"title": "Семестр"}
    sorts = {"academic_year": "academic_year.year"}
    order = ("-starts",)
    search = ()
    filters = ("academic_year", "number", "starts")
    fields = ("academic_year", "number", "starts", "ends")
    fixed = ("academic_year", "number")
    hints = {"ends": "Итоговые отметки выставляют не позднее этого дня (п. 6.9)."}
    details = ("academic_year", "number", "starts", "ends")
    empty_title = "Семестров пока нет"
    empty_text = "Добавьте учебный год, затем два его семестра с датами начала и конца."

    def show_title(self, semester: Semester) -> str:
        return str(semester)

    def validate(self, form: Any, model: Semester | None) -> Iterable[Violation]:
        year = model.academic_year if model is not None else form["academic_year"].data
        number, days = model.number if model is not None else form["number"].data, _days(form)
        if number not in (1, 2):
            return [Violation("", "Номер от 1 до 2", "number")]
        if year.archived_at is not None:
            return [Violation("7.5", "Учебный год в архиве", "starts" if model else "academic_year")]
        others = {other.number: Days(other.starts, other.ends) for other in year.semesters if other is not model}
        if number in others:
            return [Violation("", f"{number} семестр этого года уже есть", "number")]
        found = check_semester(number, days, Days(year.starts, year.ends), others)
        if found or model is None:
            return found
        return [*filter(None, (check_inside(days, held, what) for what, held in _held(model)))]


def _held(semester: Semester) -> Iterable[tuple[str, list[Any]]]:
    """First and last days of what rests on the semester."""
    for what, model, first, last in (
            ("занятия", Lesson, Lesson.date, Lesson.date),
            ("занятия расписания", TimetableSlot, TimetableSlot.starts, TimetableSlot.ends),
            ("дни практики", PracticeProgramme, PracticeProgramme.starts, PracticeProgramme.ends)):
        row = db.session.execute(sa.select(sa.func.min(first), sa.func.max(last)).select_from(model).join(
            Journal, Journal.id == model.journal_id).where(Journal.semester_id == semester.id)).one()
        yield what, [day for day in row if day is not None]


class HolidayView(EntityView):
    entity = Holiday
    name_one = "нерабочий день"
    columns = ("title", "kind", "starts", "ends", "length")
    labels = {"length": "Дней"}
    order = ("-starts",)
    filters = ("kind", "starts", "ends")
    fields = ("title", "kind", "starts", "ends")
    hints = {"kind": "Рабочий день (перенос) — суббота или воскресенье с занятиями.", "ends": "Включительно."}
    empty_title = "Праздников и каникул пока нет"
    empty_text = "В эти дни занятия не записывают, и сроки внесения отметок их не считают."

    def show_length(self, holiday: Holiday) -> int:
        return (holiday.ends - holiday.starts).days + 1

    def validate(self, form: Any, model: Holiday | None) -> Iterable[Violation]:
        kind, days = form["kind"].data, _days(form)
        yield from check_days_off(kind, days, [
            (other.title, Days(other.starts, other.ends)) for other in _others(Holiday, model) if other.kind == kind])
        if is_archived(days.starts, days.starts) or (model is not None and is_archived(model.starts, model.starts)):
            yield archived_year()

    def saved(self, row: Holiday, created: bool) -> Any:
        held = db.session.scalar(sa.select(sa.func.count()).select_from(Lesson).where(
            Lesson.date.between(row.starts, row.ends))) or 0
        if held and row.kind != DayKind.WORKDAY:
            noun = plural(held, "занятие", "занятия", "занятий")
            flash(f"В эти дни уже записано {held} {noun}: проверьте даты.", "warning")
        return super().saved(row, created)


class BellScheduleView(EntityView):
    entity = BellSchedule
    name_one = "расписание звонков"
    columns = ("title", "is_default", "slots")
    labels = {"slots": "Пары"}
    loads = ("slots",)
    order = ("title",)
    filters = ("is_default",)
    fields = ("title", "is_default")
    hints = {"is_default": "По нему идут занятия; у остальных эта отметка снимется сама."}
    details = ("title", "is_default", "slots")
    empty_title = "Звонков пока нет"
    empty_text = "Добавьте основное расписание звонков, затем его пары: без них нельзя составить расписание занятий."

    def show_slots(self, schedule: BellSchedule) -> Sequence[str]:
        return [f"{slot.pair}-я {slot.starts:%H:%M}–{slot.ends:%H:%M}" for slot in schedule.slots]

    def validate(self, form: Any, model: BellSchedule | None) -> Iterable[Violation]:
        if model is not None and model.is_default and not form["is_default"].data:
            yield Violation("", "Основным сделайте другое расписание: это перестанет им быть само", "is_default")

    def save(self, form: Any, model: BellSchedule | None) -> BellSchedule:
        others = _others(BellSchedule, model)
        schedule: BellSchedule = super().save(form, model)
        schedule.is_default = schedule.is_default or not any(other.is_default for other in others)
        for other in others:
            if schedule.is_default and other.is_default:
                other.is_default = False
        return schedule


class BellSlotView(EntityView):
    entity = BellSlot
    name_one = "пару"
    columns = ("schedule", "pair", "starts", "ends", "minutes")
    labels = {"minutes": "Минут"}
    sorts = {"schedule": "schedule.title"}
    order = ("schedule.title", "pair")
    search = ("schedule.title",)
    filters = ("schedule", "pair")
    fields = ("schedule", "pair", "starts", "ends")
    fixed = ("schedule",)
    empty_title = "Пар пока нет"
    empty_text = "Укажите начало и конец каждой пары: 1-я 08:30–10:05, 2-я 10:15–11:50 и дальше по порядку."

    def show_minutes(self, slot: BellSlot) -> int:
        return Bell(slot.pair, slot.starts, slot.ends).minutes

    def validate(self, form: Any, model: BellSlot | None) -> Iterable[Violation]:
        schedule = model.schedule if model is not None else form["schedule"].data
        others = [Bell(slot.pair, slot.starts, slot.ends) for slot in schedule.slots if slot is not model]
        return check_bell(Bell(form["pair"].data, form["starts"].data, form["ends"].data), others)


VIEWS = (AcademicYearView, SemesterView, HolidayView, BellScheduleView, BellSlotView)
