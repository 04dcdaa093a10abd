"""What the forms of the back office are filled with, and what the back office leaves to other pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rules.terms import Role
from tests.access.matrix.specification import scope
from tests.access.matrix.world import SUBSTITUTE, World

Value = str | list[str] | Callable[[World], str]
SAVED = (200, 302)  # a new account answers with its one-time password

# verbs of the specification that another page serves
NOT_IN_BACK_OFFICE: Mapping[tuple[str, str], str] = {
    ("import_batch", "C"): "a file is loaded on its page",
    ("issued_document", "C"): "a paper is issued on its page, by its form",
    ("message", "U"): "a complaint is made where the message is read",
}
# bulk actions: whose they are and on which rows; whoever is not named is refused
ACTIONS: Mapping[tuple[str, str], str | Mapping[Role, str]] = {
    ("*", "delete"): "D",
    ("user", "password"): "U",
    ("user", "second_factor"): "U",
    ("user", "block"): "U",
    ("user", "unblock"): "U",
    ("student", "transfer"): {Role.DATA_CLERK: "all"},
    ("student", "to_subgroup"): {Role.DATA_CLERK: "all"},
    ("student", "graduate"): {Role.DATA_CLERK: "all"},
    ("student", "expel"): {Role.DATA_CLERK: "all"},
    ("subgroup", "confirm"): {Role.TEACHER: "own"},
    ("syllabus", "approve"): {Role.METHODIST: "all"},
    ("*", "close"): "U",
    ("*", "apply"): "U",
    ("*", "decline"): "U",
    ("final_mark", "publish"): {Role.TEACHER: "own"},
}
# views that offer no deletion of many rows at once
ONE_BY_ONE = frozenset({"syllabus"})
CHOSEN_BY_NAME = {  # forms offer the names of accounts to those who do not read accounts
    (Role.METHODIST, "user"): "a substitute in the timetable",
    (Role.SENIOR_MASTER, "user"): "a supervisor of practice",
    (Role.TEACHER, "user"): "whom one substitutes",
}


def offered(role: Role | None, table: str) -> str:
    """What forms may offer: what is read, and what is chosen by name without being read."""
    return "all" if (role, table) in CHOSEN_BY_NAME else scope(role, table, "R")


def action_right(role: Role | None, table: str, name: str) -> str | None:
    """On which rows the role may do the action; None when no line speaks of it."""
    ruled = ACTIONS.get((table, name), ACTIONS.get(("*", name)))
    if ruled is None or role is None:
        return None if ruled is None else "none"
    if name == "delete" and table in ONE_BY_ONE:
        return "none"
    return scope(role, table, ruled) if isinstance(ruled, str) else ruled.get(role, "none")


def id_of(name: str) -> Callable[[World], str]:
    return lambda world: str(world.ids[name])


# what a copy of a row needs to be another row
FRESH: Mapping[str, Mapping[str, Value]] = {
    "user": {"login": "newcomer"},
    "student": {"file_number": "23-9999"},
    "guardianship": {"student": id_of("mate")},
    "group": {"name": "НОВ-22"},
    "subgroup": {"number": "2"},
    "subgroup_membership": {"student": id_of("mate")},
    "membership": {"student": id_of("enrolled"), "entered_by": id_of("enrolment")},
    "movement": {"student": id_of("newcomer")},
    "curatorship": {"group": id_of("shop_group")},
    "consent": {"kind": "photo"},
    "change_request": {"field": "address", "new_value": "ул. Новая, 2"},
    "speciality": {"code": "21.02.05"},
    "discipline": {"title": "Новая дисциплина"},
    "module": {"index": "ПМ.77"},
    "practice": {"index": "УП.01.77"},
    "curriculum": {"version": "7"},
    "curriculum_line": {"index": "ОП.77"},
    "competence": {"code": "ОК 77"},
    "practice_programme": {"journal": id_of("free_practice_journal")},
    "programme_section": {"position": "77"},
    "placement": {"student": id_of("mate")},
    "enterprise": {"name": "ООО «Новое»"},
    "day_log": {"student": id_of("mate")},
    "attestation_sheet": {"student": id_of("mate")},
    "sheet_row": {"position": "77"},
    "academic_year": {"year": "2030", "starts": "2030-09-01", "ends": "2031-06-30"},
    "semester": {"number": "2", "starts": "2024-01-09", "ends": "2024-06-30"},
    "holiday": {"starts": "2024-02-23", "ends": "2024-02-23", "title": "День защитника Отечества"},
    "bell_schedule": {"title": "Новые звонки"},
    "bell_slot": {"pair": "9", "starts": "20:00", "ends": "20:45"},
    "journal": {"line": id_of("second_line"), "syllabus": ""},
    "syllabus": {"version": "7"},
    "syllabus_topic": {"position": "77"},
    "timetable_slot": {"weekday": "6", "pair": "7"},
    "timetable_change": {"date": "2023-12-04"},
    "timetable_name": {"text": "Новая И. И."},
    "lesson": {"pair": "8", "deviation_reason": "повторение темы"},
    "lesson_task": {"position": "77"},
    "work": {"number": "77"},
    "mark": {"lesson": id_of("free_lesson"), "student": id_of("student")},
    "absence": {"lesson": id_of("free_lesson"), "student": id_of("student")},
    "absence_kind": {"letter": "д"},
    "final_mark": {"student": id_of("mate"), "journal": id_of("journal")},
    "debt": {"final_mark": id_of("free_final_mark")},
    "debt_attempt": {"debt": id_of("free_debt"), "date": "2023-11-21"},
    "inspection": {"number": "77"},
    "norm_value": {"valid_from": "2023-10-02"},
    "check_setting": {"code": "topic_not_in_russian"},
    "retention_term": {"kind": "orders"},
    "closing": {"starts": "2022-10-01", "ends": "2022-10-31"},
}
# fields of forms that are not the model's own
EXTRA: Mapping[str, Mapping[str, Value]] = {
    "user": {"roles": ["teacher", "curator"]},
    "guardian": {"student": id_of("mate"), "relation": "mother"},
}


# a substitute adds only to the lesson given to them
SUBSTITUTES: Mapping[str, Mapping[str, Value]] = {
    "lesson": {"pair": "7", "deviation_reason": "повторение темы"},
    "mark": {"lesson": id_of("substituted_free_lesson"), "student": id_of("student")},
    "absence": {"lesson": id_of("substituted_free_lesson"), "student": id_of("student")},
}


def fresh(table: str, world: World, who: str) -> dict[str, Any]:
    """Values that make a copy of a row another row."""
    values = {**FRESH.get(table, {}), **(SUBSTITUTES.get(table, {}) if who == SUBSTITUTE else {})}
    return {**extra(table, world), **_called(values, world)}


def extra(table: str, world: World) -> dict[str, Any]:
    """Values of the fields that the row itself does not have."""
    return _called(EXTRA.get(table, {}), world)


def _called(values: Mapping[str, Value], world: World) -> dict[str, Any]:
    return {name: value(world) if callable(value) else value for name, value in values.items()}
