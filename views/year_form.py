"""What was typed into the preview of a year's turning, as the action takes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MultiDict

from actions.refusals import Refused
from actions.rollover import Chosen
from actions.rollover_groups import GraduationOrder
from actions.rollover_journals import TeacherOf
from queries.rollover import Plan
from rules.rollover import YearDates, check_order
from rules.spans import Days
from rules.violation import Violation
from views.asked import read_day

Form = MultiDict[str, str]
Teachers = Sequence[tuple[int, str]]


def labels(teachers: Teachers) -> dict[str, int]:
    """The list to choose from: full names; namesakes are told apart by their numbers."""
    names = [name for _, name in teachers]
    return {name if names.count(name) == 1 else f"{name} (№ {id})": id for id, name in teachers}


def chosen(form: Form, plan: Plan, teachers: Teachers) -> Chosen:
    """Raises Refused with every field that cannot be read."""
    violations: list[Violation] = []
    found = Chosen(
        _dates(form, plan, violations),
        frozenset(one.id for one in plan.calendar.holidays if str(one.id) not in form.getlist("holiday")),
        {group.id: form[f"name_{group.id}"] for group in plan.renamed if f"name_{group.id}" in form},
        _orders(form, plan, violations),
        frozenset(int(id) for id in form.getlist("staying") if id.isdecimal()),
        _teachers(form, plan, labels(teachers), violations))
    if violations:
        raise Refused(violations)
    return found


def _dates(form: Form, plan: Plan, violations: list[Violation]) -> YearDates | None:
    calendar = plan.calendar
    if not calendar.missing or not any(f"semester_{number}_starts" in form for number in (1, 2)):
        return None
    semesters = {number: _days(form, f"semester_{number}", violations) if number in calendar.missing else days
                 for number, days in calendar.dates.semesters.items()}
    year = _days(form, "year", violations) if calendar.is_new else calendar.dates.year
    if year is None or None in semesters.values():
        return None
    return YearDates(year, {number: days for number, days in semesters.items() if days is not None})


def _days(form: Form, name: str, violations: list[Violation]) -> Days | None:
    starts, ends = _day(form, f"{name}_starts", violations), _day(form, f"{name}_ends", violations)
    return Days(starts, ends) if starts and ends else None


def _day(form: Form, name: str, violations: list[Violation]) -> dt.date | None:
    found = read_day(form.get(name, ""))
    if found is None:
        violations.append(Violation("", "Укажите дату", name))
    return found


def _orders(form: Form, plan: Plan, violations: list[Violation]) -> Mapping[int, GraduationOrder]:
    """Groups whose order of graduation is given; others wait."""
    found = {}
    for group in plan.finishing:
        number, date = form.get(f"order_{group.id}", "").strip(), form.get(f"dated_{group.id}", "").strip()
        if number or date:
            found[group.id] = GraduationOrder(number, read_day(date), read_day(form.get(f"effective_{group.id}", "")))
            if wrong := check_order(group.name, number, read_day(date), f"order_{group.id}"):
                violations.append(wrong)
    return found


def _teachers(form: Form, plan: Plan, known: Mapping[str, int], violations: list[Violation],
              ) -> Mapping[TeacherOf, int | None]:
    """Only what differs from the proposal; a name out of the list is refused."""
    found: dict[TeacherOf, int | None] = {}
    for group in plan.journals:
        for row in group.rows:
            name = row.name(group.id)
            typed = " ".join(form.get(name, row.teacher).split())
            if typed == row.teacher:
                continue
            if typed and typed not in known:
                violations.append(Violation("5.4", f"Преподавателя «{typed}» нет в списке: выберите из него", name))
            found[group.id, row.line_id, row.subgroup_id] = known.get(typed)
    return found
