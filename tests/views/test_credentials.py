"""The desk of passwords: staff by the administrator, the own group by the curator, once, on paper (п. 5.2)."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from admin.bulk import ASKED
from models import AuditRecord, User, UserSession
from rules.terms import Role
from tests import factories as f

SEPTEMBER = dt.date(2023, 9, 1)
PASSWORD = re.compile(r"(?<![#-])\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b")  # an icon is «#i-chat-left-text»


def group_with(size: int, name: str = "ИС-21"):
    """A group with its curator and students, each with a parent."""
    group = f.GroupFactory(name=name)
    tie = f.CuratorshipFactory(group=group, user=f.UserFactory(roles=(Role.CURATOR,)), starts=SEPTEMBER, ends=None)
    students = [f.StudentFactory(last_name=f"Ёлкин{'абвгдежзиклмнопрстуфхцчшщэюя'[n]}") for n in range(size)]
    ties = []
    for student in students:
        f.MembershipFactory(student=student, group=group, starts=SEPTEMBER, ends=None)
        ties.append(f.GuardianshipFactory(student=student))
    return tie.user, students, [tie.guardian for tie in ties]


@pytest.fixture
def own(db):
    f.CollegeFactory(title="Новоалтайский лицей")
    return group_with(2)


def test_a_group_gets_its_passwords_and_signs_in(db, login, client, own):
    curator, students, parents = own
    desk = login(curator)
    page = desk.get("/credentials/").text
    assert "Ждут пароля: 4" in page
    keys = [f"student:{students[0].id}", f"guardian:{parents[0].id}"]
    answer = desk.post("/credentials/", data={"who": keys, "as": "page"})
    passwords = PASSWORD.findall(answer.text)
    assert (answer.status_code, len(passwords)) == (200, 2)
    assert answer.headers["Cache-Control"] == "no-store"
    db.expire_all()
    account = students[0].user
    assert (account.role_set, parents[0].user.role_set) == ({Role.STUDENT}, {Role.PARENT})
    signed = client.post("/login", data={"login": account.login, "password": passwords[0]})
    assert signed.status_code == 302
    assert client.get("/diary/").headers["Location"].endswith("/password"), "the first sign-in changes it"
    again = desk.get("/credentials/").text
    assert "Ждут пароля: 2" in again
    assert not PASSWORD.findall(again), "nobody sees a password twice"


def test_an_issue_is_written_down_without_the_password(db, login, own):
    curator, students, _ = own
    answer = login(curator).post("/credentials/", data={"who": f"student:{students[0].id}", "as": "page"})
    password, = PASSWORD.findall(answer.text)
    records = db.scalars(sa.select(AuditRecord).where(AuditRecord.actor_id == curator.id)).all()
    assert {record.reason for record in records} == {"выданы реквизиты доступа (п. 5.2)"}
    assert password not in str([(record.before, record.after) for record in records])


def test_strips_and_the_receipt_are_on_paper(db, login, own):
    curator, students, parents = own
    answer = login(curator).post("/credentials/", data={
        "who": [f"student:{students[1].id}", f"guardian:{parents[1].id}"], "as": "pdf"})
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages]
    assert len(pages) == 2
    strips, receipt = pages
    db.expire_all()
    assert len(PASSWORD.findall(strips)) == 2
    assert not PASSWORD.findall(receipt), "the sheet with signatures stays with the curator"
    for words in (students[1].full_name, students[1].user.login, "/login"):
        assert words in strips
    for words in (parents[1].full_name, "Подпись", "Новоалтайский лицей", "Группа ИС-21", curator.short_name):
        assert words in receipt, words


@pytest.mark.parametrize("key", ["student:{other}", "guardian:{parent}", "user:{admin}", "student:999999",
                                 "student:abc", "student:", "", "student:1;user:1", "group:1"])
def test_a_curator_issues_to_nobody_else(db, login, own, key):
    curator, students, _ = own
    _, others, parents = group_with(1, "СВ-11")
    admin = f.UserFactory(roles=(Role.ADMINISTRATOR,))
    key = key.format(other=others[0].id, parent=parents[0].id, admin=admin.id)
    answer = login(curator).post("/credentials/", data={"who": [f"student:{students[0].id}", key], "as": "page"})
    assert answer.status_code == 404
    db.expire_all()
    assert students[0].user is None, "all or nothing"


def test_an_administrator_issues_to_staff_only(db, login, own):
    _, students, _ = own
    teacher = f.UserFactory(roles=(Role.TEACHER,), password_hash="x")
    parent = f.UserFactory(roles=(Role.PARENT,))
    session = f.UserSessionFactory(user=teacher)
    desk = login(Role.ADMINISTRATOR)
    assert teacher.full_name in desk.get("/credentials/").text
    for key in (f"student:{students[0].id}", f"user:{parent.id}"):
        assert desk.post("/credentials/", data={"who": key}).status_code == 404
    assert desk.post("/credentials/", data={"who": f"user:{teacher.id}", "as": "page"}).status_code == 200
    db.expire_all()
    assert teacher.password_hash != "x"
    assert session.ended_at is not None, "old sessions end"


def test_a_lost_group_is_not_there(db, login, own):
    curator, students, _ = own
    db.execute(sa.text("UPDATE curatorship SET ends = '2023-11-19'"))
    desk = login(curator)
    assert "Группы у вас сейчас нет" in desk.get("/credentials/").text
    assert desk.post("/credentials/", data={"who": f"student:{students[0].id}"}).status_code == 404
    assert desk.get("/credentials/?group=1").status_code == 404


def test_the_blocked_get_nothing(db, login, own):
    curator, students, _ = own
    students[0].user = f.UserFactory(roles=(Role.STUDENT,), blocked_at=dt.datetime.now(dt.UTC))
    answer = login(curator).post("/credentials/", data={"who": f"student:{students[0].id}"})
    assert answer.status_code == 422
    assert "Доступ закрыт" in answer.text


def test_a_parent_who_works_here_gets_it_from_the_administrator(db, login, own):
    curator, _, parents = own
    parents[0].user = f.UserFactory(roles=(Role.PARENT, Role.ADMINISTRATOR))
    db.commit()
    before = parents[0].user.password_hash
    answer = login(curator).post("/credentials/", data={"who": f"guardian:{parents[0].id}", "as": "page"})
    assert answer.status_code == 422 and "Пароль сотрудника выдаёт администратор" in answer.text
    db.expire_all()
    assert parents[0].user.password_hash == before


def test_nobody_chosen_is_told(login, own):
    answer = login(own[0]).post("/credentials/", data={})
    assert answer.status_code == 422
    assert "Выберите, кому выдать пароль" in answer.text


@pytest.mark.one_engine  # the role is refused before the database is asked
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.CURATOR)])
def test_others_have_no_desk(login, role):
    assert login(role).get("/credentials/").status_code == 403


def test_a_large_group_asks_no_more_than_a_small_one(db, login, count_queries):
    few, many = group_with(3, "ИС-21"), group_with(25, "ИС-22")
    client = login(few[0])
    client.get("/credentials/")
    with count_queries(at_most=10) as small:
        client.get("/credentials/")
    client = login(many[0])
    client.get("/credentials/")
    with count_queries() as large:
        client.get("/credentials/")
    assert len(large) == len(small)


def test_namesakes_get_different_logins(db, login, own):
    curator, _, _ = own
    group = db.scalar(sa.select(f.m.Group))
    twins = [f.StudentFactory(last_name="Осинцев", first_name="Пётр", patronymic="Ильич") for _ in range(2)]
    for twin in twins:
        f.MembershipFactory(student=twin, group=group, starts=SEPTEMBER, ends=None)
    login(curator).post("/credentials/", data={"who": [f"student:{twin.id}" for twin in twins]})
    assert set(db.scalars(sa.select(User.login).where(User.login.startswith("osintsev")))) == {
        "osintsev.pi", "osintsev.pi2"}
    assert db.scalar(sa.select(sa.func.count()).select_from(UserSession).where(UserSession.ended_at.is_(None))) == 1


def test_a_new_group_at_once(db, login):
    """Students and parents in one act; the desk says how many have come in."""
    curator, students, parents = group_with(20)
    desk = login(curator)
    page = desk.get("/credentials/").text
    keys = re.findall(r'name="who" value="([^"]+)"', page)
    assert len(keys) == 40
    assert "Вошли под своим паролем: 0 из 40" in page
    answer = desk.post("/credentials/", data={"who": keys, "as": "page"})
    assert len(set(PASSWORD.findall(answer.text))) == 40
    db.expire_all()
    logins = {person.user.login for person in (*students, *parents)}
    assert len(logins) == 40
    students[0].user.must_change_password, students[0].user.last_sign_in_at = False, f.NOW
    assert "Вошли под своим паролем: 1 из 40" in desk.get("/credentials/").text


def test_a_dismissed_teacher_is_out_at_once(db, login):
    teacher = f.UserFactory(roles=(Role.TEACHER,))
    own, admin = login(teacher), login(Role.ADMINISTRATOR)
    assert own.get("/journal/").status_code == 200
    admin.post("/admin/user/action/", data={"action": "block", "rowid": teacher.id, "reason": "уволен, приказ 12-к",
                                            ASKED: "1"})
    db.expire_all()
    assert teacher.blocked_at is not None
    assert own.get("/journal/").headers["Location"].startswith("/login")
    assert db.scalar(sa.select(sa.func.count()).select_from(UserSession).where(
        UserSession.user_id == teacher.id, UserSession.ended_at.is_(None))) == 0
