"""A password typed long ago is asked again before exports, ways in and rights, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine

from models import ApiClient, User, UserRole, UserSession
from rules.terms import ImportKind, Role
from tests import factories as f
from tests.access.matrix.families.exchange import PROGRAM
from views.policy import policy_of

ASKS = {
    "archive.download",
    "auth.end_one", "auth.end_all",
    "credentials.index", "credentials.give",
    "exchange.index", "exchange.order", "exchange.give", "exchange.change", "exchange.renew", "exchange.reopen",
    "admin_user.create_view", "admin_user.edit_view", "admin_user.action_view",
    "admin_user.export", "admin_student.export", "admin_guardian.export", "admin_change_request.export",
    "admin_outbox.export", "admin_audit_record.export",
    "imports.apply", "imports.rollback",  # of staff: the file gives roles
    "tasks.result",  # of a full export
    "identity.index", "identity.start", "identity.link", "identity.unlink",
}
OLD = "Введите пароль ещё раз"


@pytest.fixture
def late(login, db):
    """The administrator a quarter of an hour and a second after the password."""
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        user = f.UserFactory(login="chief", roles=(Role.ADMINISTRATOR,))
        client = login(user)
        clock.shift(dt.timedelta(minutes=15, seconds=1))
        client.clock = clock
        yield client


def test_what_asks_for_the_password_again(built_app):
    """Neither fewer nor more."""
    found = {rule.endpoint for rule in built_app.url_map.iter_rules()
             if (policy := policy_of(built_app, rule.endpoint)) and policy.recent}
    assert found == ASKS


@pytest.mark.parametrize("path", ["/exchange/", "/credentials/", "/admin/user/new/", "/admin/student/export/csv/",
                                  "/admin/user/export/xlsx/?search=ё"])
def test_a_page_is_asked_before_it_and_led_back_to(late, path):
    asked = late.get(path)
    assert asked.status_code == 302
    assert asked.location.startswith("/confirm/?next=")
    page = late.get(asked.location)
    assert (page.status_code, OLD in page.text) == (200, True)
    wrong = late.post("/confirm/", data={"next": path, "password_again": "мимо"})
    assert wrong.status_code == 422
    assert f'name="next" value="{path}"' in wrong.text
    assert late.get(path).status_code == 302, "a wrong one opens nothing"
    right = late.post("/confirm/", data={"next": path, "password_again": f.PASSWORD})
    assert (right.status_code, right.location.startswith(path.partition("?")[0])) == (303, True)
    assert late.get(path).status_code == 200
    late.clock.shift(dt.timedelta(minutes=15, seconds=1))
    assert late.get(path).status_code == 302, "for a quarter of an hour"


def test_within_a_quarter_of_an_hour_nobody_is_asked(login):
    client = login(Role.ADMINISTRATOR)
    assert client.get("/exchange/").status_code == 200
    assert client.get("/confirm/?next=/exchange/").location == "/exchange/"


def test_the_setting_says_how_long(late, configure):
    configure(recent_minutes=16)
    assert late.get("/exchange/").status_code == 200


def test_a_form_is_not_lost(late, db):
    typed = {**PROGRAM, "name": "Сайт «Лицея» <b>", "scopes": ["timetable", "reference"]}
    asked = late.post("/exchange/clients/", data=typed)
    assert asked.status_code == 403
    assert OLD in asked.text
    assert 'value="Сайт «Лицея» &lt;b&gt;"' in asked.text
    assert asked.text.count('name="scopes"') == 2
    assert db.scalars(sa.select(ApiClient)).all() == []
    wrong = late.post("/exchange/clients/", data={**typed, "password_again": "мимо"})
    assert (wrong.status_code, 'value="Сайт «Лицея» &lt;b&gt;"' in wrong.text) == (422, True)
    assert "мимо" not in wrong.text
    assert db.scalars(sa.select(ApiClient)).all() == []
    done = late.post("/exchange/clients/", data={**typed, "password_again": f.PASSWORD})
    assert done.status_code == 200
    assert db.scalar(sa.select(ApiClient)).name == "Сайт «Лицея» <b>"


def test_what_a_list_keeps_to_itself_does_not_leave_by_the_journal_of_changes(late, db, login):
    """Phones are in the values of changes, too."""
    student = f.StudentFactory(phone="+79130001122")
    writer = login(Role.DATA_CLERK)
    answer = writer.post(f"/admin/student/edit/?id={student.id}", data={
        "last_name": student.last_name, "first_name": student.first_name, "phone": "+79130003344",
        "medical_group": student.medical_group, "row_version": student.row_version})
    assert answer.status_code == 302, answer.text
    path = "/admin/audit_record/export/csv/"
    assert late.get(path).location == f"/confirm/?next={path}"
    assert late.post("/confirm/", data={"next": path, "password_again": f.PASSWORD}).status_code == 303
    assert "79130003344" in late.get(path).text


def test_roles_are_not_given_without_it(late, db):
    user = f.UserFactory(login="petrov", roles=(Role.TEACHER,))
    form = {"last_name": "Петров", "first_name": "Пётр", "login": "petrov", "roles": ["teacher", "administrator"],
            "row_version": user.row_version}
    path = f"/admin/user/edit/?id={user.id}"

    def held():
        db.expire_all()
        return {row.role for row in db.scalars(sa.select(UserRole).where(UserRole.user_id == user.id))}

    assert late.post(path, data=form).status_code == 403
    assert late.post(path, data={**form, "password_again": "мимо"}).status_code == 422
    assert late.post(path, data={**form, "password_again": f.PASSWORD}, csrf=False).status_code == 400
    assert late.get(path).status_code == 302, "without the token the password is not even looked at"
    assert held() == {Role.TEACHER}
    assert late.post(path, data={**form, "password_again": f.PASSWORD}).status_code == 302
    assert held() == {Role.TEACHER, Role.ADMINISTRATOR}


def test_other_sign_ins_are_not_ended_without_it(late, login, db):
    """Who found the journal open on a desk cannot shut its owner out."""
    owner = db.scalars(sa.select(User).where(User.login == "chief")).one()
    elsewhere = login(owner)
    other = db.scalars(sa.select(UserSession).order_by(UserSession.id)).all()[-1]
    for path in (f"/sessions/{other.id}/end", "/sessions/end-all"):
        assert OLD in late.post(path).text
        assert late.post(path, data={"password_again": "мимо"}).status_code == 422
        assert elsewhere.get("/sessions").status_code == 200
    assert late.post(f"/sessions/{other.id}/end", data={"password_again": f.PASSWORD}).status_code == 302
    assert elsewhere.get("/sessions").status_code == 302
    assert late.post("/sessions/end-all").location == "/login", "within a quarter of an hour nobody is asked again"
    assert late.get("/sessions").status_code == 302


def test_a_script_is_told_in_words(late):
    answer = late.post("/exchange/clients/", json={})
    assert answer.status_code == 403
    assert answer.json["needs"] == "password"
    assert answer.json["message"].startswith(OLD)


def test_whoever_may_not_is_not_asked(login):
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        client = login(Role.TEACHER)
        clock.shift(dt.timedelta(minutes=20))
        assert client.get("/exchange/").status_code == 403


def test_guessing_it_is_slowed_down_like_at_the_sign_in(late, client):
    for _ in range(5):
        assert "не ваш нынешний пароль" in late.post("/confirm/", data={"password_again": "мимо"}).text
    assert "Слишком много попыток" in late.post("/confirm/", data={"password_again": f.PASSWORD}).text
    assert "Слишком много попыток" in client.post("/login", data={"login": "chief", "password": f.PASSWORD}).text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_it_leads_only_inside(late, target):
    assert late.post("/confirm/", data={"next": target, "password_again": f.PASSWORD}).location == "/"


def test_the_way_back_is_the_page_with_the_link(late):
    page = late.get("/confirm/?next=/exchange/", headers={"Referer": "http://localhost/admin/student/?search=ё"})
    assert 'href="/admin/student/?search=ё"' in page.text
    page = late.get("/confirm/?next=/exchange/", headers={"Referer": "http://evil.example/admin/"})
    assert "evil" not in page.text


@pytest.mark.parametrize(("kind", "status"), [(ImportKind.STAFF, 403), (ImportKind.STUDENTS, 409)])
def test_a_file_of_staff_gives_roles_any_other_does_not(late, login, db, kind, status):
    """409: nobody is asked, and a file that is loaded already waits no more."""
    role = Role.ADMINISTRATOR if kind is ImportKind.STAFF else Role.DATA_CLERK
    user = f.UserFactory(roles=(role,))
    batch = f.ImportBatchFactory(user=user, kind=kind)
    client = login(user)
    late.clock.shift(dt.timedelta(minutes=16))
    assert client.post(f"/imports/{batch.id}/apply").status_code == status


@pytest.mark.parametrize(("kind", "status"), [("exchange", 302), ("import", 404)])
def test_the_file_of_a_full_export_is_asked_for_again_another_is_not(late, login, db, kind, status):
    """404: nobody is asked, and this task has made no file."""
    user = f.UserFactory(roles=(Role.ADMINISTRATOR,))
    task = f.TaskFactory(user=user, kind=kind)
    client = login(user)
    late.clock.shift(dt.timedelta(minutes=16))
    assert client.get(f"/tasks/{task.id}/file").status_code == status
