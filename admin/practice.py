"""Практика: bases, programmes, their sections, places of students (Пр. 12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from flask import g

from access.scopes import practice_journals
from admin.base import EntityView
from admin.bulk import ClosableView
from admin.subjects import tidy
from models import (
    Enterprise,
    Journal,
    Placement,
    PracticeProgramme,
    ProgrammeSection,
    db,
)
from queries.counting import sums
from queries.practice_days import logged_days
from queries.roster import studies
from rules.contacts import check_phone
from rules.names import search_key
from rules.practice import check_contract, check_programme, check_section
from rules.spans import Days
from rules.violation import Violation
from rules.years import check_inside


class EnterpriseView(ClosableView):
    entity = Enterprise
    name_one = "базу практики"
    columns = ("name", "contact", "phone", "contract_number", "contract_date", "closed_on")
    order = ("search_key",)
    filters = ("name", "contract_date", "closed_on")
    sections = (
        ("Предприятие", ("name", "address", "contact", "phone")),
        ("Договор", ("contract_number", "contract_date")),
        ("Срок действия", ("closed_on",)),
    )
    close_note = "Закрытая база остаётся в прошлых практиках, но студентов туда больше не направляют."
    empty_title = "Баз практики пока нет"
    empty_text = "Добавьте предприятия, с которыми заключён договор: название, контактное лицо, номер и дата договора."

    def validate(self, form: Any, model: Enterprise | None) -> Iterable[Violation]:
        tidy(form, "name", "address", "contact", "contract_number")
        same = db.session.scalar(sa.select(Enterprise.id).where(
            Enterprise.search_key == search_key(form["name"].data)[:250],
            Enterprise.id != (model.id if model else 0)).limit(1))
        if same is not None:
            yield Violation("", "Такое предприятие уже есть", "name")
        yield from check_contract(form["contract_number"].data, form["contract_date"].data, self.user.today)
        if (wrong := check_phone(form["phone"].data)) is not None:
            yield wrong


def open_enterprises(user: Any) -> sa.ColumnElement[bool]:
    """Bases where students may still be sent."""
    return sa.or_(Enterprise.closed_on.is_(None), Enterprise.closed_on > user.today)


class PracticeProgrammeView(EntityView):
    entity = PracticeProgramme
    name_one = "программу практики"
    columns = ("journal", "starts", "ends", "supervisor", "enterprise", "order_number", "hours")
    labels = {"hours": "Часов в разделах"}
    order = ("-starts",)
    filters = ("journal.group", "supervisor", "enterprise", "starts", "ends")
    search_hint = "Группа или практика"
    sections = (
        ("Практика", ("journal", "starts", "ends")),
        ("Где и кто", ("enterprise", "supervisor")),
        ("Приказ", ("order_number", "order_date")),
    )
    fixed = ("journal",)
    narrow = {"journal": lambda user: Journal.id.in_(practice_journals(user)), "enterprise": open_enterprises}
    hints = {"enterprise": "Общая база группы; у студента может быть своё место практики.",
             "supervisor": "Ведёт дневник практики и аттестационные листы."}
    details = ("journal", "starts", "ends", "supervisor", "enterprise", "order_number", "order_date", "sections",
               "hours")
    empty_title = "Программ практики пока нет"
    empty_text = "Старший мастер выбирает журнал практики, даты, руководителя и базу, затем вносит разделы программы."

    def prepare(self, found: Sequence[PracticeProgramme]) -> None:
        g.hours = sums(ProgrammeSection.programme_id, ProgrammeSection.hours, [row.id for row in found])

    def show_hours(self, programme: PracticeProgramme) -> int:
        return int(g.hours.get(programme.id, 0))

    def validate(self, form: Any, model: PracticeProgramme | None) -> Iterable[Violation]:
        journal = model.journal if model is not None else form["journal"].data
        days = Days(form["starts"].data, form["ends"].data)
        found = check_programme(days, Days(journal.semester.starts, journal.semester.ends),
                                form["order_number"].data, form["order_date"].data)
        if found or model is None:
            return found
        outside = check_inside(days, logged_days(journal.id), "дни дневника практики")
        return [outside] if outside is not None else []


class ProgrammeSectionView(EntityView):
    entity = ProgrammeSection
    name_one = "раздел программы"
    columns = ("title", "work", "hours", "position", "programme")
    order = ("programme_id", "position")
    sorts = {"programme": "programme_id"}
    search = ("title", "work")
    filters = ("programme", "programme.journal.group", "hours")
    fields = ("programme", "position", "title", "work", "hours")
    fixed = ("programme",)
    empty_title = "Разделов пока нет"
    empty_text = "Раздел — вид работ и часы. Сумма часов разделов не больше часов практики по учебному плану."

    def validate(self, form: Any, model: ProgrammeSection | None) -> Iterable[Violation]:
        tidy(form, "title", "work")
        programme = model.programme if model is not None else form["programme"].data
        others = [section.hours for section in programme.sections if section is not model]
        wrong = check_section(form["hours"].data, others, programme.journal.planned_hours)
        if wrong is not None:
            yield wrong
        if form["position"].data < 1:
            yield Violation("", "Номер не меньше 1", "position")


class PlacementView(EntityView):
    entity = Placement
    name_one = "место практики"
    columns = ("student", "enterprise", "mentor", "contract_number", "contract_date", "programme")
    order = ("student.sort_key",)
    filters = ("programme", "programme.journal.group", "enterprise", "student", "contract_date")
    sections = (
        ("Кто и где", ("programme", "student", "enterprise", "mentor")),
        ("Договор", ("contract_number", "contract_date")),
    )
    fixed = ("programme", "student")
    narrow = {"enterprise": open_enterprises}
    empty_title = "Мест практики пока нет"
    empty_text = "Если студенты одной группы проходят практику на разных предприятиях, место каждого указывают здесь."

    def validate(self, form: Any, model: Placement | None) -> Iterable[Violation]:
        tidy(form, "mentor", "contract_number")
        programme, student = ((model.programme, model.student) if model is not None else
                              (form["programme"].data, form["student"].data))
        yield from check_contract(form["contract_number"].data, form["contract_date"].data, self.user.today)
        if model is None and not studies(student, programme.journal, Days(programme.starts, programme.ends)):
            yield Violation("", f"Студент в эти дни не учится: {programme}", "student")


VIEWS = (EnterpriseView, PracticeProgrammeView, ProgrammeSectionView, PlacementView)
