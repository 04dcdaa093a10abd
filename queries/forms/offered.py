"""What a form offers to choose from: only what the reader reads (п. 4.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import CurriculumLine, Journal, Membership, Semester, Student, db
from queries.forms.exam_sheet import sheet_kinds
from queries.forms.faces import face
from queries.forms.registry import Form
from queries.forms.resit_sheet import sittings
from queries.inspections import acts
from queries.reports.ask import groups, study_years, teachers_for
from rules.groups import subgroup_title
from rules.names import full_name
from rules.report_periods import choices
from rules.terms import LineKind

Option = tuple[str, str]
TITLES = {"group": "Группа", "student": "Студент", "journal": "Журнал", "kind": "Вид ведомости",
          "teacher": "Преподаватель", "period": "Период", "purpose": "Для кого справка",
          "sitting": "Пересдача",
          "filled": "С проставленными отметками", "inspection": "Справка проверки"}
OF_GROUP = frozenset({"student", "journal", "sitting"})  # chosen after the group


@dataclass(frozen=True)
class Ask:
    """One question of the form; without options it is words, ``filled`` is a yes or no."""

    name: str
    title: str
    required: bool
    value: str
    options: Sequence[Option] = ()


def questions(user: Identity, form: Form, values: Mapping[str, str]) -> list[Ask]:
    """The questions in their order; a group is asked first where a student or a journal is chosen from it."""
    names = [*form.asks, *form.may]
    if OF_GROUP & set(names) and "group" not in names:
        names.insert(0, "group")
    one = face(user, _number(values.get("student")), user.today) if not values.get("group") else None
    if one is not None:  # the link of a card names the student alone
        values = {**values, "group": str(one.group_id)}
    return [Ask(name, TITLES[name], name in form.asks, values.get(name, ""), _options(user, form, name, values))
            for name in names]


def _options(user: Identity, form: Form, name: str, values: Mapping[str, str]) -> Sequence[Option]:
    group, journal = _number(values.get("group")), _number(values.get("journal"))
    match name:
        case "group":
            return [(str(id), title) for part in groups(user) for id, title in part]
        case "teacher":
            return [(str(id), title) for id, title in teachers_for(user)]
        case "period":
            return [(one.code, one.title) for one in choices(form.periods, study_years(), user.today)]
        case "student":
            return _students(user, group) if group else []
        case "journal":
            return _journals(user, group, of_practice="student" in form.asks) if group else []
        case "sitting":
            return sittings(user, group) if group else []
        case "inspection":
            return [(str(line.act.id), f"№ {line.act.number} от {line.act.date:%d.%m.%Y}, {line.act.subject}")
                    for line in acts(user) if line.act.whole and line.act.conclusion]
        case "kind":
            found = db.session.scalar(sa.select(Journal).where(Journal.id == journal, rows(user, READ, Journal)))
            return [(kind.value, kind.title) for kind in sheet_kinds(found)] if found else []
    return []


def _students(user: Identity, group: int) -> list[Option]:
    found = db.session.execute(
        sa.select(Student.id, Student.last_name, Student.first_name, Student.patronymic).distinct()
        .add_columns(Student.sort_key).join(Membership, Membership.student_id == Student.id)
        .where(Membership.group_id == group, rows(user, READ, Student), rows(user, READ, Membership))
        .order_by(Student.sort_key, Student.id))
    return [(str(row.id), full_name(row.last_name, row.first_name, row.patronymic)) for row in found]


def _journals(user: Identity, group: int, of_practice: bool) -> list[Option]:
    found = db.session.scalars(
        sa.select(Journal).join(Semester, Semester.id == Journal.semester_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .options(joinedload(Journal.line), joinedload(Journal.semester).joinedload(Semester.academic_year),
                 joinedload(Journal.subgroup))
        .where(Journal.group_id == group, rows(user, READ, Journal),
               *([CurriculumLine.kind == LineKind.PRACTICE] if of_practice else []))
        .order_by(Semester.starts.desc(), CurriculumLine.position, Journal.id))
    return [(str(one.id), ", ".join(filter(None, (
        one.line.title, subgroup_title(one.part), str(one.semester)))))
        for one in found]


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 10 else 0
