"""Контингент: students, parents, groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from flask import g

from admin.base import EntityView
from admin.bulk import ClosableView
from admin.fields import RecordField, TermField
from admin.filters import record_filter
from admin.lookups import Lookup
from admin.orders import StudentOrders
from models import Group, Guardian, Guardianship, Student, db
from queries.forms.registry import about_student
from queries.students import current_groups, states, studying_in
from rules.appointments import check_relation
from rules.contacts import check_birth_date
from rules.names import full_name
from rules.terms import Relation, Role
from rules.violation import Violation
from views.view_log import viewed

FILLED = "Поле уже заполнено. Сообщите об изменении техническому специалисту."


class CardView(EntityView):
    """A person's card: a curator fills empty contacts, everything else changes by request (п. 5.3)."""

    order = ("sort_key",)
    contacts: Sequence[str] = ("phone", "email", "address")

    def validate(self, form: Any, model: Any | None) -> Iterable[Violation]:
        if model is None or self.user.has(Role.DATA_CLERK):
            return
        for name in self.contacts:
            was = getattr(model, name)
            if name in form and was and form[name].data != was:
                yield Violation("5.3", FILLED, name)


class StudentView(StudentOrders, CardView):
    entity = Student
    name_one = "студента"
    columns = ("full_name", "file_number", "group", "state", "birth_date", "phone", "parents")
    labels = {"group": "Группа", "state": "Состояние", "parents": "Родители"}
    loads = ("guardianships.guardian",)
    filters = (record_filter("Группа", "group", Group, studying_in), "birth_date", "gender", "medical_group")
    search_hint = "Фамилия или номер дела"
    search = ("search_key", "file_number")
    contacts = ("phone", "email", "address", "birth_date")
    sections = (
        ("Личные данные", ("last_name", "first_name", "patronymic", "birth_date", "gender", "file_number")),
        ("Контакты", ("phone", "email", "address")),
        ("Здоровье", ("medical_group",)),
    )
    hints = {"medical_group": "Для физической культуры, п. 6.8."}
    details = ("last_name", "first_name", "patronymic", "group", "state", "file_number", "birth_date", "gender",
               "phone", "email", "address", "medical_group", "user")
    empty_title = "Студентов пока нет"
    empty_text = "Загрузите список группы из файла или добавьте первого студента."

    def validate(self, form: Any, model: Any | None) -> Iterable[Violation]:
        yield from super().validate(form, model)
        problem = check_birth_date(form["birth_date"].data, self.user.today) if "birth_date" in form else None
        if problem is not None:
            yield problem

    def prepare(self, found: Sequence[Student]) -> None:
        ids = [student.id for student in found]
        g.groups = current_groups(ids, self.user.today)
        g.states = states(ids)

    def opened(self, model: Student) -> None:
        viewed(model.id, "карточка студента")

    def beside(self, model: Student) -> dict[str, Any]:
        return {**super().beside(model), "papers": about_student(self.user)}

    def show_group(self, student: Student) -> str:
        return str(g.groups.get(student.id, ""))

    def show_parents(self, student: Student) -> list[str]:
        return [tie.guardian.short_name for tie in student.guardianships]

    def show_state(self, student: Student) -> str:
        return str(g.states.get(student.id, ""))


class GuardianView(CardView):
    entity = Guardian
    name_one = "родителя"
    columns = ("full_name", "children", "phone", "email", "user")
    labels = {"children": "Дети"}
    loads = ("guardianships.student",)
    filters = (record_filter("Ребёнок", "student", Student, lambda user, id: Guardian.id.in_(
        sa.select(Guardianship.guardian_id).where(Guardianship.student_id == id))),)
    fields = ("last_name", "first_name", "patronymic", "phone", "email", "address", "student", "relation")
    extra_fields = {
        "student": RecordField("Чей родитель", lookup=Lookup(Student), optional=True),
        "relation": TermField("Кем приходится", kind=Relation, optional=False, default=Relation.OTHER),
    }
    empty_title = "Родителей пока нет"
    empty_text = "Они приходят вместе со списком студентов или добавляются здесь."

    def make_form(self, model: Guardian | None) -> Any:
        """The first child is named together with the parent; other ties have a list of their own."""
        form = super().make_form(model)
        if model is not None:
            del form["student"], form["relation"]
        return form

    def validate(self, form: Any, model: Guardian | None) -> Iterable[Violation]:
        yield from super().validate(form, model)
        if model is not None:
            return
        if form["student"].data is None and not self.user.has(Role.DATA_CLERK):
            yield Violation("5.3", "Выберите студента своей группы", "student")
        name = full_name(form["last_name"].data, form["first_name"].data, form["patronymic"].data)
        if unfit := check_relation(name, form["patronymic"].data, form["relation"].data):
            yield unfit

    def save(self, form: Any, model: Guardian | None) -> Guardian:
        guardian: Guardian = super().save(form, model)
        if model is None and form["student"].data is not None:
            db.session.add(Guardianship(student=form["student"].data, guardian=guardian,
                                        relation=form["relation"].data))
        return guardian

    def show_children(self, guardian: Guardian) -> list[str]:
        return [tie.student.short_name for tie in guardian.guardianships]


class GroupView(ClosableView):
    entity = Group
    name_one = "группу"
    columns = ("name", "course", "speciality", "curriculum", "admission_year", "study_form", "closed_on")
    labels = {"course": "Курс"}
    order = ("-admission_year", "name")
    filters = ("speciality", "curriculum", "admission_year", "study_form", "closed_on")
    fields = ("name", "speciality", "curriculum", "admission_year", "first_course", "study_form", "closed_on")
    empty_title = "Групп пока нет"
    empty_text = "Группа появится здесь, когда её добавят: название, специальность, год набора, учебный план."

    def show_course(self, group: Group) -> int | str:
        today = self.user.today
        return group.course_in(today.year if today.month >= 8 else today.year - 1) if not group.closed_on else ""

    def validate(self, form: Any, model: Group | None) -> Iterable[Violation]:
        plan, speciality = form["curriculum"].data, form["speciality"].data
        if plan is not None and plan.speciality_id != speciality.id:
            yield Violation("", "Учебный план другой специальности.", "curriculum")


VIEWS = (StudentView, GuardianView, GroupView)
