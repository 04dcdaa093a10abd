"""Fields that a role may not see are in no answer, no search, no filter and no history (п. 9.2)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from rules.terms import STAFF_ROLES, MedicalGroup, Role
from tests.access.matrix import people
from tests.access.matrix.specification import ADDRESS, BIRTH, HIDDEN, MEDICAL, PHONE, scope
from tests.access.matrix.stage import MARKERS, Person, Stage, words

STAFF = tuple(role for role in Role if role in STAFF_ROLES)
SECRETS = {PHONE: people.HOME_PHONE, ADDRESS: people.HOME_ADDRESS, BIRTH: "13.03.2006"}
ROW = re.compile(r"/admin/student/details/\?id=(\d+)")


def home_student(stage: Stage) -> str:
    return f"/admin/student/details/?id={stage.world.ids['student']}"


@pytest.mark.parametrize("role", [Role.DATA_CLERK, Role.CURATOR])
def test_who_may_see_a_card_sees_it_whole(stage: Stage, role: Role) -> None:
    """The markers are what pages really show: otherwise their absence would prove nothing."""
    text = words(Person(stage, role.value).ask("GET", home_student(stage), 200))
    assert [field for field in (PHONE, ADDRESS, BIRTH, MEDICAL) if not MARKERS[field].search(text)] == []


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.ADMINISTRATOR])
def test_administration_reads_the_card_without_the_medical_group(stage: Stage, role: Role) -> None:
    text = words(Person(stage, role.value).ask("GET", home_student(stage), 200))
    assert [field for field in (PHONE, ADDRESS, BIRTH, MEDICAL) if not MARKERS[field].search(text)] == [MEDICAL]


@pytest.mark.parametrize("role", STAFF)
def test_hidden_fields_answer_no_question(stage: Stage, role: Role) -> None:
    """Neither search nor a filter tells who has the phone, the birthday or the medical group."""
    person = Person(stage, role.value)
    everybody = shown(person, "")
    for field, text in SECRETS.items():
        found = shown(person, f"?search={text}")
        person.expect(field not in HIDDEN[role] or stage.world.ids["student"] not in found, f"search finds by {field}")
    for field, value in ((MEDICAL, people.HOME_MEDICAL.value), (MEDICAL, MedicalGroup.MAIN.value),
                         (BIRTH, "2006-03-13 to 2006-03-13"), (PHONE, people.HOME_PHONE)):
        narrowed = any(narrows(person, f"flt0_{code}={value}", everybody) for code in codes(stage, field))
        person.expect(field not in HIDDEN[role] or not narrowed, f"filter by {field} narrows the list")
        if role is Role.DATA_CLERK and codes(stage, field):
            person.expect(narrowed, f"filter by {field} does not work at all: the test proves nothing")
    person.finish()


def codes(stage: Stage, field: str) -> list[str]:
    """How the list's own filters by the field are named in an address."""
    view: Any = next(view for view in stage.app.extensions["admin"][0]._views if view.endpoint == "admin_student")
    return [flt.code for flt in view._filters if flt.path == field]


def shown(person: Person, query: str) -> set[int]:
    return {int(id) for id in ROW.findall(words(person.ask("GET", f"/admin/student/{query}", 200, echoes=True)))}


def narrows(person: Person, query: str, everybody: set[int]) -> bool:
    """Whether the filter is answered at all; a closed one is as unknown as any other word."""
    answer = person.ask("GET", f"/admin/student/?{query}", (200, 400), echoes=True)
    return answer.status_code == 200 and {int(id) for id in ROW.findall(words(answer))} != everybody


def test_history_hides_what_the_card_hides(stage: Stage) -> None:
    """The clerk changes all that is personal; the journal of changes tells nobody more than the card did."""
    clerk, student = Person(stage, Role.DATA_CLERK.value), stage.world.ids["student"]
    row = stage.row("student", student)
    clerk.ask("POST", f"/admin/student/edit/?id={student}", 302, data={
        "last_name": row.last_name, "first_name": row.first_name, "patronymic": row.patronymic,
        "gender": row.gender, "file_number": row.file_number, "row_version": row.row_version, "email": "",
        "birth_date": "2006-01-01", "phone": "79002222222", "address": "ул. Другая, 3",
        "medical_group": MedicalGroup.PREPARATORY.value})
    clerk.finish()
    for role in STAFF:
        person = Person(stage, role.value)
        if scope(role, "audit_record", "R") == "none":
            continue
        page = words(person.ask("GET", "/admin/audit_record/?page_size=100", 200))
        for id in dict.fromkeys(re.findall(r"/admin/audit_record/details/\?id=(\d+)", page)):
            person.ask("GET", f"/admin/audit_record/details/?id={id}", 200)
        person.ask("GET", "/admin/audit_record/export/csv/", 200)
        person.ask("GET", home_student(stage), 200)
        person.finish()


@pytest.mark.parametrize("role", STAFF)
def test_search_of_commands_finds_only_what_one_reads(stage: Stage, role: Role) -> None:
    """Ctrl+K over students, groups, journals, disciplines and accounts."""
    person, world = Person(stage, role.value), stage.world
    for text in ("Зюз", "Рун", "Шмы", "Чуев", people.HOME_PHONE, people.HOME_ADDRESS):
        for found in person.ask("GET", f"/search?q={text}", 200, echoes=True).json:
            kind, id = address(found["url"])
            reads = scope(role, kind, "R")
            person.expect(reads != "none", f"finds {found} of a closed entity")
            person.expect(reads == "all" or id not in world.foreign[role.value].get(kind, ()), f"finds foreign {found}")
    own = {address(found["url"]) for found in person.ask("GET", "/search?q=Рун-22", 200).json}
    person.expect(scope(role, "group", "R") == "none" or ("group", world.ids["group"]) in own, "own group is not found")
    person.finish()


def address(url: str) -> tuple[str, int]:
    """The entity and the id that a found record leads to."""
    if found := re.fullmatch(r"/admin/([a-z_]+)/details/\?id=(\d+)", url):
        return found[1], int(found[2])
    found = re.fullmatch(r"/journal/(\d+)", url)
    assert found, url
    return "journal", int(found[1])


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PARENT])
@pytest.mark.parametrize("text", ["Рун", "Зюз"])
def test_learners_find_nothing(stage: Stage, role: Role, text: str) -> None:
    assert Person(stage, role.value).ask("GET", f"/search?q={text}", 200).json == []
