"""Attacks on the back office that its base view must close: foreign rows by id, foreign parents, hidden fields."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from admin.bulk import ASKED
from models import Mark, Student, User
from rules.terms import Role
from tests.factories import MembershipFactory, StudentFactory, UserFactory


def test_lists_show_own_rows_only(college, login):
    page = login(college.own.curator).get("/admin/student/").text
    assert "Ёлкина" in page
    assert "Зайцев" not in page


@pytest.mark.parametrize(("method", "url"), [
    ("get", "/admin/student/details/?id={}"),  # get_one is unscoped in Flask-Admin
    ("get", "/admin/student/edit/?id={}"),
    ("post", "/admin/student/edit/?id={}"),
    ("post", "/admin/student/delete/"),
])
def test_foreign_row_is_not_there(college, login, method, url):
    foreign = college.foreign.student.id
    client = login(college.own.curator)
    answer = getattr(client, method)(url.format(foreign), **({"data": {"id": foreign}} if method == "post" else {}))
    # a curator deletes no students at all: that door is closed, not empty
    assert answer.status_code == (403 if "delete" in url else 404)
    assert "Зайцев" not in answer.text


def test_foreign_and_absent_look_the_same(college, login):
    client = login(college.own.curator)
    foreign = client.get(f"/admin/student/details/?id={college.foreign.student.id}")
    absent = client.get("/admin/student/details/?id=999999")
    told = [(answer.status_code, answer.text.count("Не найдено")) for answer in (foreign, absent)]
    assert told[0] == told[1] == (404, told[0][1])


@pytest.mark.one_engine  # the role is refused before the database is asked
@pytest.mark.parametrize("role", [Role.STUDENT, Role.PARENT])
@pytest.mark.parametrize("url", ["/admin/", "/admin/student/", "/admin/mark/", "/admin/student/ajax/lookup/?name=x"])
def test_back_office_is_for_staff(login, role, url):
    assert login(role).get(url).status_code == 403


def test_visitor_is_led_to_the_sign_in(client):
    assert client.get("/admin/student/").location.startswith("/login")
    assert client.get("/admin/student/", headers={"Accept": "application/json"}).status_code == 401
    assert client.get("/admin/student/delete/").status_code == 405  # before the sign-in


def test_editing_in_the_list_is_closed(college, login):
    answer = login(college.own.curator).post("/admin/student/ajax/update/", data={
        "list_form_pk": college.own.student.id, "phone": "1"})
    assert answer.status_code == 403


def test_csrf_comes_after_the_object(college, login):
    client = login(college.own.curator)
    foreign, own = college.foreign.student.id, college.own.student.id
    assert client.post(f"/admin/student/edit/?id={foreign}", csrf=False).status_code == 404
    assert client.post(f"/admin/student/edit/?id={own}", csrf=False).status_code == 400


# fields

def test_limited_field_is_masked_row_by_row(college, db, login):
    """A curator who also teaches the other group sees phones of the own group only."""
    user = college.own.curator
    college.foreign.lesson.journal.teacher = user
    from tests.factories import UserRoleFactory
    UserRoleFactory(user=user, role=Role.TEACHER)
    page = login(user).get("/admin/student/").text
    assert "Зайцев" in page
    assert "+7 900 000-00-01" in page
    assert "+7 900 000-00-02" not in page
    export = login(user).get("/admin/student/export/csv/").text
    assert "00-01" in export
    assert "00-02" not in export
    details = login(user).get(f"/admin/student/details/?id={college.foreign.student.id}").text
    assert "00-02" not in details
    assert "05.05.2006" not in details


def test_hidden_fields_are_neither_shown_nor_asked(college, login):
    page = login(college.own.teacher).get("/admin/student/").text
    assert "Ёлкина" in page
    assert "Телефон" not in page
    assert "birth_date" not in page  # neither a column nor a filter


def test_filter_by_a_hidden_field_is_no_oracle(college, login):
    """To this reader there is no such filter, whatever is asked of the hidden field."""
    client = login(college.own.teacher)
    for value in ("2006-05-05", "2001-01-01"):
        answer = client.get("/admin/student/", query_string={"flt0_birth_date.eq": value})
        assert answer.status_code == 400
        assert "Ёлкина" not in answer.text


def test_search_never_reads_passwords(db, login):
    UserFactory(login="victim", password_hash="$argon2id$secret")
    page = login(Role.ADMINISTRATOR).get("/admin/user/?search=argon2id").text
    assert "victim" not in page
    assert "argon2" not in login(Role.ADMINISTRATOR).get("/admin/user/new/").text


def test_fields_beyond_the_grant_are_not_written(college, db, login):
    student = college.own.student
    answer = login(college.own.curator).post(f"/admin/student/edit/?id={student.id}", data={
        "row_version": student.row_version, "last_name": "Взломова", "phone": student.phone, "email": "e@example.ru",
        "birth_date": "2006-05-05", "user_id": "1", "medical_group": "main", "id": "777", "sort_key": "я"})
    assert answer.status_code == 302
    db.expire_all()
    changed = db.get(Student, student.id)
    assert (changed.last_name, changed.email, changed.user_id) == ("Ёлкина", "e@example.ru", None)


def test_curator_fills_only_empty_contacts(college, db, login):
    student = college.own.student
    answer = login(college.own.curator).post(f"/admin/student/edit/?id={student.id}", data={
        "row_version": student.row_version, "phone": "+7 900 999-99-99", "birth_date": "2006-05-05",
        "medical_group": "main"})
    assert answer.status_code == 422
    assert "Сообщите об изменении техническому специалисту" in answer.text
    assert "+7 900 999-99-99" in answer.text  # what was typed is not lost


# records to choose from

def test_lookup_is_scoped_and_clamped(college, db, login):
    for _ in range(60):
        MembershipFactory(student=StudentFactory(), group=college.own.group)
    client = login(college.own.teacher)
    found = client.get("/admin/mark/ajax/lookup/?name=student&limit=100000&query=")
    assert found.status_code == 200
    assert len(found.json) == 50
    assert client.get("/admin/mark/ajax/lookup/?name=student&query=зайцев").json == []
    assert client.get("/admin/mark/ajax/lookup/?name=student&limit=-1&offset=-5").status_code == 200


@pytest.mark.parametrize(("role", "name", "code"), [
    (Role.ADMINISTRATOR, "student", 404),  # no form to fill: nothing to choose
    (Role.ADMINISTRATOR, "record:student", 200),
    (Role.ADMINISTRATOR, "record:password_hash", 404),
    (Role.ADMINISTRATOR, "", 404),
])
def test_lookup_of_what_is_not_a_choice(login, role, name, code):
    assert login(role).get("/admin/mark/ajax/lookup/", query_string={"name": name}).status_code == code


def test_mark_is_not_given_in_a_foreign_journal(college, db, login):
    answer = login(college.own.teacher).post("/admin/mark/new/", data={
        "lesson": college.foreign.lesson.id, "student": college.foreign.student.id, "value": "5", "kind": "answer",
        "weight": "1"})
    assert answer.status_code == 422
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark).where(Mark.value == 5)) == 0


# bulk actions

def test_bulk_action_takes_only_rows_of_its_own_verb(college, login, db):
    """Deleting marks: nobody but their teacher; foreign ids in the list change nothing."""
    foreign = college.foreign.mark.id
    answer = login(college.own.teacher).post("/admin/mark/action/", data={"action": "delete", "rowid": [foreign]})
    assert answer.status_code == 404
    assert db.get(Mark, foreign) is not None


@pytest.mark.parametrize(("who", "action", "code"), [
    (Role.ADMINISTRATOR, "delete", 403), (Role.ADMINISTRATOR, "drop", 404), (Role.DIRECTOR, "delete", 403)])
def test_bulk_action_without_the_right(college, login, who, action, code):
    answer = login(who).post("/admin/mark/action/", data={"action": action, "rowid": [college.own.mark.id]})
    assert answer.status_code == code


def test_blocking_is_the_administrators(college, login, db):
    victim = college.own.teacher
    data = {"action": "block", "rowid": [victim.id], ASKED: "1", "reason": "Уволен"}
    assert login(Role.DIRECTOR).post("/admin/user/action/", data=data).status_code == 403
    assert login(Role.ADMINISTRATOR).post("/admin/user/action/", data=data).status_code == 302
    db.expire_all()
    assert db.get(User, victim.id).blocked_at is not None


# links made of arguments

@pytest.mark.parametrize("query", [
    "url=https://example.org/", "url=//example.org", "url=javascript:alert(1)", "_scheme=javascript&_external=1",
    "_anchor=x", "endpoint=auth.login", "export_type=csv", "_method=POST"])
def test_no_argument_leads_away(college, login, query):
    page = login(Role.DIRECTOR).get(f"/admin/student/?{query}")
    assert page.status_code == 200
    assert "example.org" not in page.text
    assert "javascript:" not in page.text


def test_delete_returns_only_inside(college, login, db):
    answer = login(college.own.teacher).post("/admin/mark/delete/?url=https://example.org/", data={
        "id": college.own.mark.id, "url": "https://example.org/"})
    assert answer.status_code == 302
    assert "example.org" not in answer.location


def test_every_endpoint_has_a_policy(app):
    from views.policy import policy_of

    rows = json.loads(app.test_cli_runner().invoke(args=["routes-json"]).output)
    office = [row for row in rows if row["rule"].startswith("/admin/")]
    assert len(office) > 50
    assert all(row["policy"] for row in office)
    update = next(row for row in office if row["endpoint"] == "admin_student.ajax_update")
    assert update["policy"].startswith("closed")
    assert policy_of(app, "admin_student.index_view").title == "read student, staff"
