"""Практика: what students did each day, and their attestation sheets; the supervisor writes them (Пр. 12)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from access.scopes import practice_journals
from admin.base import EntityView
from admin.fields import Required
from admin.subjects import tidy
from admin.word_fields import WordField
from models import Absence, AttestationSheet, Cell, DayLog, Lesson, SheetRow, db
from queries.roster import studies
from rules.practice import LEVELS, check_day, check_level, check_sheet, level_title
from rules.spans import Days
from rules.terms import SheetPart
from rules.violation import Violation


def _level_words() -> list[tuple[str, str]]:
    """All levels of the three tables; one value may stand in two of them."""
    titles: dict[str, list[str]] = {}
    for kind in LEVELS.values():
        for member in kind:
            titles.setdefault(member.value, []).append(member.title)
    return [(value, " / ".join(dict.fromkeys(names))) for value, names in titles.items()]


class DayLogView(EntityView):
    entity = DayLog
    name_one = "день практики"
    columns = ("student", "lesson.date", "work", "hours", "section", "lesson.journal")
    labels = {"lesson.date": "Дата", "lesson.journal": "Практика"}
    order = ("-lesson.date", "student.sort_key")
    sorts = {"lesson.date": "lesson.date"}
    search = ("student.search_key", "work")
    filters = ("student", "lesson.date", "lesson.journal.group", "lesson.journal", "section", "hours")
    fields = ("lesson", "student", "section", "work", "hours")
    fixed = ("lesson", "student")
    narrow = {"lesson": lambda user: Lesson.journal_id.in_(practice_journals(user))}
    details = ("student", "lesson", "section", "work", "hours")
    empty_title = "Дневник практики пуст"
    empty_text = "Руководитель практики записывает, что студент делал каждый день. День — занятие журнала практики."

    def validate(self, form: Any, model: DayLog | None) -> Iterable[Violation]:
        tidy(form, "work")
        lesson, student = ((model.lesson, model.student) if model is not None else
                           (form["lesson"].data, form["student"].data))
        yield from check_day(form["hours"].data, lesson.hours, lesson.date, self.user.today)
        if not studies(student, lesson.journal, Days(lesson.date, lesson.date)):
            yield Violation("", f"{lesson.date:%d.%m.%Y} студент не учился в этой группе", "student")
        elif _absent(lesson, student):
            yield Violation("6.1", f"{lesson.date:%d.%m.%Y} у студента отмечен пропуск", "student")
        section = form["section"].data
        if section is not None and section.programme.journal_id != lesson.journal_id:
            yield Violation("", "Раздел другой практики", "section")


def _absent(lesson: Lesson, student: Any) -> bool:
    found = db.session.scalar(sa.select(Absence).join(Absence.cell).where(
        Cell.lesson_id == lesson.id, Cell.student_id == student.id))
    return found is not None and bool(found.kind.counts_hours)


class AttestationSheetView(EntityView):
    entity = AttestationSheet
    name_one = "аттестационный лист"
    columns = ("student", "programme", "programme.ends", "value", "signed_on")
    labels = {"programme.ends": "Практика до", "signed_on": "Подписан"}
    order = ("-programme.ends", "student.sort_key")
    sorts = {"programme.ends": "programme.ends"}
    filters = ("student", "programme", "programme.journal.group", "value", "signed_on")
    sections = (
        ("Лист", ("programme", "student")), ("Итог", ("value", "signed_on", "characteristics")),
    )
    fixed = ("programme", "student")
    hints = {"signed_on": "С этого дня студент и родители видят отметку."}
    details = ("student", "programme", "value", "signed_on", "characteristics", "rows")
    empty_title = "Аттестационных листов пока нет"
    empty_text = "Лист заполняет руководитель практики: виды и качество работ, компетенции, характеристика, отметка."

    def validate(self, form: Any, model: AttestationSheet | None) -> Iterable[Violation]:
        programme, student = ((model.programme, model.student) if model is not None else
                              (form["programme"].data, form["student"].data))
        yield from check_sheet(form["value"].data, form["signed_on"].data, programme.ends, self.user.today)
        if model is None and not studies(student, programme.journal, Days(programme.starts, programme.ends)):
            yield Violation("", f"Студент в эти дни не учится: {programme}", "student")


class SheetRowView(EntityView):
    entity = SheetRow
    name_one = "строку аттестационного листа"
    columns = ("title", "level", "part", "position", "sheet.student", "sheet.programme")
    labels = {"sheet.student": "Студент", "sheet.programme": "Практика"}
    order = ("sheet_id", "part", "position")
    sorts = {"level": "", "sheet.programme": ""}
    search = ("title", "sheet.student.search_key")
    search_hint = "Вид работ или студент"
    filters = ("sheet", "part", "sheet.student", "sheet.programme.journal.group")
    fields = ("sheet", "part", "position", "title", "level")
    fixed = ("sheet", "part")
    extra_fields = {"level": WordField("Уровень", words=_level_words(), validators=[Required()])}
    hints = {"level": "Качество работ — высокое, среднее, низкое; компетенции — освоена или проявлялась."}
    details = ("sheet.student", "sheet.programme", "part", "position", "title", "level")
    empty_title = "Строк пока нет"
    empty_text = "Строки листа — виды работ и компетенции с уровнем, по трём таблицам."

    def show_level(self, row: SheetRow) -> str:
        return level_title(SheetPart(row.part), row.level)

    def validate(self, form: Any, model: SheetRow | None) -> Iterable[Violation]:
        tidy(form, "title")
        part = SheetPart(model.part) if model is not None else form["part"].data
        wrong = check_level(part, form["level"].data)
        if wrong is not None:
            yield wrong
        if form["position"].data < 1:
            yield Violation("", "Номер не меньше 1", "position")

    def save(self, form: Any, model: SheetRow | None) -> SheetRow:
        row = model if model is not None else SheetRow()
        row.level = form["level"].data
        saved: SheetRow = super().save(form, row)
        return saved


VIEWS = (DayLogView, AttestationSheetView, SheetRowView)
