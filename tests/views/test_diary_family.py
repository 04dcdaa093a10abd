"""Whose diary it is: several children, a student of age, nobody's parent, movers and leavers (п. 5.4, 5.8, 9.3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from models import Acknowledgement, Student
from rules.terms import FinalKind, FinalValue, Gender, MovementKind, Role
from tests import factories as f
from tests.families import day, journal, lesson, member, parent_of

PREVIOUS = "?week=2023-11-13"


@pytest.fixture
def group(db: Any) -> Any:
    return f.GroupFactory(name="ИС-21")


@pytest.fixture
def student(group: Any) -> Student:
    return member(group, last_name="Осинцева", first_name="Алина", gender=Gender.FEMALE)


def stay(student: Student, group: Any, starts: dt.date, ends: dt.date | None = None,
         left: MovementKind | None = None) -> None:
    """Days in a group, with the order that ended them."""
    order = f.MovementFactory(student=student, kind=left, from_group=group, to_group=None, order_number="214-С",
                              effective_on=ends + dt.timedelta(days=1)) if left and ends else None
    f.MembershipFactory(student=student, group=group, starts=starts, ends=ends, left_by=order)


# a parent of several

def changed(cell: Any, was: str = "") -> None:
    f.AuditRecordFactory(entity="cell", entity_id=cell.id, student_id=cell.student_id, before={"value": was})


def test_what_is_new_of_the_other_child_is_counted_beside_its_name(db, login, group, student):
    brother = member(f.GroupFactory(name="СВ-12"), last_name="Осинцев", first_name="Егор", gender=Gender.MALE)
    parent = parent_of(student, brother)
    client = login(parent)
    math = journal(group, "Математика")
    for number in (14, 15):
        changed(f.MarkFactory(cell__lesson=lesson(math, number), cell__student=student).cell)
    page = client.get(f"/diary/{brother.id}").text
    assert "новое: 2" in page
    assert "Математика" not in page  # the sister's marks stand in her own diary
    assert "новое:" not in client.get(f"/diary/{student.id}").text


def test_a_stranger_counts_for_nobody(db, login, group, student):
    client = login(parent_of(student, member(group)))
    changed(f.MarkFactory(cell__lesson=lesson(journal(group, "Математика"), 14), cell__student=member(group)).cell)
    assert "новое" not in client.get(f"/diary/{student.id}").text.casefold()


# what is new of finals

@pytest.fixture
def final(db: Any, group: Any, student: Student) -> Any:
    """Written as a draft, and the audit's own record of it seen."""
    made = f.FinalMarkFactory(journal=journal(group, "Математика"), student=student, kind=FinalKind.EXAM,
                              value=FinalValue.FIVE)
    db.commit()
    return made


def news_of(client: Any, parent: Any, student: Student) -> str:
    client.set_cookie("sid", "")
    client.post("/login", data={"login": parent.login, "password": f.PASSWORD})
    return str(client.get(f"/diary/{student.id}").text)


def test_a_published_final_is_new_once(db, client, student, final):
    parent = parent_of(student)
    assert "итоговая" not in news_of(client, parent, student)  # a draft
    final.published_at = f.NOW
    db.commit()
    assert "Математика, итоговая, экзамен" in news_of(client, parent, student)
    assert "итоговая" not in news_of(client, parent, student)
    final.basis = "две контрольные на 5"  # the reader sees no basis
    db.commit()
    assert "итоговая" not in news_of(client, parent, student)
    final.value = FinalValue.FOUR
    db.commit()
    assert "Математика, итоговая, экзамен, исправлено" in news_of(client, parent, student)
    assert "исправлено" not in news_of(client, parent, student)


def test_a_final_that_is_no_digit_is_said_in_words(db, client, student, final):
    final.kind, final.value, final.published_at = FinalKind.CREDIT, FinalValue.PASSED, f.NOW
    db.commit()
    assert "Математика, итоговая, зачёт: зачёт" in news_of(client, parent_of(student), student)


def test_the_sign_in_before_is_named_by_its_date(db, login, student, school_time):
    """By the real clock; in a demo whose clock stands still the date would lie ahead and is left out."""
    parent = parent_of(student)
    before = f.UserSessionFactory(user=parent)
    before.created_at = dt.datetime(2023, 11, 15, 9, tzinfo=dt.UTC)
    client = login(parent)
    changed(f.MarkFactory(cell__lesson=lesson(journal(f.GroupFactory(), "Физика"), 14), cell__student=student).cell)
    db.execute(sa.text("UPDATE user_session SET seen_audit_id = 1"))
    page = client.get(f"/diary/{student.id}").text
    assert "Новое с прошлого входа" in page
    assert "с 15.11" in page


# a student of age

def test_a_student_of_age_reads_and_acknowledges_alone(db, login, group):
    grown = member(group, birth_date=dt.date(2005, 3, 1), gender=Gender.MALE)
    grown.user = f.UserFactory(roles=(Role.STUDENT,))
    mother = f.UserFactory(roles=(Role.PARENT,))
    f.GuardianshipFactory(student=grown, guardian=f.GuardianFactory(user=mother), ends=dt.date(2023, 2, 28))
    db.flush()
    client = login(grown.user)
    assert client.get(f"/diary/{grown.id}{PREVIOUS}").status_code == 200
    assert client.post(f"/acknowledgements/{grown.id}", data={"week": "2023-11-13"}).status_code == 303
    assert db.scalars(sa.select(Acknowledgement.user_id)).all() == [grown.user_id]

    hers = login(mother)
    page = hers.get("/diary/")
    assert page.status_code == 200
    assert "Доступ к дневнику закончился 28.02.2023" in page.text
    assert "После 18 лет дневник открывает сам студент" in page.text
    assert grown.last_name not in page.text
    assert hers.get(f"/diary/{grown.id}").status_code == 404
    assert hers.post(f"/acknowledgements/{grown.id}").status_code == 404


def test_one_tie_over_and_another_not_yet_begun(db, login, group, student):
    """Only where every tie is over is the parent told so."""
    mother = f.UserFactory(roles=(Role.PARENT,))
    guardian = f.GuardianFactory(user=mother)
    f.GuardianshipFactory(student=student, guardian=guardian, ends=day(1))
    f.GuardianshipFactory(student=member(group), guardian=guardian, starts=day(25))
    assert "не привязан ни один студент" in login(mother).get("/diary/").text


# movers and leavers

def test_a_transferred_student_has_both_groups_by_their_days(db, login, group):
    new = f.GroupFactory(name="СВ-12")
    moved = f.StudentFactory(gender=Gender.MALE)
    stay(moved, group, dt.date(2022, 9, 1), day(14), MovementKind.TRANSFER)
    stay(moved, new, day(15))
    old_math, new_math = journal(group, "Математика"), journal(new, "Сварка")
    for number in (13, 14, 15, 16):
        lesson(old_math, number, topic=f"Старая группа {number}")
        lesson(new_math, number, topic=f"Новая группа {number}")
    client = login(parent_of(moved))
    page = client.get(f"/diary/{moved.id}{PREVIOUS}").text
    assert "по 14.11 группа ИС-21, с 15.11 группа СВ-12" in page
    assert [f"Старая группа {number}" in page for number in (13, 14, 15, 16)] == [True, True, False, False]
    assert [f"Новая группа {number}" in page for number in (13, 14, 15, 16)] == [False, False, True, True]
    assert "группа ИС-21" in client.get(f"/diary/{moved.id}?week=2023-11-06").text
    assert "Переведён" not in page  # studies on


@pytest.mark.parametrize(("ends", "left", "said", "week"), [
    (day(12), MovementKind.EXPULSION, "Отчислен с 13.11.2023, приказ № 214-С", "2023-11-12"),
    (dt.date(2023, 6, 30), MovementKind.GRADUATION, "Выпуск с 01.07.2023, приказ № 214-С", "2023-06-30"),
    (dt.date(2023, 10, 22), MovementKind.LEAVE, "Академический отпуск с 23.10.2023, приказ № 214-С", "2023-10-22")])
def test_a_leaver_is_told_and_led_to_the_last_week(db, login, group, ends, left, said, week):
    gone = f.StudentFactory(gender=Gender.MALE)
    stay(gone, group, dt.date(2022, 9, 1), ends, left)
    client = login(parent_of(gone))
    page = client.get(f"/diary/{gone.id}").text
    assert said in page
    assert page.count("Не в составе группы") == 6
    assert f'href="/diary/{gone.id}?week={week}"' in page
    assert "ознакомлен(а)" not in page  # nothing to acknowledge
    assert client.post(f"/acknowledgements/{gone.id}").status_code == 422
    last = client.get(f"/diary/{gone.id}?week={week}").text
    assert "ознакомлен(а)" in last
    assert "группа ИС-21" in last
    assert client.post(f"/acknowledgements/{gone.id}", data={"week": week}).status_code == 303


def test_a_student_without_a_group_yet(db, login):
    expected = f.StudentFactory(gender=Gender.FEMALE)
    page = login(parent_of(expected)).get(f"/diary/{expected.id}").text
    assert "Ещё не зачислена в группу" in page
    assert "Дневник появится после приказа о зачислении" in page
