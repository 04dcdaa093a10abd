"""The diary over HTTP: only looked at, own child only, cheap, in words (п. 5.7, 5.8, 9.3)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import sqlalchemy as sa

from models import Acknowledgement, AuditRecord, Student, User, UserSession
from rules.terms import STAFF_ROLES, Gender, Role
from tests import factories as f
from tests.families import day, journal, lesson, member, parent_of

PREVIOUS = "?week=2023-11-13"


@pytest.fixture
def group(db: Any) -> Any:
    return f.GroupFactory(name="ИС-21")


@pytest.fixture
def student(group: Any) -> Student:
    return member(group, last_name="Осинцева", first_name="Алина", female=True, gender=Gender.FEMALE)


@pytest.fixture
def parent(student: Student) -> User:
    return parent_of(student)


# who

def test_the_start_page_leads_to_the_first_child(login, parent, student):
    client = login(parent)
    assert client.get("/").location == "/diary/"
    assert client.get("/diary/").location == f"/diary/{student.id}"
    assert client.get(f"/diary/{student.id}").status_code == 200


def test_a_student_reads_the_own_diary(db, login, student):
    student.user = f.UserFactory(roles=(Role.STUDENT,))
    db.flush()
    client = login(student.user)
    assert client.get("/diary/").location == f"/diary/{student.id}"
    page = client.get(f"/diary/{student.id}")
    assert page.status_code == 200
    assert "aria-label=\"Ребёнок\"" not in page.text  # nobody to switch to


def test_switch_between_children_keeps_the_week(login, group, student, parent):
    brother = member(group, last_name="Осинцев", first_name="Егор", female=False)
    f.GuardianshipFactory(student=brother, guardian=f.GuardianFactory(user=None))
    both = parent_of(student, brother)
    page = login(both).get(f"/diary/{student.id}{PREVIOUS}").text
    assert f'href="/diary/{brother.id}?week=2023-11-13"' in page
    assert f'href="/diary/{brother.id}"' in login(both).get(f"/diary/{student.id}").text


def test_a_foreign_child_is_as_a_missing_one(login, group, parent):
    stranger = member(group)
    client = login(parent)
    foreign, missing = client.get(f"/diary/{stranger.id}"), client.get("/diary/999999")
    assert foreign.status_code == missing.status_code == 404

    def plain(answer: Any) -> str:
        return re.sub(r'nonce="[^"]+"|content="[^"]+"', "", answer.text)
    assert plain(foreign) == plain(missing)
    assert client.get("/diary/99999999999999999999").status_code == 404


@pytest.mark.one_engine  # the role is refused before the database is asked
@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_staff_do_not_use_the_diary(login, student, role):
    client = login(role)
    assert client.get("/diary/").status_code == 403
    assert client.get(f"/diary/{student.id}").status_code == 403
    assert client.post(f"/acknowledgements/{student.id}").status_code == 403


def test_a_visitor_signs_in_first(client, student):
    answer = client.get(f"/diary/{student.id}")
    assert (answer.status_code, answer.location.startswith("/login")) == (302, True)


@pytest.mark.parametrize(("role", "words"), [
    (Role.PARENT, "не привязан ни один студент"), (Role.STUDENT, "не связана с личной карточкой")])
def test_nobody_to_show_says_whom_to_ask(login, role, words):
    page = login(role).get("/diary/")
    assert page.status_code == 200
    assert words in page.text
    assert "Обратитесь к куратору" in page.text


# only looked at

@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_everything_but_looking_is_405(login, client, parent, student, method):
    for address in ("/diary/", f"/diary/{student.id}", "/diary/999999"):
        for who in (login(parent), client):
            answer = who.open(address, method=method)
            assert (answer.status_code, {*answer.headers["Allow"].split(", ")}) == (405, {"GET", "HEAD"})


def test_head_is_a_look(login, parent, student):
    answer = login(parent).head(f"/diary/{student.id}")
    assert (answer.status_code, answer.data) == (200, b"")


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_an_acknowledgement_is_only_posted(login, parent, student, method):
    assert login(parent).open(f"/acknowledgements/{student.id}", method=method).status_code == 405


def test_looking_writes_nothing(db, login, parent, student):
    client = login(parent)
    before = (parent.seen_audit_id, db.scalar(sa.select(sa.func.count()).select_from(AuditRecord)))
    client.get(f"/diary/{student.id}")
    db.expire_all()
    assert (parent.seen_audit_id, db.scalar(sa.select(sa.func.count()).select_from(AuditRecord))) == before


# weeks

@pytest.mark.parametrize(("asked", "words"), [
    ("", "20–25 ноября"),  # today by the school's clock is Monday, 20.11
    ("?week=", "20–25 ноября"), ("?week=2023-11-13", "13–18 ноября"), ("?week=2023-11-19", "13–18 ноября"),
    ("?week=2022-11-16", "14–19 ноября 2022"), ("?week=2199-12-31", "30 декабря – 4 января 2200"),
    ("?week=1990-01-01", "1–6 января 1990")])
def test_any_date_leads_to_its_week(login, parent, student, asked, words):
    page = login(parent).get(f"/diary/{student.id}{asked}")
    assert page.status_code == 200
    assert words in page.text


@pytest.mark.parametrize(("asked", "code"), [
    ("вчера", 400), ("2023-11-31", 400), ("20231113", 400), ("2023-W46-1", 400), ("2023-11-13T00:00", 400),
    ("٢٠٢٣-11-13", 400), ("0001-01-01", 404), ("9999-12-31", 404), ("1989-12-31", 404)])
def test_what_is_not_a_week_of_ours(login, parent, student, asked, code):
    client = login(parent)
    assert client.get(f"/diary/{student.id}", query_string={"week": asked}).status_code == code
    assert client.post(f"/acknowledgements/{student.id}", data={"week": asked}).status_code == code


def test_back_forward_and_now(login, parent, student):
    page = login(parent).get(f"/diary/{student.id}{PREVIOUS}").text
    for part in ('?week=2023-11-06" aria-label="Прошлая неделя"', '?week=2023-11-20" aria-label="Следующая неделя"',
                 "Эта неделя"):
        assert part in page
    assert "Эта неделя" not in login(parent).get(f"/diary/{student.id}").text


def test_the_frozen_clock_decides_the_current_week(login, parent, student, school_time):
    school_time("2023-12-03T23:00:00+07:00")  # a Sunday still belongs to its week
    assert "27 ноября – 2 декабря" in login(parent).get(f"/diary/{student.id}").text


# what is told

def test_words_not_letters(login, group, student, parent):
    ill = f.AbsenceKindFactory(letter="б", title="болезнь", words="не был(а): болезнь")
    f.AbsenceFactory(cell__lesson=lesson(journal(group, "Математика"), 13), cell__student=student, kind=ill)
    page = login(parent).get(f"/diary/{student.id}{PREVIOUS}").text
    assert "не была: болезнь" in page
    assert not re.search(r">\s*[нбуо]\s*<", page)


def test_nobody_elses_names_and_nothing_of_the_teachers_affairs(login, group, student, parent):
    classmate = member(group, last_name="Переверзева", first_name="Юлия")
    given = lesson(journal(group, "Математика"), 13, late_reason="болел преподаватель", deviation_reason="отстали")
    f.MarkFactory(cell__lesson=given, cell__student=classmate)
    mark = f.MarkFactory(cell__lesson=given, cell__student=student)
    mark.cell.late_reason = "забыл выставить"
    page = login(parent).get(f"/diary/{student.id}{PREVIOUS}").text
    assert not [words for words in ("Переверзева", "болел преподаватель", "отстали", "забыл") if words in page]


def test_text_of_teachers_is_text(login, group, student, parent):
    given = lesson(journal(group, "Математика"), 13, topic="<script>alert(1)</script> Тема")
    f.HomeworkFactory(lesson=given, text="<b>№ 5</b>", due_on=day(15))
    page = login(parent).get(f"/diary/{student.id}{PREVIOUS}").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>№ 5" not in page


def test_the_average_carries_its_note(login, group, student, parent):
    f.MarkFactory(cell__lesson=lesson(journal(group, "Математика"), 13), cell__student=student, value=4)
    client = login(parent)
    page = client.get(f"/diary/{student.id}").text
    assert "4,00" in page
    [address] = re.findall(rf'href="(/diary/{student.id}/subjects/\d+)"', page)
    assert "(4) : 1 = 4,00" in client.get(address).text
    assert "Итоговая отметка не привязана к среднему (п.&nbsp;6.6)" in page


# what is new

def test_the_pointer_moves_at_sign_in_only(db, client, group, student, parent):
    def sign_in() -> str:
        client.set_cookie("sid", "")
        client.post("/login", data={"login": parent.login, "password": f.PASSWORD})
        return str(client.get(f"/diary/{student.id}").text)

    cell = f.MarkFactory(cell__lesson=lesson(journal(group, "Математика"), 16), cell__student=student, value=4).cell
    db.commit()
    sign_in()
    f.AuditRecordFactory(entity="cell", entity_id=cell.id, student_id=student.id, before={"value": "3"})
    page = sign_in()
    assert "Новое с прошлого входа" in page
    assert "Математика, ответ, исправлено" in page
    assert "Новое с прошлого входа" in client.get(f"/diary/{student.id}").text  # looking does not use it up
    assert "Новое" not in sign_in()
    assert db.scalars(sa.select(UserSession.seen_audit_id).order_by(UserSession.id)).all()[0] == 0


# «С дневником ознакомлен(а)»

def test_acknowledged_once_however_often_asked(db, login, student, parent):
    client = login(parent)
    for _ in range(2):
        answer = client.post(f"/acknowledgements/{student.id}", data={"week": "2023-11-16"})
        assert (answer.status_code, answer.location) == (303, f"/diary/{student.id}?week=2023-11-13")
    [row] = db.scalars(sa.select(Acknowledgement))
    assert (row.user_id, row.kind, row.subject_id, row.week) == (parent.id, "diary", student.id, dt.date(2023, 11, 13))
    assert row.at == dt.datetime(2023, 11, 20, 8, 0, tzinfo=dt.UTC)  # the school's clock
    page = client.get(answer.location).text
    assert "вы ознакомились с дневником за 13–18 ноября" in page
    assert "Вы ознакомились с дневником 20.11 в 15:00" in page
    assert "<button class=\"btn btn-primary" not in page


def test_without_a_week_it_is_this_one(db, login, student, parent):
    login(parent).post(f"/acknowledgements/{student.id}")
    assert db.scalars(sa.select(Acknowledgement.week)).all() == [dt.date(2023, 11, 20)]


def test_the_future_is_not_acknowledged(db, login, student, parent):
    client = login(parent)
    assert client.post(f"/acknowledgements/{student.id}", data={"week": "2023-11-27"}).status_code == 422
    assert db.scalar(sa.select(sa.func.count()).select_from(Acknowledgement)) == 0
    assert "ознакомлен(а)" not in client.get(f"/diary/{student.id}?week=2023-11-27").text


@pytest.mark.parametrize("csrf", [True, False])
def test_a_foreign_diary_is_not_acknowledged(db, login, group, parent, csrf):
    answer = login(parent).post(f"/acknowledgements/{member(group).id}", csrf=csrf)
    assert answer.status_code == 404  # the object is looked at before the token
    assert db.scalar(sa.select(sa.func.count()).select_from(Acknowledgement)) == 0


def test_a_forged_acknowledgement_is_refused(db, login, student, parent):
    assert login(parent).post(f"/acknowledgements/{student.id}", csrf=False).status_code == 400
    assert db.scalar(sa.select(sa.func.count()).select_from(Acknowledgement)) == 0


# what it costs

@pytest.mark.parametrize("pairs", [1, 5])
def test_budget_of_a_week(login, group, student, parent, count_queries, pairs):
    """One statement each: session, children, surroundings, timetable, changes, lessons, cells; and BEGIN on SQLite."""
    for pair in range(1, pairs + 1):
        of = journal(group, f"Основы предпринимательской деятельности, часть {pair}")
        for number in range(13, 18):
            given = lesson(of, number, pair, topic="Организационно-правовые формы предпринимательской деятельности")
            f.HomeworkFactory(lesson=given, text="Составить таблицу по § 12, ответить на вопросы 1–5 письменно")
            f.MarkFactory(cell__lesson=given, cell__student=student)
            f.TimetableSlotFactory(journal=of, weekday=number - 12, pair=pair)
    client, address = login(parent), f"/diary/{student.id}{PREVIOUS}"
    with count_queries(at_most=8):
        page = client.get(address)
    assert page.text.count('<li><span class="no">') == pairs * 5
    assert len(page.data) <= 40 * 1024
