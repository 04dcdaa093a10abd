"""Nobody writes into the diary, and another's is as one that does not exist: every address, every id (п. 5.8, 9.3)."""

from __future__ import annotations

import itertools
import re
import time
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from models import AcademicYear, Journal, Student
from rules.terms import BasisKind, FinalValue, MarkKind, MedicalGroup, Role
from tests import factories as f
from tests.families import journal, lesson, member, parent_of

METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
MISSING = 999_999
PASSING = re.compile(r'nonce="[^"]+"|content="[^"]+"')


def addresses(app: Flask) -> list[Any]:
    """Every rule of the diary."""
    found = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/diary")]
    assert len(found) > 1
    return found


def filled(app: Flask, rule: Any, **values: int) -> str:
    """The address of a rule with its numbers."""
    return str(app.url_map.bind("").build(rule.endpoint, {name: values[name] for name in rule.arguments}))


# only looked at

def test_every_address_of_the_diary_takes_only_a_look(app, client, login):
    parent = login(parent_of(f.StudentFactory()))
    for rule in addresses(app):
        assert rule.methods == {"GET", "HEAD"}, rule
        address = filled(app, rule, **dict.fromkeys(rule.arguments, 1))
        for who, method in itertools.product((client, parent), METHODS):
            answer = who.open(address, method=method)
            assert (answer.status_code, {*answer.headers["Allow"].split(", ")}) == (405, {"GET", "HEAD"}), (
                address, method)


# another's

@pytest.fixture
def people(db: Any) -> dict[str, Any]:
    """A family with a child in each of two groups, a stranger of each group and of a third."""
    groups = [f.GroupFactory(name=name) for name in ("ИС-21", "СВ-12", "ПК-31")]
    sister, brother = member(groups[0], last_name="Осинцева"), member(groups[1], last_name="Осинцев", female=False)
    strangers = [member(group, last_name="Чужова") for group in groups]
    parent = parent_of(sister, brother)
    sister.user = f.UserFactory(roles=(Role.STUDENT,))
    for group in groups:
        given = lesson(journal(group, f"Математика {group.name}"), 13)
        for student in (sister, brother, *strangers):
            if student.memberships[0].group_id == group.id:
                f.MarkFactory(cell__lesson=given, cell__student=student)
    db.commit()
    return {"sister": sister, "brother": brother, "strangers": strangers, "parent": parent,
            "nobody": f.UserFactory(roles=(Role.PARENT,)), "groups": groups}


def readers(people: dict[str, Any]) -> list[tuple[Any, set[int]]]:
    """Who asks, and whose diaries are theirs."""
    return [(people["parent"], {people["sister"].id, people["brother"].id}),
            (people["sister"].user, {people["sister"].id}), (people["nobody"], set())]


def test_every_id_of_everything_but_ones_own_is_not_found(app, db, login, people):
    own_of = {student.id: student for student in (people["sister"], people["brother"], *people["strangers"])}
    students = [*own_of, MISSING]
    asked = 0
    for user, own in readers(people):
        client, refusals = login(user), set()
        for rule, student in itertools.product(addresses(app), students):
            if "student_id" not in rule.arguments:
                continue
            for others in numbers(db, rule):
                answer = client.get(filled(app, rule, student_id=student, **others))
                allowed = student in own and mine(db, own_of[student], others)
                assert answer.status_code == (200 if allowed else 404), (rule.rule, student, others)
                asked += 1
                if not allowed:
                    refusals.add(PASSING.sub("", answer.text))
        for student in students:
            if student not in own:
                for page in (f"/acknowledgements/{student}", f"/acknowledgements/{student}?week=2023-11-13"):
                    answer = client.post(page)
                    assert answer.status_code == 404
                    refusals.add(PASSING.sub("", answer.text))
        assert len(refusals) == 1, "refusals differ from each other"
    assert asked >= 3 * len(students)


def numbers(db: Any, rule: Any) -> list[dict[str, int]]:
    """Every value of the other numbers of an address, of the college and one that is nobody's."""
    known = {"journal_id": list(db.scalars(sa.select(Journal.id))),
             "year": list(db.scalars(sa.select(AcademicYear.year)))}
    names = sorted(rule.arguments - {"student_id"})
    return [dict(zip(names, values, strict=True))
            for values in itertools.product(*([*known[name], MISSING] for name in names))]


def mine(db: Any, student: Student, others: dict[str, int]) -> bool:
    """Whether the other numbers of an address belong to what the student studies."""
    if others.get("year", 2023) != 2023:
        return False
    if "journal_id" not in others:
        return True
    found = db.get(Journal, others["journal_id"])
    return found is not None and found.group_id == student.memberships[0].group_id


def test_a_foreign_child_costs_the_same_questions_as_a_missing_one(app, login, people, count_queries):
    client, stranger = login(people["parent"]), people["strangers"][0].id
    for rule in addresses(app):
        if "student_id" not in rule.arguments:
            continue
        others = dict.fromkeys(rule.arguments - {"student_id"}, 1)
        asked = []
        for student in (stranger, MISSING):
            client.get(filled(app, rule, student_id=student, **others))  # the visit of the minute is noted once
            with count_queries() as statements:
                client.get(filled(app, rule, student_id=student, **others))
            asked.append(list(statements))
        assert asked[0] == asked[1], rule.rule


def test_a_foreign_child_costs_the_same_time_as_a_missing_one(login, people):
    """A sign test on interleaved pairs: which of the two was slower is a coin."""
    client, addresses = login(people["parent"]), (f"/diary/{people['strangers'][0].id}", f"/diary/{MISSING}")
    for address in addresses * 3:
        client.get(address)
    slower, pairs = 0, 80
    for turn in range(pairs):
        took = {address: timed(client, address) for address in (addresses if turn % 2 else addresses[::-1])}
        slower += took[addresses[0]] > took[addresses[1]]
    assert 0.25 < slower / pairs < 0.75, f"{slower} of {pairs}"  # by chance one time in 100 000


def timed(client: Any, address: str) -> float:
    start = time.perf_counter()
    assert client.get(address).status_code == 404
    return time.perf_counter() - start


# what is nobody's business here

def test_no_page_tells_of_others_of_drafts_or_of_health(app, db, login, people):
    """Classmates, the unpublished, papers and medical groups stay unseen on every page (п. 9.2, 9.3)."""
    sister, group = people["sister"], people["groups"][0]
    sister.medical_group = MedicalGroup.SPECIAL_B
    of = journal(group, "Физическая культура")
    given = lesson(of, 14, late_reason="Забытое объяснение", deviation_reason="Отставание группы")
    ill = f.AbsenceKindFactory(letter="б", title="болезнь", words="болезнь", excused=True)
    f.AbsenceFactory(cell__lesson=given, cell__student=sister, kind=ill, excuse_note=f.ExcuseNoteFactory(
        student=sister, kind=ill, document="Справка о гастрите", entered_by__last_name="Кураторова"))
    given_too = lesson(of, 15)
    f.MarkFactory(cell__lesson=given_too, cell__student=sister, kind=MarkKind.THEORY, comment="Шепотом учителю")
    f.AbsenceFactory(cell__lesson=given_too, cell__student=people["strangers"][0])
    f.FinalMarkFactory(journal=of, student=sister, value=FinalValue.TWO, basis_kind=BasisKind.WORDS,
                       basis="Черновое основание", theme="Черновая тема")
    line = f.CurriculumLineFactory(curriculum=group.curriculum, of_practice=True)
    made = f.PracticeProgrammeFactory(journal=f.JournalFactory(group=group, line=line))
    f.AttestationSheetFactory(programme=made, student=sister, characteristics="Черновая характеристика", signed_on=None)
    f.PlacementFactory(programme=made, student=people["strangers"][0], enterprise__name="Чужой цех",
                       mentor="Наставников")
    f.TimetableChangeFactory(journal=of, reason="Болезнь преподавателя")
    db.commit()
    forbidden = ("Чужова", "специальная", "медицин", "гастрит", "Кураторова", "Забытое", "Отставание", "Шепотом",
                 "Чернов", "Чужой цех", "Наставников", "Болезнь преподавателя", sister.phone, sister.address)
    client, asked = login(people["parent"]), 0
    for rule in addresses(app):
        if "student_id" not in rule.arguments:
            continue
        own = {"student_id": sister.id, "journal_id": of.id, "year": 2023}
        address = filled(app, rule, **{name: own[name] for name in rule.arguments})
        for page in (address, f"{address}?week=2023-11-13"):
            answer = client.get(page)
            assert answer.status_code == 200, page
            assert [words for words in forbidden if words in answer.text] == [], page
            asked += 1
    assert asked >= 20
