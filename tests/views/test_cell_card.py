"""The card of a cell: what stands in it and what stood there, for those who read the cell (п. 2.1, 6.8, 9.4)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from rules.terms import LessonKind, MedicalGroup, Role, WorkKind
from tests import factories as f

TODAY = dt.date(2023, 11, 20)


@pytest.fixture
def lesson(db: Any) -> Any:
    for letter, words in (("н", "не был(а) без причины"), ("о", "опоздал(а)")):
        f.AbsenceKindFactory(letter=letter, words=words, is_late=letter == "о", counts_hours=letter != "о")
    return f.LessonFactory(date=TODAY, pair=2)


@pytest.fixture
def student(lesson: Any) -> Any:
    return f.MembershipFactory(group=lesson.journal.group).student


def address(lesson: Any, student: Any) -> str:
    return f"/journal/{lesson.journal_id}/cells/{lesson.id}/{student.id}"


def save(client: Any, url: str, value: str, version: int = 0, **more: Any) -> None:
    sent = {"value": value, "version": version, "key": str(uuid.uuid4()), **more}
    answer = client.put(url, json=sent)
    assert answer.status_code == 200, answer.json


def test_an_empty_cell_has_an_empty_card(login, lesson, student):
    assert login(lesson.journal.teacher).get(address(lesson, student)).json == {
        "value": "", "version": 0, "author": "", "saved_at": None, "late_reason": None, "theory_only": False,
        "marks": [], "absence": None, "history": []}


def test_a_card_says_what_stands_in_the_cell(login, lesson, student):
    f.WorkFactory(lesson=lesson, kind=WorkKind.CONTROL, number=3, title="Циклы")
    client, url = login(lesson.journal.teacher), address(lesson, student)
    save(client, url, "о/4", weight=2, comment="без вывода")
    card = client.get(url).json
    assert card["marks"] == [{"value": 4, "kind": "control", "kind_title": "контрольная работа", "weight": 2,
                              "comment": "без вывода", "work": "Контрольная работа № 3. Циклы"}]
    assert card["absence"] == {"letter": "о", "words": "опоздал(а)", "minutes": None, "hours": 0}
    assert (card["value"], card["version"], card["author"], card["saved_at"]) == (
        "о/4", 1, lesson.journal.teacher.short_name, "2023-11-20T15:00:00+07:00")


def test_every_change_stays_visible_with_its_author_and_reason(login, lesson, student, school_time):
    client, url = login(lesson.journal.teacher), address(lesson, student)
    save(client, url, "5")
    save(client, url, "5", 1, work="test", weight=3)
    school_time("2023-11-21 09:00+07:00")
    save(client, url, "4", 2, reason="ошибка при проверке")
    save(client, url, "", 3, reason="не тот студент")
    history = client.get(url).json["history"]
    assert [(one["before"], one["after"], one["details"], one["reason"]) for one in history] == [
        ("4", "", "", "не тот студент"),
        ("5", "4", "тест; вес 3", "ошибка при проверке"),
        ("5", "5", "тест; вес 3", ""),
        ("", "5", "ответ на уроке", "")]
    assert {(one["author"], one["source"]) for one in history} == {(lesson.journal.teacher.short_name, "на сайте")}


@pytest.mark.parametrize(("role", "status"), [
    (Role.ADMINISTRATOR, 200), (Role.METHODIST, 200), (Role.DEPUTY_OOD, 200), (Role.TEACHER, 404),
    (Role.CURATOR, 404), (Role.SENIOR_MASTER, 404), (Role.DATA_CLERK, 403), (Role.STUDENT, 404), (Role.PARENT, 404)])
def test_the_card_is_for_those_who_read_the_journal(login, lesson, student, role, status):
    assert login(role).get(address(lesson, student)).status_code == status


def test_a_substitute_opens_only_the_own_lesson(login, lesson, student):
    substitute = f.TeacherFactory()
    other = f.LessonFactory(journal=lesson.journal, date=TODAY, pair=3, teacher=substitute,
                            substituted=lesson.journal.teacher, entered_by=substitute)
    client = login(substitute)
    assert client.get(address(other, student)).status_code == 200
    assert client.get(address(lesson, student)).status_code == 404


@pytest.mark.parametrize("make", [
    lambda lesson, student: f"/journal/{lesson.journal_id}/cells/{lesson.id}/999999",
    lambda lesson, student: f"/journal/{lesson.journal_id}/cells/{lesson.id}/{f.MembershipFactory().student.id}",
    lambda lesson, student: address(f.LessonFactory(journal__teacher=lesson.journal.teacher), student),
    lambda lesson, student: (f"/journal/{f.JournalFactory(teacher=lesson.journal.teacher).id}/cells/"
                             f"{lesson.id}/{student.id}"),
], ids=["no student", "another group's student", "another group's lesson", "lesson of another journal"])
def test_what_does_not_belong_together_has_no_card(login, lesson, student, make):
    assert login(lesson.journal.teacher).get(make(lesson, student)).status_code == 404


@pytest.mark.parametrize(("group", "sport", "told"), [
    (MedicalGroup.SPECIAL_A, True, True), (MedicalGroup.SPECIAL_B, True, True), (MedicalGroup.PREPARATORY, True, False),
    (MedicalGroup.MAIN, True, False), (MedicalGroup.SPECIAL_A, False, False)])
def test_theory_only_is_told_to_who_gives_the_marks(login, db, group, sport, told):
    lesson = f.LessonFactory(date=TODAY, pair=2, kind=LessonKind.COMBINED,
                             journal__line__discipline__physical_education=sport)
    student = f.MembershipFactory(group=lesson.journal.group, student__medical_group=group).student
    assert login(lesson.journal.teacher).get(address(lesson, student)).json["theory_only"] is told
    assert login(Role.DIRECTOR).get(address(lesson, student)).json["theory_only"] is False


def test_cost_of_a_card(login, lesson, student, count_queries):
    client, url = login(lesson.journal.teacher), address(lesson, student)
    for version in range(8):
        save(client, url, str(4 + version % 2), version)
    with count_queries(at_most=11):
        assert len(client.get(url).json["history"]) == 8
