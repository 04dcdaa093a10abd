"""Sign-in through a provider, against one in a thread: linked by one's own act, refused for whatever does not fit."""

from __future__ import annotations

import datetime as dt
import warnings
from urllib.parse import parse_qsl, urlencode, urlsplit

import pyotp
import pytest
import requests
import sqlalchemy as sa
import time_machine

from actions.sealing import seal
from config import Settings, read_settings
from models import AuditRecord, User, UserIdentity, UserSession
from rules.terms import Role
from tests import factories as f

with warnings.catch_warnings(record=True):  # the provider's own libraries are told to move on
    from oidc_provider_mock import run_server_in_thread

pytestmark = pytest.mark.filterwarnings("ignore")  # they warn in the provider's thread, too
BASE = "http://127.0.0.1:5000"
REFUSED = 401
TYPED = {"password_again": f.PASSWORD}


@pytest.fixture(scope="module")
def provider():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with run_server_in_thread(require_nonce=True) as server:
            yield f"http://localhost:{server.server_port}"


@pytest.fixture
def set_up(app, db, provider, configure):
    configure(oidc_issuer=provider, oidc_client_id="journal", oidc_client_secret="secret")
    return provider


def go(client, start="/login/provider", subject="anna", **changes):
    """What the provider sends the visitor back with; ``changes``: of what we have asked."""
    asked = client.get(start)
    assert asked.status_code == 302
    parts = urlsplit(asked.location)
    query = urlencode(dict(parse_qsl(parts.query)) | changes)
    back = requests.post(parts._replace(query=query).geturl(), data={"sub": subject}, allow_redirects=False, timeout=10)
    assert back.headers["Location"].startswith(f"{BASE}/login/provider/callback?")
    return back.headers["Location"].removeprefix(BASE)


def linked(subject="anna", issuer=None, **account):
    user = f.UserFactory(**{"roles": (Role.TEACHER,), **account})
    f.UserIdentityFactory(user=user, issuer=issuer, subject=subject)
    return user


def opened(client) -> bool:
    return client.get("/sessions").status_code == 200


def test_linking_and_signing_in(client, login, set_up, db):
    user = f.UserFactory(login="ivanova", email="anna", roles=(Role.TEACHER,))
    owner = login(user)
    assert "Перейти к поставщику" in owner.get("/identity/").text
    back = owner.get(go(owner, "/identity/start"))
    assert (back.status_code, back.location) == (302, "/identity/")
    assert db.scalars(sa.select(UserIdentity)).all() == [], "not before the button is pressed"
    assert "Привязать к моей" in owner.get("/identity/").text
    assert owner.post("/identity/link", data=TYPED).status_code == 303
    (row,) = db.scalars(sa.select(UserIdentity))
    assert (row.user_id, row.issuer, row.subject) == (user.id, set_up, "anna")

    assert "Войти через учётную запись колледжа" in client.get("/login").text
    answer = client.get(go(client, "/login/provider?next=/sessions?a=1"))
    assert (answer.status_code, answer.location) == (302, "/sessions?a=1")
    assert opened(client)
    assert client.get("/identity/").location.startswith("/confirm/"), "no password has been typed in this session"
    written = db.scalar(sa.select(AuditRecord).where(AuditRecord.entity == "user", AuditRecord.entity_id == user.id,
                                                     AuditRecord.action == "update"))
    assert (written.actor_id, written.after) == (user.id, {"identity": f"привязан: {set_up}"})

    assert owner.post("/identity/unlink").status_code == 303
    assert not opened(client), "what it has opened ends with it"
    assert client.get(go(client)).status_code == REFUSED


@pytest.mark.parametrize("account", [{"email": "anna"}, {"login": "anna"}])
def test_an_identity_that_is_not_linked_is_nobody(client, set_up, account):
    """Neither a mail address nor a login finds the account: the provider's subject is «anna», its mail too."""
    f.UserFactory(roles=(Role.TEACHER,), **account)
    answer = client.get(go(client))
    assert answer.status_code == REFUSED
    assert "ещё не привязан" in answer.text
    assert not opened(client)


@pytest.mark.parametrize(("account", "words"), [
    ({"blocked_at": f.NOW}, "Доступ закрыт"),
    ({"must_change_password": True}, "Сначала войдите с выданным паролем"),
])
def test_who_is_not_let_in(client, set_up, db, account, words):
    linked(issuer=set_up, **account)
    answer = client.get(go(client))
    assert (answer.status_code, words in answer.text) == (REFUSED, True)
    assert db.scalars(sa.select(UserSession)).all() == []


def test_the_same_subject_of_another_issuer_is_somebody_else(client, set_up):
    linked(issuer="https://other.example")
    assert client.get(go(client)).status_code == REFUSED


def test_a_wrong_nonce(client, set_up):
    linked(issuer=set_up)
    answer = client.get(go(client, nonce="planted"))
    assert (answer.status_code, "не прошло проверку" in answer.text) == (REFUSED, True)
    assert not opened(client)


@pytest.mark.parametrize("changes", [{"state": "planted"}, {"state": ""}, {"iss": "https://evil.example"},
                                     {"error": "access_denied"}, {"code": ""}, {"code": "guessed"}])
def test_a_wrong_answer(client, set_up, changes):
    linked(issuer=set_up)
    parts = urlsplit(go(client))
    answer = client.get(parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | changes)).geturl())
    assert answer.status_code == REFUSED
    assert not opened(client)


def test_an_answer_serves_once_and_where_it_was_asked_for(client, other, set_up):
    linked(issuer=set_up)
    address = go(client)
    assert other.get(address).status_code == REFUSED, "another browser has asked for nothing"
    assert client.get(address).status_code == 302
    client.post("/logout")
    assert client.get(address).status_code == REFUSED
    fresh = dict(parse_qsl(urlsplit(go(client)).query))
    used = dict(parse_qsl(urlsplit(address).query))
    answer = client.get(f"/login/provider/callback?{urlencode(fresh | {'code': used['code']})}")
    assert (answer.status_code, "уже использован" in answer.text) == (REFUSED, True)
    assert not opened(client)


def test_ten_minutes_for_the_way(client, set_up):
    linked(issuer=set_up)
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        address = go(client)
        clock.shift(dt.timedelta(minutes=10, seconds=1))
        assert client.get(address).status_code == REFUSED


def test_a_token_that_has_expired(client, app, db, configure):
    with run_server_in_thread(access_token_max_age=dt.timedelta(seconds=-120)) as server:
        issuer = f"http://localhost:{server.server_port}"
        configure(oidc_issuer=issuer, oidc_client_id="journal", oidc_client_secret="secret")
        linked(issuer=issuer)
        answer = client.get(go(client))
    assert (answer.status_code, "ExpiredTokenError" in answer.text) == (REFUSED, True)


def test_another_provider_at_the_address(client, set_up, configure):
    configure(oidc_issuer=f"{set_up}/")
    answer = client.get("/login/provider")
    assert (answer.status_code, "другой поставщик" in answer.text) == (REFUSED, True)


def test_a_provider_that_is_away(client, app, db, configure):
    configure(oidc_issuer="http://localhost:9", oidc_client_id="journal", oidc_client_secret="secret")
    answer = client.get("/login/provider")
    assert (answer.status_code, "не отвечает" in answer.text) == (REFUSED, True)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example"])
def test_it_leads_only_inside(client, set_up, target):
    linked(issuer=set_up)
    assert client.get(go(client, f"/login/provider?next={target}")).location == "/"


def test_the_answer_comes_to_our_own_address(client, set_up):
    asked = client.get("/login/provider", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert dict(parse_qsl(urlsplit(asked.location).query))["redirect_uri"] == f"{BASE}/login/provider/callback"


@pytest.mark.parametrize(("says", "leads"), [([], "/login/code"), (["pwd", "mfa"], "/")])
def test_the_second_step_is_asked_for_here_too(client, app, set_up, says, leads):
    """Unless the provider says that it has asked for one itself."""
    user, key = linked("factor", set_up), pyotp.random_base32()
    now = dt.datetime.now(dt.UTC)
    f.SecondFactorFactory(user=user, secret=seal(key, app.extensions["settings"].secret_key, "second factor", now))
    requests.put(f"{set_up}/users/factor", json={"amr": says}, timeout=10)
    answer = client.get(go(client, subject="factor"))
    assert (answer.status_code, answer.location) == (302, leads)
    assert opened(client) == (leads == "/")
    if leads != "/":
        client.post("/login/code", data={"code": pyotp.TOTP(key).now()})
        assert opened(client)
        assert client.get("/exchange/", headers={"Accept": "application/json"}).status_code == 403


def test_a_way_to_link_that_somebody_else_has_begun(login, set_up, db):
    """What one account has begun, another that signs in here does not finish."""
    anna, boris = f.UserFactory(roles=(Role.TEACHER,)), f.UserFactory(roles=(Role.TEACHER,))
    client = login(anna)
    client.get(go(client, "/identity/start"))
    client.set_cookie("sid", login(boris).get_cookie("sid").value)
    assert "Привязать к моей" not in client.get("/identity/").text
    assert client.post("/identity/link", data=TYPED).status_code == 422
    assert db.scalars(sa.select(UserIdentity)).all() == []


def test_one_identity_one_account(login, set_up, db):
    linked(issuer=set_up)
    client = login(Role.TEACHER)
    client.get(go(client, "/identity/start"))
    answer = client.post("/identity/link", data=TYPED)
    assert (answer.status_code, "другой учётной записи" in answer.text) == (422, True)
    assert len(db.scalars(sa.select(UserIdentity)).all()) == 1


@pytest.mark.parametrize("typed", [{}, {"password_again": "мимо"}])
def test_linking_needs_the_password_at_once(login, set_up, db, typed):
    """However lately it was typed: whoever finds a computer left alone would have a way in for good."""
    client = login(Role.TEACHER)
    client.get(go(client, "/identity/start"))
    answer = client.post("/identity/link", data=typed)
    assert (answer.status_code, "не ваш нынешний пароль" in answer.text) == (422, True)
    assert "мимо" not in answer.text
    assert db.scalars(sa.select(UserIdentity)).all() == []
    assert client.post("/identity/link", data=TYPED).status_code == 303, "nothing has to be begun again"


def test_linking_needs_the_token_of_the_page(login, set_up):
    client = login(Role.TEACHER)
    client.get(go(client, "/identity/start"))
    assert client.post("/identity/link", data=TYPED, csrf=False).status_code == 400


def test_linking_ends_other_sessions(login, set_up, db):
    user = f.UserFactory(login="ivanova", roles=(Role.PARENT,))
    owner, elsewhere = login(user), login(user)
    owner.get(go(owner, "/identity/start"))
    owner.post("/identity/link", data=TYPED)
    assert opened(owner)
    assert not opened(elsewhere)
    db.get(User, user.id).blocked_at = f.NOW
    assert owner.get("/identity/").location.startswith("/login")


@pytest.mark.parametrize("way", ["back office", "desk"])
def test_a_password_given_anew_takes_the_links_away(client, login, set_up, db, way):
    """Otherwise whoever had linked his own identity to a stolen account comes back after its owner's new password."""
    user, kept = linked(issuer=set_up), linked("boris", set_up)
    chief = login(Role.ADMINISTRATOR)
    given = (chief.post("/admin/user/action/", data={"action": "password", "rowid": [user.id]})
             if way == "back office" else chief.post("/credentials/", data={"who": [f"user:{user.id}"]}))
    assert given.status_code == 200, given.text
    assert [row.user_id for row in db.scalars(sa.select(UserIdentity))] == [kept.id]
    db.get(User, user.id).must_change_password = False
    db.commit()
    assert client.get(go(client)).status_code == REFUSED
    said = db.scalars(sa.select(AuditRecord.after).where(
        AuditRecord.entity == "user", AuditRecord.entity_id == user.id)).all()
    assert {"identity": f"отвязан: {set_up}"} in said


@pytest.mark.parametrize(("keep", "left"), [({}, 0), ({"keep": "on"}, 1)])
def test_an_own_new_password_takes_them_away_too_unless_kept(login, set_up, db, keep, left):
    owner = login(user := linked(issuer=set_up))
    linked("boris", set_up)
    assert 'name="keep"' in owner.get("/password").text
    new = {"password": "зелёный чай на крыше", "repeat": "зелёный чай на крыше"}
    assert 'name="keep" checked' in owner.post("/password", data={**new, "current": "мимо", "keep": "on"}).text
    answer = owner.post("/password", data={**new, "current": f.PASSWORD, **keep})
    assert answer.status_code == 302
    assert ("отвязан" in owner.get("/", follow_redirects=True).text) is not left
    assert db.scalar(sa.select(sa.func.count()).where(UserIdentity.user_id == user.id)) == left
    assert db.scalar(sa.select(sa.func.count()).select_from(UserIdentity)) == left + 1, "another's stays"


def test_without_a_provider_there_is_nothing(client, login, db):
    assert "provider" not in client.get("/login").text
    assert "/identity/" not in login(Role.TEACHER).get("/sessions").text
    for path in ("/login/provider", "/login/provider/callback?state=a&code=b"):
        assert client.get(path).status_code == 404


OIDC = {"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "journal", "OIDC_CLIENT_SECRET": "secret"}
ESIA = {"ESIA_CLIENT_ID": "COLLEGE", "ESIA_SIGNER": "tests.gateways.test_identity:Standin"}


@pytest.mark.parametrize(("given", "words"), [
    *(({name: value for name, value in OIDC.items() if name != missing}, "задают вместе") for missing in OIDC),
    ({"ESIA_CLIENT_ID": "COLLEGE"}, "без модуля подписи"), ({"ESIA_SIGNER": "a:b"}, "ESIA_CLIENT_ID и ESIA_SIGNER"),
    (OIDC | ESIA, "Внешний вход один"), (OIDC | {"OIDC_ISSUER": "http://id.example"}, "https://"),
    ({"JOURNAL_SECOND_FACTOR": "boss"}, "роли boss нет"), ({"JOURNAL_RECENT_MINUTES": "0"}, "не меньше 1"),
])
def test_half_a_setting_stops_the_start(monkeypatch, capsys, given, words):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stopped:
        read_settings()
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert words in said
    assert "secret" not in said.casefold().replace("client_secret", "")


def test_esia_is_a_provider_like_another(client, db, configure):
    configure(esia_client_id="COLLEGE", esia_signer="tests.gateways.test_identity:Standin")
    assert "Войти через Госуслуги" in client.get("/login").text
    assert client.get("/login/provider").location.startswith("https://esia.gosuslugi.ru/aas/oauth2/v2/ac?")


def test_a_signer_that_is_not_there_stops_the_start(tmp_path):
    from app import create_app

    with pytest.raises(ValueError, match="модуль подписи"):
        create_app(Settings(database_url="sqlite://", testing=True, instance=tmp_path, esia_client_id="COLLEGE",
                            esia_signer="no.such:module"))
