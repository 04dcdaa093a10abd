"""The form of a lesson: what is typed in becomes an entry, refusals come back under their fields."""

from __future__ import annotations

import datetime as dt

from wtforms import (
    BooleanField,
    DateField,
    Form,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from actions.lessons import HomeworkEntry, LessonEntry, TaskEntry
from models import Lesson, SyllabusTopic
from rules.terms import LessonKind, TaskKind, Term, WorkKind
from rules.texts import DeclaredWork, bare_work_title
from rules.violation import Violation

FIELD_OF = {"works": "work_title", "tasks": "task", "homework_due": "homework_due", "late_reason": "reason"}
MISSING = "Заполните поле."


def _select(label: str, kind: type[Term], *, blank: str | None = None) -> SelectField:
    choices = [SelectChoice(member.value, member.title[0].upper() + member.title[1:]) for member in kind]
    return SelectField(label, choices=([SelectChoice("", blank)] if blank else []) + choices,
                       default="" if blank else None)


class LessonForm(Form):
    class Meta:
        locales = ("ru_RU", "ru")

    date = DateField("Дата", [InputRequired(MISSING)])
    pair = IntegerField("Пара", [InputRequired(MISSING)])
    hours = IntegerField("Часы", [InputRequired(MISSING)], default=2)
    kind = _select("Вид занятия", LessonKind)
    topic = StringField("Тема", [InputRequired("Укажите тему занятия (п. 5.6)."), Length(max=500)])
    syllabus_topic_id = HiddenField()
    deviation_reason = StringField("Почему не по плану", [Length(max=250)])
    work_kind = _select("Объявленная работа", WorkKind, blank="нет")
    work_number = IntegerField("№ работы", [Optional()])
    work_title = StringField("Тема работы", [Length(max=500)])
    task = TextAreaField("Выполненное задание", [Length(max=1000)])
    task_kind = _select("Тип задания", TaskKind, blank="—")
    homework = TextAreaField("Домашнее задание", [Length(max=2000)])
    homework_kind = _select("Вид задания", TaskKind, blank="—")
    homework_due = DateField("К какому дню", [Optional()])
    attendance = BooleanField("Отсутствующие отмечены")
    reason = StringField("Причина опоздания записи", [Length(max=250)])

    @classmethod
    def proposed(cls, day: dt.date, pair: int | None, topic: SyllabusTopic | None) -> LessonForm:
        """A new lesson with what the timetable and the thematic plan propose."""
        form = cls(data={"date": day, "pair": pair, "hours": 2, "attendance": True})
        if topic is not None:
            form.topic.data, form.syllabus_topic_id.data, form.kind.data = topic.title, str(topic.id), topic.kind
            form.work_kind.data, form.work_number.data = topic.work_kind or "", topic.work_number
            form.work_title.data = bare_work_title(topic.title) if topic.work_kind else ""
            form.homework.data, form.homework_kind.data = topic.homework or "", topic.homework_kind or ""
        return form

    @classmethod
    def of(cls, lesson: Lesson) -> LessonForm:
        work, task = next(iter(lesson.works), None), next(iter(lesson.tasks), None)
        homework = next(iter(lesson.homework), None)
        return cls(data={
            "date": lesson.date, "pair": lesson.pair, "hours": lesson.hours, "kind": lesson.kind,
            "topic": lesson.topic, "syllabus_topic_id": str(lesson.syllabus_topic_id or ""),
            "deviation_reason": lesson.deviation_reason, "attendance": lesson.attendance_at is not None,
            "work_kind": work.kind if work else "", "work_number": work.number if work else None,
            "work_title": work.title if work else "", "task": task.text if task else "",
            "task_kind": task.kind if task else "", "homework": homework.text if homework else "",
            "homework_kind": homework.kind if homework else "", "homework_due": homework.due_on if homework else None})

    def entry(self) -> LessonEntry:
        """What the teacher typed, ready for the rules."""
        topic = self.syllabus_topic_id.data
        works = [DeclaredWork(WorkKind(kind), self.work_number.data, self.work_title.data or "")
                 for kind in (self.work_kind.data,) if kind]
        tasks = (TaskEntry(self.task.data or "", _kind(self.task_kind.data)),)
        return LessonEntry(
            date=self.date.data, pair=self.pair.data, hours=self.hours.data, kind=LessonKind(self.kind.data),
            topic=self.topic.data, syllabus_topic_id=int(topic) if topic and topic.isdigit() else None,
            deviation_reason=self.deviation_reason.data, works=tuple(works),
            tasks=tasks if self.task.data or self.task_kind.data else (),
            homework=HomeworkEntry(self.homework.data or "", _kind(self.homework_kind.data), self.homework_due.data),
            attendance=self.attendance.data, reason=self.reason.data or None)

    def show(self, violations: list[Violation]) -> None:
        """Put each refusal under its field; the rest on top of the form."""
        for violation in violations:
            name = FIELD_OF.get(violation.field or "", violation.field or "")
            if name == "" and violation.needs == "reason":
                name = "reason"
            if name in self:
                self[name].errors = [*self[name].errors, str(violation)]
            else:
                self.form_errors.append(str(violation))


def _kind(value: str | None) -> TaskKind | None:
    return TaskKind(value) if value else None
