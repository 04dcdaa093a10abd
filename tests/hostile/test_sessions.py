"""Sessions: not fixed beforehand, not shared, gone with what gave them; ways back lead inside (ASVS 7.2–7.4, 3.7.2)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from models import UserRole, UserSession
from rules.terms import Role
from tests import factories as f
from tests.plugins.web import Client


def enter(client: Client, login: str, **more: str):
    return client.post("/login", data={"login": login, "password": f.PASSWORD, **more})


def test_a_session_is_not_fixed_beforehand(client, db):
    """A cookie planted before the sign-in becomes nobody's session."""
    f.UserFactory(login="ivanova")
    client.set_cookie("sid", "planted")
    client.set_cookie("page", "planted")
    assert enter(client, "ivanova").status_code == 302
    assert client.get_cookie("sid").value != "planted"
    client.set_cookie("sid", "planted")
    assert client.get("/sessions").location.startswith("/login")


def test_the_token_is_long_and_only_its_hash_is_kept(client, db):
    f.UserFactory(login="ivanova")
    enter(client, "ivanova")
    token = client.get_cookie("sid").value
    assert re.fullmatch(r"[\w-]{43}", token)  # 256 bits
    kept = db.execute(sa.select(UserSession.__table__)).mappings().one()
    assert token not in map(str, kept.values())


def test_the_cookie_is_out_of_reach(client, db):
    f.UserFactory(login="ivanova")
    sent = [value for value in enter(client, "ivanova").headers.get_all("Set-Cookie") if value.startswith("sid=")]
    assert len(sent) == 1
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(sent[0].split("; "))
    assert "Domain" not in sent[0]


def test_the_token_of_a_form_is_no_good_to_another(client, other, db):
    """A CSRF token belongs to its visitor: another's, even signed by us, is refused."""
    f.UserFactory(login="ivanova")
    foreign = other.csrf_token()
    answer = client.post("/login", data={"login": "ivanova", "password": f.PASSWORD}, csrf=False,
                         headers={"X-CSRFToken": foreign})
    assert answer.status_code == 400
    assert client.get_cookie("sid") is None


def test_a_role_that_is_withdrawn_is_gone_with_the_next_request(db, login):
    user = f.UserFactory(roles=(Role.DIRECTOR,))
    client = login(user)
    assert client.get("/admin/user/").status_code == 200
    db.execute(sa.delete(UserRole).where(UserRole.user_id == user.id))
    assert client.get("/admin/user/").status_code == 403


def test_two_devices_are_two_sessions(client, other, db):
    f.UserFactory(login="ivanova")
    enter(client, "ivanova")
    enter(other, "ivanova")
    assert client.get_cookie("sid").value != other.get_cookie("sid").value
    client.post("/logout")
    assert client.get("/sessions").status_code == 302
    assert other.get("/sessions").status_code == 200


def test_an_ended_session_is_not_taken_up_again(client, db):
    """Neither after signing out nor after its time, whatever the clock of the browser says."""
    user = f.UserFactory(login="ivanova")
    enter(client, "ivanova")
    db.execute(sa.update(UserSession).values(created_at=dt.datetime.now(dt.UTC) - dt.timedelta(days=40)))
    assert client.get("/sessions").status_code == 302
    assert db.scalar(sa.select(UserSession.user_id)) == user.id


TARGETS = ("https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "/\t/evil.example",
           "javascript:alert(1)", "\x01https://evil.example", "https:evil.example", "/%09/evil.example",
           "http:///evil.example", "//evil%E3%80%82example", "/login/../\\evil.example", "?next=//evil.example", " /x")


@pytest.mark.one_engine  # words and addresses, no rows
@pytest.mark.parametrize("target", TARGETS)
def test_every_way_back_leads_inside(client, db, target):
    f.UserFactory(login="ivanova")
    shown = client.get("/login", query_string={"next": target})
    assert shown.status_code == 200
    answer = enter(client, "ivanova", next=target)
    assert answer.status_code == 302
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))
    assert "evil" not in answer.location or answer.location == target  # a path of ours by that name


@pytest.mark.parametrize("path", ["/%2f%2fevil.example", "/\\evil.example", "/login%0d%0aX: y"])
def test_an_odd_path_is_redirected_nowhere_outside(client, path):
    answer = client.get(path)
    assert answer.status_code in (302, 308, 404)
    assert not (answer.location or "/").startswith(("//", "http"))
