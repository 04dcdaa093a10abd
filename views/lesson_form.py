"""The form of a lesson: what is typed in becomes an entry, refusals come back under their fields."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from actions.lessons import HomeworkEntry, LessonEntry, TaskEntry
from queries.lesson_page import LessonPage
from queries.lesson_plan import TopicChoice
from rules.terms import LessonKind, MarkKind, TaskKind, Term, WorkKind
from rules.texts import LESSON_WORKS, DeclaredWork, bare_work_title, clean
from rules.violation import Violation
from rules.words import SHORT_WEEKDAYS
from views.asked import read_day

MISSING = "Заполните поле."
OTHER_DAY = "other"
SHORT = {LessonKind.PRACTICAL: "Практическое", LessonKind.LABORATORY: "Лабораторное",
         LessonKind.CONTROL: "Контрольная", LessonKind.COURSE_PROJECT: "Курсовое"}
MOST_TASKS, MOST_WORKS, MOST_ROWS = 12, 6, 40  # as many as the page adds; more than that nobody types
FIELD_OF = {"works": "works-0-title", "tasks": "tasks-0-text", "late_reason": "reason",
            "substituted_id": "given_by"}


def capital(member: Term) -> str:
    return member.title[0].upper() + member.title[1:]


def _select(label: str, kind: type[Term], *, blank: str | None = None, **options: Any) -> SelectField:
    choices = [SelectChoice(member.value, capital(member)) for member in kind]
    if blank:
        return SelectField(label, choices=[SelectChoice("", blank), *choices], default="", **options)
    return SelectField(label, choices=choices, **options)


def _whole(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


class WorkForm(Form):
    kind = _select("Работа", WorkKind, blank="Нет")
    number = IntegerField("№", [Optional()])
    title = StringField("Тема работы", [Length(max=500)])
    held_on = DateField("Проведена", [Optional()])


class TaskForm(Form):
    text = StringField("Задание на уроке", [Length(max=1000)])
    kind = _select("Тип задания", TaskKind, default=TaskKind.EXERCISE.value)


class LessonForm(Form):
    class Meta:
        locales = ("ru_RU", "ru")

    date = DateField("Дата", [InputRequired(MISSING)])
    pair = SelectField("Пара", [InputRequired(MISSING)], coerce=_whole, validate_choice=False)
    hours = IntegerField("Часы", [InputRequired(MISSING)], default=2)
    kind = RadioField("Вид занятия", choices=[SelectChoice(kind.value, SHORT.get(kind) or capital(kind))
                                              for kind in LessonKind],
                      default=LessonKind.COMBINED.value)
    topic = StringField("Тема", [Length(max=500)])
    syllabus_topic_id = SelectField("Тема плана", [Optional()], coerce=_whole, validate_choice=False)
    deviation_reason = StringField("Почему не по плану", [Length(max=250)])
    works = FieldList(FormField(WorkForm))
    tasks = FieldList(FormField(TaskForm))
    homework = TextAreaField("Домашнее задание", [Length(max=2000)])
    homework_kind = _select("Вид задания", TaskKind, default=TaskKind.EXERCISE.value)
    homework_due = SelectField("К какому дню", [Optional()], validate_choice=False)
    homework_due_other = DateField("Другой день", [Optional()])
    attendance = BooleanField("Посещаемость отмечена")
    mark_kind = _select("Отметки за", MarkKind, blank="По виду занятия")
    given_by = SelectField("Кто провёл", [Optional()], coerce=_whole, validate_choice=False)
    substitution_reason = StringField("Причина замены", [Length(max=250)])
    reason = StringField("Причина поздней записи", [Length(max=250)])

    def offer(self, page: LessonPage) -> None:
        """Fill the lists with what the college and the journal have."""
        self.pair.choices = [SelectChoice(pair, f"{pair}-я, {starts:%H:%M}–{ends:%H:%M}")
                             for pair, (starts, ends) in sorted(page.bells.items())]
        if not page.bells:
            self.pair.choices = [SelectChoice(pair, f"{pair}-я") for pair in range(1, 8)]
        if self.pair.data is None or self.pair.data not in [choice.value for choice in self.pair.choices]:
            self.pair.choices = [SelectChoice("", "Выберите"), *self.pair.choices]
        self.syllabus_topic_id.choices = [SelectChoice("", "Своя тема"), *(
            SelectChoice(one.topic.id, f"{one.topic.number}. {one.topic.title}") for one in page.plan)]
        self.homework_due.choices = self._due_choices(page)
        owner = page.journal.teacher
        self.given_by.choices = [SelectChoice(owner.id, owner.full_name),
                                 *(SelectChoice(*one) for one in page.colleagues)]
        self._open_rows()
        for row in self.works.entries:  # a work is held at its lesson unless another day is named
            held = row.form["held_on"]
            held.data = held.data or (None if held.errors else page.day)

    def _open_rows(self) -> None:
        """One empty row at least to type into."""
        for rows in (self.works, self.tasks):
            if not rows.entries:
                rows.append_entry()

    def _due_choices(self, page: LessonPage) -> list[SelectChoice]:
        choices = [SelectChoice(one.date.isoformat(),
                                f"{one.date:%d.%m}, {SHORT_WEEKDAYS[one.date.weekday()]}, {one.pair}-я пара")
                   for one in page.dates]
        chosen = self.homework_due.data or ""
        if chosen not in ("", OTHER_DAY) and chosen not in [choice.value for choice in choices]:
            day = read_day(chosen)
            told = [SelectChoice(chosen, f"{day:%d.%m}, {SHORT_WEEKDAYS[day.weekday()]}")] if day else []
            choices = [*told, *choices]
        return [*choices, SelectChoice("", "Без срока"), SelectChoice(OTHER_DAY, "Другой день")]

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if max(len(self.works.entries), len(self.tasks.entries)) > MOST_ROWS:
            self.form_errors.append(f"Работ и заданий за одно занятие не больше {MOST_ROWS}")
            return False
        return valid

    def entry(self) -> LessonEntry:
        """What the teacher typed, ready for the rules."""
        text = self.homework.data or ""
        homework = HomeworkEntry(text, TaskKind(self.homework_kind.data), self.due_on()) if text.strip() \
            else HomeworkEntry()
        return LessonEntry(
            date=self.date.data, pair=self.pair.data, hours=self.hours.data, kind=LessonKind(self.kind.data),
            topic=self.topic.data or "", syllabus_topic_id=self.syllabus_topic_id.data,
            deviation_reason=clean(self.deviation_reason.data),
            works=tuple(DeclaredWork(WorkKind(row["kind"].data), row["number"].data, row["title"].data or "",
                                     row["held_on"].data) for row in self._filled_works()),
            tasks=tuple(TaskEntry(row["text"].data, TaskKind(row["kind"].data)) for row in self._filled_tasks()),
            homework=homework, attendance=self.attendance.data, given_by_id=self.given_by.data,
            substitution_reason=clean(self.substitution_reason.data),
            reason=clean(self.reason.data) or None)

    def due_on(self) -> dt.date | None:
        if self.homework_due.data == OTHER_DAY:
            day: dt.date | None = self.homework_due_other.data
            return day
        return read_day(self.homework_due.data)

    def marks_for(self) -> MarkKind | None:
        return MarkKind(self.mark_kind.data) if self.mark_kind.data else None

    def use_topic(self, choice: TopicChoice) -> None:
        """Put a topic of the plan into the form: its kind, work and homework come with it."""
        self.topic.data, self.syllabus_topic_id.data = choice.topic.title, choice.topic.id
        self.kind.data = choice.kind.value
        while self.works.entries:
            self.works.pop_entry()
        kind = choice.work_kind or LESSON_WORKS.get(choice.kind)
        if kind is not None:
            self.works.append_entry({"kind": kind.value, "number": choice.work_number,
                                     "title": bare_work_title(choice.topic.title)})
        self.homework.data = choice.homework
        self.homework_kind.data = (choice.homework_kind or TaskKind.EXERCISE).value

    def show(self, violations: list[Violation]) -> None:
        """Put each refusal under its field; the rest on top of the form."""
        self._open_rows()
        for violation in violations:
            if violation.needs == "reason" or not violation.field:
                name = "reason" if violation.needs == "reason" else ""
            else:
                name = FIELD_OF.get(violation.field, violation.field)
            field = self._field(name)
            if field is not None:
                field.errors = [*field.errors, str(violation)]
            else:
                self.form_errors.append(str(violation))

    def _field(self, name: str) -> Any:
        """The field of a name; «works-1-number» counts the rows that are filled in, as the rules saw them."""
        if name in self:
            return self[name]
        part, _, rest = name.partition("-")
        if part not in ("works", "tasks"):
            return None
        place, _, inner = rest.partition("-")
        filled = self._filled_works() if part == "works" else self._filled_tasks()
        row = filled[int(place)] if int(place) < len(filled) else self[part].entries[0].form
        return row[inner or "text"]

    def _filled_works(self) -> list[Any]:
        return [row.form for row in self.works.entries if row.form["kind"].data]

    def _filled_tasks(self) -> list[Any]:
        return [row.form for row in self.tasks.entries if (row.form["text"].data or "").strip()]

    def problems(self) -> list[tuple[str, str]]:
        """Fields with errors for the summary on top: the field's id and label."""
        plain = [(field.id, field.label.text) for field in self
                 if field.errors and field.name not in ("works", "tasks")]
        rows = [(field.id, str(field.errors[0])) for part in (self.works, self.tasks) for row in part.entries
                for field in row.form if field.errors]
        return plain + rows
