"""Журнал: who teaches what to whom, thematic plans (п. 5.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import flash, g
from flask_admin.actions import action

from access.check import writable
from access.grants import UPDATE
from actions.syllabus_approval import approve
from admin.base import EntityView
from models import Journal, Lesson, Syllabus, SyllabusTopic, User, UserRole, db
from queries.counting import sums
from rules.terms import Role, SyllabusState
from rules.texts import check_topic
from rules.violation import Violation


class JournalView(EntityView):
    entity = Journal
    name_one = "журнал"
    columns = ("group", "subgroup", "line", "teacher", "semester", "planned_hours", "given")
    labels = {"given": "Проведено часов"}
    filters = ("group", "teacher", "semester", "line.discipline", "line.practice", "syllabus")
    fields = ("group", "subgroup", "line", "semester", "teacher", "planned_hours", "syllabus")
    fixed = ("group", "line", "semester")
    narrow = {"teacher": lambda user: User.roles.any(UserRole.role == Role.TEACHER)}
    empty_title = "Журналов пока нет"
    empty_text = "Журналы семестра создают одним действием из учебного плана группы: «Журнал» → «Создать журналы»."

    def prepare(self, found: Sequence[Journal]) -> None:
        g.given = sums(Lesson.journal_id, Lesson.hours, [journal.id for journal in found])

    def show_given(self, journal: Journal) -> int:
        return int(g.given.get(journal.id, 0))

    def validate(self, form: Any, model: Journal | None) -> Iterable[Violation]:
        if model is None:
            yield from _check_new(form)
        group = model.group if model is not None else form["group"].data
        subgroup, plan = form["subgroup"].data, form["syllabus"].data
        if subgroup is not None and group is not None and subgroup.group_id != group.id:
            yield Violation("5.4", "Подгруппа другой группы", "subgroup")
        line = model.line if model is not None else form["line"].data
        if plan is not None and line is not None and plan.curriculum_line_id != line.id:
            yield Violation("5.6", "Тематический план другой дисциплины", "syllabus")


def _check_new(form: Any) -> Iterable[Violation]:
    group, line, semester = form["group"].data, form["line"].data, form["semester"].data
    if group is None or line is None or semester is None:
        return
    if group.curriculum_id != line.curriculum_id:
        yield Violation("5.6", "Строка не из учебного плана этой группы", "line")
    expected = (group.course_in(semester.year) - 1) * 2 + semester.number
    if line.semester_number != expected:
        yield Violation("5.6", f"У группы сейчас {expected}-й семестр плана, а строка — {line.semester_number}-го",
                        "line")


class SyllabusView(EntityView):
    entity = Syllabus
    name_one = "тематический план"
    columns = ("line", "author", "version", "state", "approved_by", "approved_at")
    filters = ("author", "state", "line.discipline", "approved_at")
    fields = ("line", "author", "version", "state")
    fixed = ("line", "author", "version")
    details = ("line", "author", "version", "state", "approved_by", "approved_at", "topics", "journals")
    action_verbs = {"approve": UPDATE}
    empty_title = "Тематических планов пока нет"
    empty_text = "Преподаватель вносит рабочую программу предмета, методист утверждает её (п. 5.6)."

    def validate(self, form: Any, model: Syllabus | None) -> Iterable[Violation]:
        if "state" in form and model is not None and form["state"].data != model.state:
            yield Violation("5.6", "План отправляют, возвращают и утверждают на его странице: «Тематические планы»",
                            "state")

    def save(self, form: Any, model: Syllabus | None) -> Syllabus:
        plan: Syllabus = super().save(form, model)
        if model is None:
            plan.author_id, plan.state = plan.author_id or self.user.account, SyllabusState.DRAFT
        return plan

    def is_action_allowed(self, name: str) -> bool:
        """The author may change a plan, not approve it."""
        open_fields = writable(self.user, UPDATE, Syllabus)
        return super().is_action_allowed(name) and (
            name != "approve" or open_fields is None or "approved_at" in open_fields)

    @action("approve", "Утвердить", "Утвердить выбранные тематические планы?")
    def action_approve(self, ids: Any) -> None:
        """Through the act of the plan's own page: what was not sent, or has other hours, is refused in words."""
        done = 0
        for plan in g.chosen:
            try:
                approve(self.user, plan)
                db.session.commit()
                done += 1
            except Violation as violation:
                db.session.rollback()
                flash(f"{plan}: {violation}", "error")
        flash(f"Утверждено: {done}.", "success")


class SyllabusTopicView(EntityView):
    entity = SyllabusTopic
    name_one = "тему"
    columns = ("syllabus", "position", "section", "title", "hours", "kind", "work_kind", "work_number")
    order = ("syllabus_id", "position")
    filters = ("syllabus", "kind", "work_kind")
    fields = ("syllabus", "position", "section", "title", "hours", "kind", "work_kind", "work_number", "homework",
              "homework_kind")
    fixed = ("syllabus",)
    empty_title = "Тем пока нет"
    empty_text = "Темы с часами берутся из рабочей программы, сумма часов равна плану."

    def validate(self, form: Any, model: SyllabusTopic | None) -> Iterable[Violation]:
        refusal = check_topic(form["title"].data, "title")
        if refusal is not None:
            yield refusal
        if form["work_kind"].data and not form["work_number"].data:
            yield Violation("5.6", "Укажите номер работы", "work_number")


VIEWS = (JournalView, SyllabusView, SyllabusTopicView)
