"""Журнал: lessons with their works, tasks and homework, recorded by the rules (п. 5.6, 6.1, 6.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from flask import request
from wtforms import StringField, TextAreaField

from actions import entries
from actions.lessons import HomeworkEntry, LessonEntry, TaskEntry, delete_lesson, entry_of, record_lesson
from admin.entry import REASON, EntryView, record
from admin.fields import DayField, NumberField, TermField
from models import Homework, Lesson, LessonTask, Work, db
from rules.terms import LessonKind, TaskKind, WorkKind
from rules.texts import DeclaredWork

OWN = ("date", "pair", "hours", "kind", "topic", "syllabus_topic", "deviation_reason")


class LessonView(EntryView):
    entity = Lesson
    name_one = "занятие"
    columns = ("date", "pair", "journal", "topic", "kind", "hours", "teacher", "substituted", "entered_at")
    order = ("-date",)
    filters = ("journal", "journal.group", "journal.line.discipline", "teacher", "date", "kind", "entered_at")
    sections = (
        ("Занятие", ("journal", *OWN)),
        ("Работа", ("work_kind", "work_number", "work_title")),
        ("Домашнее задание", ("homework_text", "homework_kind", "homework_due")),
    )
    fixed = ("journal",)
    extra_fields = {
        "work_kind": TermField("Объявленная работа", kind=WorkKind, optional=True),
        "work_number": NumberField("№ работы", least=1, most=200),
        "work_title": StringField("Тема работы"),
        "homework_text": TextAreaField("Домашнее задание"),
        "homework_kind": TermField("Вид задания", kind=TaskKind, optional=True),
        "homework_due": DayField("К какому дню"),
        "reason": REASON,
    }
    renamed = {"works": "work_title", "works-0-number": "work_number", "homework": "homework_text",
               "late_reason": "reason", "syllabus_topic_id": "syllabus_topic"}
    details = ("date", "pair", "journal", "topic", "kind", "hours", "syllabus_topic", "deviation_reason", "teacher",
               "substituted", "substitution_reason", "works", "tasks", "homework", "attendance_at", "entered_at",
               "entered_by", "late_reason")
    empty_text = "Занятие записывает преподаватель в день проведения на странице журнала (п. 6.1)."

    @property
    def form_names(self) -> list[str]:
        return [*super().form_names, "reason"]

    def make_form(self, model: Lesson | None) -> Any:
        form = super().make_form(model)
        if model is not None and request.method != "POST":
            work, homework = next(iter(model.works), None), next(iter(model.homework), None)
            _show(form, work_kind=work and work.kind, work_number=work and work.number, work_title=work and work.title,
                  homework_text=homework and homework.text, homework_kind=homework and homework.kind,
                  homework_due=homework and homework.due_on)
        return form

    def save(self, form: Any, model: Lesson | None) -> Lesson:
        journal = model.journal if model is not None else form["journal"].data
        before = entry_of(model) if model is not None else None
        with self.told(form):
            return record_lesson(self.user, journal, _entry(form, before), model)

    def remove(self, model: Lesson) -> None:
        with self.told():
            delete_lesson(self.user, model.journal, model)


def _show(form: Any, **values: Any) -> None:
    for name, value in values.items():
        form[name].process_data(value)


def _entry(form: Any, before: LessonEntry | None) -> LessonEntry:
    """What the form says; further works and the tasks of the lesson stay as they are."""
    topic, kind = form["syllabus_topic"].data, form["work_kind"].data
    work = (DeclaredWork(kind, form["work_number"].data, form["work_title"].data or ""),) if kind else ()
    return LessonEntry(
        date=form["date"].data, pair=form["pair"].data, hours=form["hours"].data, kind=LessonKind(form["kind"].data),
        topic=form["topic"].data or "", syllabus_topic_id=topic.id if topic else None,
        deviation_reason=form["deviation_reason"].data, works=(*work, *(before.works[1:] if before else ())),
        tasks=before.tasks if before else (), attendance=before.attendance if before else False,
        homework=HomeworkEntry(form["homework_text"].data or "", form["homework_kind"].data,
                               form["homework_due"].data),
        reason=form["reason"].data or None)


class PartView(EntryView):
    """A work or a task: written by rewriting its lesson."""

    fixed = ("lesson",)
    renamed = {"late_reason": "reason"}

    def rewrite(self, form: Any, lesson: Lesson, **parts: Any) -> None:
        reason = form["reason"].data or None if form is not None else None
        with self.told(form):
            record_lesson(self.user, lesson.journal, replace(entry_of(lesson), reason=reason, **parts), lesson)


class WorkView(PartView):
    entity = Work
    name_one = "работу"
    columns = ("held_on", "kind", "number", "title", "lesson.journal")
    order = ("-held_on",)
    filters = ("kind", "held_on", "lesson.journal", "lesson.journal.group", "lesson.journal.line.discipline")
    fields = ("lesson", "kind", "number", "title", "reason")
    extra_fields = {"lesson": record("Занятие", Lesson), "reason": REASON}
    renamed = {"works": "title", "late_reason": "reason"}
    empty_title = "Работ пока нет"
    empty_text = "Контрольные, проверочные, лабораторные и практические работы объявляют на занятии (п. 5.6)."

    def save(self, form: Any, model: Work | None) -> Work:
        lesson = model.lesson if model is not None else form["lesson"].data
        written = DeclaredWork(form["kind"].data, form["number"].data, form["title"].data or "")
        old = (model.kind, model.number) if model is not None else None
        works = [work for work in entry_of(lesson).works if (work.kind, work.number) != old]
        self.rewrite(form, lesson, works=(*works, written))
        return db.session.scalars(sa.select(Work).where(
            Work.lesson_id == lesson.id, Work.kind == written.kind, Work.number == written.number)).one()

    def remove(self, model: Work) -> None:
        works = tuple(work for work in entry_of(model.lesson).works
                      if (work.kind, work.number) != (model.kind, model.number))
        self.rewrite(None, model.lesson, works=works)


class LessonTaskView(PartView):
    entity = LessonTask
    name_one = "задание"
    columns = ("lesson.date", "lesson.journal", "text", "kind")
    labels = {"lesson.date": "Занятие"}
    filters = ("kind", "lesson.date", "lesson.journal", "lesson.journal.group")
    fields = ("lesson", "text", "kind", "reason")
    extra_fields = {"lesson": record("Занятие", Lesson), "reason": REASON}
    renamed = {"tasks": "text", "late_reason": "reason"}
    empty_title = "Заданий пока нет"
    empty_text = "На уроке записывают выполненные задания и их тип (п. 5.6)."

    def save(self, form: Any, model: LessonTask | None) -> LessonTask:
        lesson = model.lesson if model is not None else form["lesson"].data
        tasks = list(entry_of(lesson).tasks)
        place = lesson.tasks.index(model) if model is not None else len(tasks)  # numbers may have gaps
        tasks[place:place + 1] = [TaskEntry(form["text"].data or "", form["kind"].data)]
        self.rewrite(form, lesson, tasks=tuple(tasks))
        written: LessonTask = lesson.tasks[place]
        return written

    def remove(self, model: LessonTask) -> None:
        tasks = list(entry_of(model.lesson).tasks)
        del tasks[model.lesson.tasks.index(model)]
        self.rewrite(None, model.lesson, tasks=tuple(tasks))


class HomeworkView(EntryView):
    entity = Homework
    name_one = "домашнее задание"
    columns = ("lesson.date", "lesson.journal", "text", "kind", "due_on", "entered_at")
    labels = {"lesson.date": "Занятие"}
    filters = ("kind", "due_on", "lesson.date", "lesson.journal", "lesson.journal.group",
               "lesson.journal.line.discipline", "entered_at")
    fields = ("lesson", "text", "kind", "due_on", "reason")
    fixed = ("lesson",)
    extra_fields = {"lesson": record("Занятие", Lesson), "reason": REASON}
    renamed = {"late_reason": "reason"}
    empty_title = "Заданий на дом пока нет"
    empty_text = "Задание записывают до конца рабочего дня (п. 6.2)."

    def save(self, form: Any, model: Homework | None) -> Homework:
        lesson = model.lesson if model is not None else form["lesson"].data
        with self.told(form):
            return entries.set_homework(self.user, lesson, model, form["text"].data or "", form["kind"].data,
                                        form["due_on"].data, form["reason"].data or None)

    def remove(self, model: Homework) -> None:
        with self.told():
            entries.remove_homework(self.user, model)


VIEWS = (LessonView, WorkView, LessonTaskView, HomeworkView)
