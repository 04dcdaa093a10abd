"""Forged hosts, proxies and senders have no effect (ASVS 3.5.1, 4.1.3, 16.2.1)."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from config import DEFAULT_KEY, Settings
from models import Throttle, User, UserSession
from rules.passkeys import Site
from rules.terms import Role
from tests import factories as f
from views.origin import ForeignSite, require_own_page, site
from views.proxies import Proxies

KEY = "0123456789abcdef0123456789abcdef"
OWN = "https://journal.example"


# whose page

@pytest.mark.one_engine
@pytest.mark.parametrize(("sent", "passes"), [
    ({}, True),  # a program without a browser still needs the token and the cookie
    ({"Sec-Fetch-Site": "same-origin"}, True), ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "same-site"}, False), ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": ""}, False), ({"Sec-Fetch-Site": "same-origin, cross-site"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
    ({"Origin": "http://localhost"}, True), ({"Origin": "http://LOCALHOST"}, True),
    ({"Origin": "https://localhost"}, False), ({"Origin": "http://localhost:81"}, False),
    ({"Origin": "http://evil.localhost"}, False), ({"Origin": "http://localhost.evil"}, False),
    ({"Origin": "null"}, False), ({"Origin": "http://[bad"}, False),
    ({"Referer": "http://localhost/sessions?a=1"}, True), ({"Referer": "http://evil.example/http://localhost/"}, False),
    ({"Referer": "http://localhost@evil.example/"}, False), ({"Origin": "null", "Referer": "http://localhost/"}, False),
])
@pytest.mark.parametrize("path", ["/sessions/end-all", "/admin/saved_filter/delete/"])
def test_a_write_comes_from_ones_own_page(db, login, path, sent, passes):
    """The token is right in all cases."""
    user = f.UserFactory(roles=(Role.DIRECTOR,))
    answer = login(user).post(path, headers=sent)
    if path == "/sessions/end-all":
        assert answer.status_code == (302 if passes else 400)
        living = db.scalar(sa.select(sa.func.count()).where(UserSession.user_id == user.id,
                                                            UserSession.ended_at.is_(None)))
        assert living == (0 if passes else 1)
    if not passes and answer.status_code == 400:
        assert "с другого сайта" in answer.text


def test_a_cell_is_not_written_from_another_site(db, login):
    cell = f.CellFactory()
    answer = login(cell.lesson.journal.teacher).put(
        f"/journal/{cell.lesson.journal_id}/cells/{cell.lesson_id}/{cell.student_id}",
        json={"value": "5", "version": cell.version, "key": "00000000-0000-4000-8000-000000000001"},
        headers={"Sec-Fetch-Site": "same-site"})
    assert answer.status_code == 400
    db.refresh(cell)
    assert cell.marks == []


def test_sign_in_of_another_site_is_refused(client, db):
    """Login CSRF: nobody is signed in as somebody else by a foreign page."""
    f.UserFactory(login="ivanova")
    answer = client.post("/login", data={"login": "ivanova", "password": f.PASSWORD},
                         headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert client.get_cookie("sid") is None


def test_reading_needs_no_page_of_ours(client):
    """A link in a letter leads in."""
    assert client.get("/login", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


# whose host

@pytest.mark.parametrize(("host", "code"), [
    ("journal.example", 200), ("JOURNAL.example", 200), ("journal.example:443", 200), ("evil.example", 400),
    ("journal.example.evil", 400), ("evil.journal.example", 400), ("127.0.0.1", 400), ("", 400),
    ("journal.example@evil", 400), ("evil/journal.example", 400),
])
def test_in_production_another_host_is_refused(client, configure, host, code):
    configure(base_url=OWN, demo=False, secret_key=KEY)
    answer = client.get("/login", headers={"Host": host})
    assert answer.status_code == code
    assert "evil" not in answer.text


RUSSIAN = "xn--80alqgor.xn--p1ai"  # as browsers ask for «журнал.рф»


def test_a_host_in_russian_letters_is_the_college_s_own(app, client, configure):
    """The setting says what people type; hosts, senders and passkeys come as browsers write them."""
    configure(base_url="https://журнал.рф:443", demo=False, secret_key=KEY)
    assert client.get("/login", headers={"Host": RUSSIAN}).status_code == 200
    assert client.get("/login", headers={"Host": "xn--80alqgor4d.xn--p1ai"}).status_code == 400
    with app.test_request_context(headers={"Host": RUSSIAN}):
        assert site() == Site(RUSSIAN, f"https://{RUSSIAN}")
    for sender, passes in ((f"https://{RUSSIAN}", True), (f"http://{RUSSIAN}", False), ("https://evil.example", False)):
        sent = app.test_request_context(method="POST", headers={"Host": RUSSIAN, "Origin": sender})
        with sent, nullcontext() if passes else pytest.raises(ForeignSite):
            require_own_page()


def test_the_address_is_kept_without_a_bar_at_the_end():
    assert Settings(base_url=" HTTPS://Journal.example/ ", secret_key=KEY).base_url == "https://Journal.example"


def test_a_probe_may_ask_by_address(client, configure):
    configure(base_url=OWN, demo=False, secret_key=KEY)
    assert client.get("/health/live", headers={"Host": "10.0.0.7:8000"}).status_code == 200


def test_forged_forwarding_changes_nothing(client, db):
    """Neither the page, nor where it leads, nor the address in the list of sessions."""
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/evil",
              "X-Forwarded-For": "6.6.6.6", "Forwarded": "for=6.6.6.6;host=evil.example", "X-Real-IP": "6.6.6.6",
              "X-Original-URL": "/admin/", "X-HTTP-Method-Override": "DELETE"}
    f.UserFactory(login="ivanova")
    page = client.get("/login", headers=forged)
    assert page.status_code == 200
    assert "evil" not in page.text
    answer = client.post("/login", data={"login": "ivanova", "password": f.PASSWORD}, headers=forged)
    assert (answer.status_code, answer.location) == (302, "/")
    assert db.scalar(sa.select(UserSession.address)) == "127.0.0.1"
    assert "Secure" not in answer.headers["Set-Cookie"]


def seen(proxies: str, passed: str | None, nearest: str = "127.0.0.1") -> str:
    """The address that the application is told of."""
    found: list[str] = []
    settings = Settings(proxies=proxies)
    environ: dict[str, Any] = {"REMOTE_ADDR": nearest}
    if passed is not None:
        environ["HTTP_X_FORWARDED_FOR"] = passed
    Proxies(lambda environ, start: found.append(environ["REMOTE_ADDR"]) or [], settings)(environ, lambda *rest: None)
    return found[0]


@pytest.mark.parametrize(("proxies", "passed", "address"), [
    ("", "5.5.5.5", "127.0.0.1"), ("0", "5.5.5.5", "127.0.0.1"), ("1", None, "127.0.0.1"), ("1", "", "127.0.0.1"),
    ("1", "5.5.5.5", "5.5.5.5"), ("1", "6.6.6.6, 5.5.5.5", "5.5.5.5"),  # what the visitor forged stands before
    ("2", "6.6.6.6, 5.5.5.5, 10.0.0.2", "5.5.5.5"), ("2", "5.5.5.5", "127.0.0.1"),
    ("1", '"6.6.6.6, 5.5.5.5', "5.5.5.5"),  # a quote swallows nothing
    ("1", "6.6.6.6, unknown", "127.0.0.1"), ("1", "' OR 1=1 --", "127.0.0.1"), ("1", "x" * 9000, "127.0.0.1"),
    ("1", "2a00::1", "2a00::1"),
    ("127.0.0.1", "5.5.5.5", "5.5.5.5"), ("127.0.0.1", "6.6.6.6, 5.5.5.5", "5.5.5.5"),
    ("127.0.0.1, 10.0.0.0/8", "6.6.6.6, 5.5.5.5, 10.0.0.2", "5.5.5.5"), ("10.0.0.0/8", "5.5.5.5", "127.0.0.1"),
    ("127.0.0.1, 10.0.0.0/8", "10.0.0.5", "10.0.0.5"), ("127.0.0.1", None, "127.0.0.1"),
    ("127.0.0.1", "6.6.6.6, bad", "127.0.0.1"),
])
def test_the_address_behind_proxies(proxies, passed, address):
    assert seen(proxies, passed) == address


def test_audit_and_sessions_know_the_person_behind_the_proxy(app, db, client, monkeypatch):
    """And the counter of failures is the person's, not the proxy's."""
    monkeypatch.setattr(app, "wsgi_app", Proxies(app.wsgi_app.inner, Settings(proxies="127.0.0.1")))
    f.UserFactory(login="ivanova")
    through = {"X-Forwarded-For": "6.6.6.6, 5.5.5.5"}
    client.post("/login", data={"login": "ivanova", "password": "не тот"}, headers=through)
    client.post("/login", data={"login": "ivanova", "password": f.PASSWORD}, headers=through)
    assert db.scalar(sa.select(UserSession.address)) == "5.5.5.5"
    assert "address:5.5.5.5" in set(db.scalars(sa.select(Throttle.key)))


# at the start

@pytest.mark.parametrize(("values", "says"), [
    ({"secret_key": DEFAULT_KEY}, "нужен свой ключ"), ({"demo": True}, "Демонстрация"),
    ({"now_text": "2023-11-20T15:00:00+07:00"}, "JOURNAL_NOW действует только в демонстрации"),
    ({"demo": True, "now_text": "2023-11-20T15:00:00+07:00"}, "Демонстрация"),
    ({"proxies": "nginx"}, "JOURNAL_PROXIES"), ({"proxies": "10.0.0.1/8"}, "JOURNAL_PROXIES"),
    ({"proxies": "99"}, "JOURNAL_PROXIES"),
])
def test_production_refuses_what_is_unsafe(values, says):
    with pytest.raises(ValidationError, match=says):
        Settings(**{"base_url": OWN, "secret_key": KEY, **values})


@pytest.mark.one_engine
def test_three_hundred_sign_ins_a_minute_from_one_address_pass(client, db):
    """A class behind one address: right passwords close nobody's door."""
    codes = []
    f.UserFactory.create_batch(300)
    logins = list(db.scalars(sa.select(User.login)))
    for login in logins:
        answer = client.post("/login", data={"login": login, "password": f.PASSWORD})
        codes.append(answer.status_code)
        client.delete_cookie("sid")
    assert set(codes) == {302}
    assert db.scalar(sa.select(sa.func.count()).select_from(UserSession)) == 300
