"""Signing in and out: sessions die with their rows, guessing is slowed down, nothing tells whether a login exists."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa
import time_machine

from actions.passwords import issue_one_time, make_one_time
from models import Throttle, User, UserSession
from rules.terms import Role
from tests import factories as f

NEW = "зелёный чай на крыше"
WRONG = "Неверный логин или пароль."
FIVE_WRONG = 5


def enter(client, login, password=f.PASSWORD, **form):
    return client.post("/login", data={"login": login, "password": password, **form})


def signed_in(client) -> bool:
    return client.get("/password").status_code == 200


def test_sign_in_and_out(client, db):
    user = f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    answer = enter(client, "  Ivanova ")
    assert (answer.status_code, answer.location) == (302, "/")
    row = db.scalar(sa.select(UserSession).where(UserSession.user_id == user.id))
    cookie = client.get_cookie("sid")
    assert row.token_hash != cookie.value
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert signed_in(client)
    assert client.post("/logout").location == "/login"
    assert not signed_in(client)


def test_replayed_cookie_is_refused_after_sign_out(client, other, db):
    f.UserFactory(login="ivanova")
    enter(client, "ivanova")
    stolen = client.get_cookie("sid").value
    client.post("/logout")
    other.set_cookie("sid", stolen)
    assert not signed_in(other)


def test_sign_in_gives_a_new_session_each_time(client, db):
    """A cookie planted before the sign-in is worth nothing after it."""
    f.UserFactory(login="ivanova")
    client.set_cookie("sid", "planted")
    enter(client, "ivanova")
    assert client.get_cookie("sid").value != "planted"


@pytest.mark.parametrize(("login", "password"), [
    ("ivanova", "не тот пароль"),  # a wrong password
    ("nobody", f.PASSWORD),  # no such login
    ("blocked", f.PASSWORD),  # the account is blocked
    ("", ""), ("ivanova", ""), ("x" * 5000, "y" * 5000), ("' OR 1=1 --", "x"),
])
def test_refusals_look_the_same(client, db, login, password):
    f.UserFactory(login="ivanova")
    f.UserFactory(login="blocked", blocked_at=f.NOW)
    answer = enter(client, login, password)
    assert answer.status_code == 401
    assert WRONG in answer.text
    assert client.get_cookie("sid") is None


def test_what_no_database_stores_is_refused(client, db):
    """PostgreSQL has no NUL in texts, SQLite has: neither may answer 500."""
    assert enter(client, "ivanova\x00").status_code in (400, 401)


def test_guessing_is_slowed_down_across_devices(client, other, db):
    f.UserFactory(login="ivanova")
    for device in (client, other, client, other, client):
        assert WRONG in enter(device, "ivanova", "мимо").text
    for device in (client, other):
        answer = enter(device, "ivanova")
        assert answer.status_code == 401, "the right password does not help while the login is blocked"
        assert "Слишком много попыток" in answer.text


def test_guessing_tells_nothing_about_the_login(client, other, db):
    """A login that does not exist is slowed down word for word like one that does."""
    f.UserFactory(login="ivanova")
    answers = [[form_of(enter(client, login, "мимо").text, login) for _ in range(FIVE_WRONG + 1)]
               for login in ("ivanova", "nobody")]
    assert answers[0] == answers[1]


def form_of(page: str, login: str) -> str:
    page = re.sub(r'(nonce|content|value)="[^"]{20,}"', "", page)
    return page.replace(login, "LOGIN")


def test_the_block_ends(client, db):
    f.UserFactory(login="ivanova")
    now = dt.datetime.now(dt.UTC)
    with time_machine.travel(now, tick=False) as clock:
        for _ in range(FIVE_WRONG):
            enter(client, "ivanova", "мимо")
        clock.shift(dt.timedelta(minutes=14, seconds=59))
        assert enter(client, "ivanova").status_code == 401
        clock.shift(dt.timedelta(seconds=2))
        assert enter(client, "ivanova").status_code == 302


def test_success_forgives_earlier_failures(client, db):
    f.UserFactory(login="ivanova")
    for _ in range(FIVE_WRONG - 1):
        enter(client, "ivanova", "мимо")
    enter(client, "ivanova")
    db.rollback()
    assert db.scalars(sa.select(Throttle).where(Throttle.key == "login:ivanova")).all() == []


def test_first_password_must_be_changed(client, db):
    user = f.UserFactory(login="novikov", roles=(Role.ADMINISTRATOR,))
    made = make_one_time(8)
    password = made.password
    issue_one_time(user, made, dt.datetime.now(dt.UTC))
    assert enter(client, "novikov", password).status_code == 302
    for path in ("/", "/sessions"):
        assert client.get(path).location == "/password", path
    assert client.put("/sessions/1/end").status_code == 405
    answer = client.post("/password", data={"password": NEW, "repeat": NEW})
    assert (answer.status_code, answer.location) == (302, "/")
    assert client.get("/sessions").status_code == 200
    client.post("/logout")
    assert enter(client, "novikov", password).status_code == 401
    assert enter(client, "novikov", NEW).status_code == 302


def test_one_time_password_expires(client, db):
    user = f.UserFactory(login="novikov")
    issued, made = dt.datetime.now(dt.UTC), make_one_time(8)
    issue_one_time(user, made, issued)
    with time_machine.travel(issued + dt.timedelta(hours=72, seconds=1)):
        answer = enter(client, "novikov", made.password)
    assert answer.status_code == 401
    assert "Срок одноразового пароля истёк" in answer.text


@pytest.mark.parametrize(("form", "message"), [
    ({"current": "не тот"}, "Это не ваш нынешний пароль"),
    ({"password": "короткий", "repeat": "короткий"}, "Пароль короче"),
    ({"password": "ivanova-ivanova", "repeat": "ivanova-ivanova"}, None),  # allowed: longer than the login alone
    ({"password": "111111111111", "repeat": "111111111111"}, "легко угадать"),
    ({"repeat": "другой ответ на крыше"}, "Пароли не совпадают"),
    ({"password": f.PASSWORD, "repeat": f.PASSWORD}, "должен отличаться"),
])
def test_own_password(client, db, form, message):
    f.UserFactory(login="ivanova")
    enter(client, "ivanova")
    answer = client.post("/password", data={"current": f.PASSWORD, "password": NEW, "repeat": NEW, **form})
    if message is None:
        assert answer.status_code == 302
    else:
        assert answer.status_code == 422
        assert message in answer.text
        assert NEW not in answer.text, "a password is never shown again"


def test_new_password_ends_other_sessions(client, other, db):
    f.UserFactory(login="ivanova")
    enter(client, "ivanova")
    enter(other, "ivanova")
    client.post("/password", data={"current": f.PASSWORD, "password": NEW, "repeat": NEW})
    assert signed_in(client)
    assert not signed_in(other)


def test_sign_out_everywhere(client, other, db):
    f.UserFactory(login="ivanova")
    enter(client, "ivanova")
    enter(other, "ivanova")
    client.post("/sessions/end-all")
    assert not signed_in(client)
    assert not signed_in(other)


def test_only_own_sessions_end(client, other, db):
    mine, others = f.UserFactory(login="ivanova"), f.UserFactory(login="petrov")
    enter(client, "ivanova")
    enter(other, "petrov")
    ids = {row.user_id: row.id for row in db.scalars(sa.select(UserSession))}
    assert client.post(f"/sessions/{ids[others.id]}/end").status_code == 404
    assert client.post("/sessions/99999/end").status_code == 404
    assert signed_in(other)
    assert client.post(f"/sessions/{ids[mine.id]}/end").location == "/login"
    assert not signed_in(client)


def test_idle_session_ends(client, db):
    f.UserFactory(login="ivanova")
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        enter(client, "ivanova")
        for _ in range(3):
            clock.shift(dt.timedelta(minutes=59))
            assert signed_in(client), "each visit puts the end off"
        clock.shift(dt.timedelta(minutes=60, seconds=1))
        assert not signed_in(client)


def test_session_has_a_longest_life(client, db):
    f.UserFactory(login="ivanova")
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        enter(client, "ivanova")
        for _ in range(12):
            clock.shift(dt.timedelta(minutes=59))
            assert signed_in(client)
        clock.shift(dt.timedelta(minutes=13))
        assert not signed_in(client)


def test_visits_are_noted_at_most_once_a_minute(client, db, count_queries):
    f.UserFactory(login="ivanova")
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        enter(client, "ivanova")
        clock.shift(dt.timedelta(minutes=2))
        with count_queries() as first:
            client.get("/password")
        with count_queries() as second:
            client.get("/password")
    assert [text for text in first if text.startswith("UPDATE user_session")]
    assert not [text for text in second if text.startswith("UPDATE")]


def test_blocking_ends_the_session_at_once(client, db):
    user = f.UserFactory(login="ivanova")
    enter(client, "ivanova")
    db.get(User, user.id).blocked_at = f.NOW
    assert not signed_in(client)


@pytest.mark.one_engine  # words and addresses, no rows
@pytest.mark.parametrize(("target", "leads"), [
    ("/sessions?a=1", "/sessions?a=1"),
    ("https://evil.example/", "/"), ("//evil.example", "/"), ("/\\evil.example", "/"), ("\\\\evil.example", "/"),
    ("/\t/evil.example", "/"), ("/\r\nX-Evil: 1", "/"), ("javascript:alert(1)", "/"), ("sessions", "/"), ("", "/"),
    ("/%0d%0aX: y", "/%0d%0aX: y"),
])
def test_next_leads_only_inside(client, db, target, leads):
    f.UserFactory(login="ivanova")
    answer = enter(client, "ivanova", next=target)
    assert answer.status_code == 302
    assert answer.location.replace("%20", " ") == leads
    assert "X" not in answer.headers


def test_sign_in_needs_the_token_of_its_page(client, db):
    f.UserFactory(login="ivanova")
    answer = client.post("/login", data={"login": "ivanova", "password": f.PASSWORD}, csrf=False)
    assert answer.status_code == 400
    assert client.get_cookie("sid") is None


def test_visitor_is_led_to_sign_in_and_back(client, db):
    f.UserFactory(login="ivanova")
    page = client.get("/sessions?a=1")
    assert page.status_code == 302
    assert page.location == "/login?next=/sessions?a%3D1"
    assert 'name="next" value="/sessions?a=1"' in client.get(page.location).text


def test_passwords_are_kept_as_argon2(client, db):
    user = f.UserFactory(login="ivanova")
    enter(client, "ivanova")
    client.post("/password", data={"current": f.PASSWORD, "password": NEW, "repeat": NEW})
    db.refresh(user)
    assert user.password_hash.startswith("$argon2id$")
