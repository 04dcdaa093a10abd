"""Passkeys: a device opens the journal by its owner's act, and nothing else it could say does (п. 9.1, ADR 38)."""

from __future__ import annotations

import datetime as dt
import json
import re
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
import sqlalchemy as sa

from actions.identities import sign_in_by
from actions.signin import Device
from models import AuditRecord, Passkey, PasskeyChallenge, RecoveryCode, User, UserSession
from rules.passkeys import LIMIT, Site
from rules.terms import Role
from tests import factories as f
from tests.authenticator import ORIGIN, PRESENT, Authenticator
from views.origin import site

PASSED, UNFIT = 302, "Ключ доступа не подошёл"
STEP = dt.timedelta(seconds=30)


def enter(client, login="ivanova"):
    return client.post("/login", data={"login": login, "password": f.PASSWORD})


def ask(client, where="/second-factor/keys/question", **form):
    """The question that the page's script brings to the device."""
    answer = client.post(where, data={"key_name": "Телефон", "key_password": f.PASSWORD, **form})
    assert answer.status_code == 200, answer.text
    return answer.json


def add(client, device=None, name="Телефон", **form):
    device = device or Authenticator()
    return device, client.post("/second-factor/keys", data={
        "key_name": name, "credential": device.make(ask(client, key_name=name, **form))})


def sign_in(client, device, **wrong):
    question = ask(client, "/login/passkey/question")
    return client.post("/login/passkey", data={"credential": device.sign(question, **wrong)})


def opened(client) -> bool:
    return client.get("/sessions").status_code == 200


def history(db, user):
    return [record.after for record in db.scalars(sa.select(AuditRecord).where(
        AuditRecord.entity == "user", AuditRecord.entity_id == user.id).order_by(AuditRecord.id))]


@pytest.fixture
def owner(client, db, clock):
    """A teacher with a passkey, signed out; the device and the recovery codes."""
    user = f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    enter(client)
    device, answer = add(client)
    codes = re.findall(r"<li>([a-z0-9-]{19})</li>", answer.text)
    client.post("/logout")
    return user, device, codes


def test_a_key_opens_the_journal_without_password_and_code(client, owner, db):
    user, device, codes = owner
    assert len(codes) == 10, "the first proof of a second step brings recovery codes"
    question = ask(client, "/login/passkey/question")
    assert (question["rpId"], question["userVerification"], question["allowCredentials"]) == (
        "localhost", "required", [])
    answer = client.post("/login/passkey", data={"credential": device.sign(question), "next": "/sessions?a=1"})
    assert (answer.status_code, answer.location) == (PASSED, "/sessions?a=1")
    assert opened(client)
    session = db.scalars(sa.select(UserSession).order_by(UserSession.id.desc())).first()
    assert session.second_factor_at == session.confirmed_at == session.created_at
    key = db.scalar(sa.select(Passkey).where(Passkey.user_id == user.id))
    assert (key.sign_count, key.used_at) == (2, session.created_at)
    assert history(db, user)[-1] == {"passkey": "добавлен «Телефон»"}


def test_a_stolen_password_is_not_enough_any_more(client, other, owner):
    """The key takes the place of the code; it says whose it must be."""
    _, device, codes = owner
    assert enter(client).location == "/login/code"
    page = client.get("/login/code").text
    assert "Подтвердите вход" in page and "Подтвердить ключом доступа" in page
    assert not opened(client)
    question = ask(client, "/login/code/passkey/question")
    assert [one["id"] for one in question["allowCredentials"]] == [device.id]
    answer = client.post("/login/code/passkey", data={"credential": device.sign(question, flags=PRESENT)})
    assert answer.status_code == PASSED, "after the password the device need not make sure who holds it"
    assert opened(client)
    enter(other)
    assert other.post("/login/code", data={"code": codes[0]}).status_code == PASSED


WRONG = {
    "a page of another site": {"origin": "https://evil.example"},
    "our name over another scheme": {"origin": "https://localhost"},
    "another port": {"origin": ORIGIN + ":8080"},
    "a key of another site": {"host": "evil.example"},
    "another question": {"challenge": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
    "an answer to another kind of question": {"kind": "webauthn.create"},
    "nobody touched the device": {"flags": 0},
    "the device did not look who holds it": {"flags": PRESENT},
    "another account": {"handle": "b3RoZXI"},
    "no account": {"handle": ""},
}


@pytest.mark.one_engine
def test_what_does_not_open(client, owner):
    _, device, _ = owner
    for what, wrong in WRONG.items():
        answer = sign_in(client, device, **wrong)
        assert (answer.status_code, UNFIT in answer.text) == (401, True), what
    assert not opened(client)
    assert sign_in(client, device).status_code == PASSED, "and the right answer still does"


def garbled(answer: str, name: str, change) -> str:
    found = json.loads(answer)
    found["response"][name] = change(found["response"][name])
    return json.dumps(found)


GARBLED = {
    "nothing": lambda answer: "",
    "no JSON": lambda answer: "{",
    "a list": lambda answer: "[1]",
    "NUL": lambda answer: "\0",
    "deep brackets": lambda answer: "[" * 9000,
    "no response": lambda answer: json.dumps({**json.loads(answer), "response": None}),
    "another number": lambda answer: json.dumps({**json.loads(answer), "id": "b3RoZXI", "rawId": "b3RoZXI"}),
    "two numbers": lambda answer: json.dumps({**json.loads(answer), "rawId": "b3RoZXI"}),
    "a number of numbers": lambda answer: json.dumps({**json.loads(answer), "id": 7}),
    "unsigned": lambda answer: garbled(answer, "signature", lambda signed: ""),
    "another's signature": lambda answer: garbled(
        answer, "signature", lambda signed: json.loads(Authenticator().sign(
            {"rpId": "localhost", "challenge": "AAAA"}))["response"]["signature"]),
    "cut short": lambda answer: garbled(answer, "authenticatorData", lambda data: data[:20]),
    "one bit": lambda answer: garbled(
        answer, "authenticatorData", lambda data: data[:-2] + ("A" if data[-2] != "A" else "B") + data[-1]),
    "not base64": lambda answer: garbled(answer, "clientDataJSON", lambda data: "ы"),
    "no client data": lambda answer: garbled(answer, "clientDataJSON", lambda data: "bnVsbA"),
}


@pytest.mark.one_engine
def test_what_is_no_answer(client, owner):
    _, device, _ = owner
    for what, change in GARBLED.items():
        question = ask(client, "/login/passkey/question")
        answer = client.post("/login/passkey", data={"credential": change(device.sign(question))})
        assert (answer.status_code, UNFIT in answer.text) == (401, True), what
    assert not opened(client)


def test_a_question_is_answered_once_soon_and_by_whom_it_was_asked(client, other, owner, clock, db):
    _, device, _ = owner
    question = ask(client, "/login/passkey/question")
    answers = [device.sign(question) for _ in range(3)]
    asked = client.get_cookie("page").value
    assert other.post("/login/passkey", data={"credential": answers[0]}).status_code == 401, "asked of nobody here"
    ask(other, "/login/passkey/question")
    assert other.post("/login/passkey", data={"credential": answers[0]}).status_code == 401, "asked of somebody else"
    assert client.post("/login/passkey", data={"credential": answers[1]}).status_code == PASSED
    client.post("/logout")
    client.set_cookie("page", asked)  # the cookie that was asked comes again
    assert client.post("/login/passkey", data={"credential": answers[2]}).status_code == 401
    late = device.sign(ask(client, "/login/passkey/question"))
    clock.shift(dt.timedelta(minutes=5, seconds=1))
    assert client.post("/login/passkey", data={"credential": late}).status_code == 401
    assert not opened(client)


def test_of_two_answers_to_one_question_one_opens(client, other, owner):
    _, device, _ = owner
    question = ask(client, "/login/passkey/question")
    other.set_cookie("page", client.get_cookie("page").value)
    answers = [(each, device.sign(question)) for each in (client, other)]
    with ThreadPoolExecutor(2) as threads:
        statuses = list(threads.map(
            lambda sent: sent[0].post("/login/passkey", data={"credential": sent[1]}).status_code, answers))
    assert sorted(statuses) == [PASSED, 401]


def test_a_question_of_one_page_is_not_answered_at_another(client, other, owner):
    """The door's, the second step's and the new key's are different questions, whoever answers them."""
    _, device, _ = owner
    at_the_door = ask(client, "/login/passkey/question")
    enter(client)  # the answer comes to the second step
    answer = client.post("/login/code/passkey", data={"credential": device.sign(at_the_door)})
    assert answer.status_code == 401
    after_password = ask(client, "/login/code/passkey/question")
    assert client.post("/login/passkey", data={"credential": device.sign(after_password)}).status_code == 401
    assert not opened(client)


def test_a_key_of_another_is_no_second_step(client, other, owner, db):
    f.UserFactory(login="petrov", roles=(Role.TEACHER,))
    enter(other, "petrov")
    stranger, _ = add(other)
    enter(client)
    answer = client.post("/login/code/passkey", data={
        "credential": stranger.sign(ask(client, "/login/code/passkey/question"))})
    assert (answer.status_code, UNFIT in answer.text) == (401, True)
    assert not opened(client)


def test_guessing_the_second_step_by_keys_is_slowed_down_as_codes_are(client, owner):
    _, device, codes = owner
    enter(client)
    for _ in range(5):
        question = ask(client, "/login/code/passkey/question")
        answer = client.post("/login/code/passkey", data={"credential": Authenticator().sign(question)})
        assert answer.status_code == 401
    answer = client.post("/login/code/passkey", data={
        "credential": device.sign(ask(client, "/login/code/passkey/question"))})
    assert "Слишком много попыток" in answer.text
    assert "Слишком много попыток" in client.post("/login/code", data={"code": codes[0]}).text


@pytest.mark.one_engine
def test_a_strange_key_counts_for_its_address(client, owner, monkeypatch):
    monkeypatch.setattr("actions.signin.ADDRESS_FAILURES", 2)
    _, device, _ = owner
    for _ in range(2):
        assert sign_in(client, Authenticator()).status_code == 401
    assert "Слишком много попыток" in sign_in(client, device).text


def test_questions_without_end_are_refused(client, db, monkeypatch):
    monkeypatch.setattr("actions.challenges.ASKED", 2)
    for status in (200, 200, 429):
        assert client.post("/login/passkey/question").status_code == status
    assert db.scalar(sa.select(sa.func.count()).select_from(PasskeyChallenge)) == 2


@pytest.mark.one_engine
def test_accounts_that_a_key_does_not_open(client, owner, db):
    user, device, _ = owner
    for state, words in (({"must_change_password": True}, "Сначала войдите с выданным паролем"),
                         ({"blocked_at": f.NOW}, "Доступ закрыт")):
        db.execute(sa.update(User).where(User.id == user.id).values(**state))
        answer = sign_in(client, device)
        assert (answer.status_code, words in answer.text) == (401, True)
    assert not opened(client)


def test_a_count_that_goes_back_is_refused_and_written_down(client, owner, db, clock):
    """Whoever has copied the key signs with an older count; whoever has not the key at all is no copy."""
    user, device, _ = owner
    clock.shift(STEP)
    assert sign_in(client, device).status_code == PASSED
    device.count -= 1
    assert sign_in(client, device).status_code == 401, "the same count again"
    assert history(db, user)[-1] == {"passkey": "счётчик «Телефон» пошёл назад: ключ отклонён"}
    before = len(history(db, user))
    forged = Authenticator()
    forged.id, forged.handle = device.id, device.handle
    assert sign_in(client, forged).status_code == 401
    assert len(history(db, user)) == before
    device.count += 1
    assert sign_in(client, device).status_code == PASSED
    assert "похоже, с него снята копия" in client.get("/notifications/").text


def test_a_device_that_does_not_count_opens_again_and_again(client, owner, db):
    user, device, _ = owner
    db.execute(sa.update(Passkey).where(Passkey.user_id == user.id).values(sign_count=0))
    for _ in range(2):
        device.count = -1
        assert sign_in(client, device).status_code == PASSED
        client.post("/logout")


@pytest.mark.one_engine
def test_a_key_is_made_after_the_password_only(client, db):
    f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    enter(client)
    for form in ({"key_password": "мимо"}, {"key_name": " "}, {"key_name": "я" * 61}):
        answer = client.post("/second-factor/keys/question", data={
            "key_name": "Телефон", "key_password": f.PASSWORD, **form})
        assert (answer.status_code, answer.json["field"]) == (422, *form)
    assert db.scalars(sa.select(PasskeyChallenge)).all() == []


NEW = {name: WRONG[name] for name in (
    "a page of another site", "a key of another site", "another question", "nobody touched the device",
    "the device did not look who holds it")} | {"an answer to another kind of question": {"kind": "webauthn.get"}}


@pytest.mark.one_engine
def test_what_is_no_new_key(client, db):
    f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    enter(client)
    for what, wrong in NEW.items():
        answer = client.post("/second-factor/keys", data={
            "key_name": "Телефон", "credential": Authenticator().make(ask(client), **wrong)})
        assert (answer.status_code, "начните заново" in answer.text) == (422, True), what
    assert db.scalars(sa.select(Passkey)).all() == []


def test_a_new_key_is_its_askers_once_and_soon(client, other, db, clock):
    f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    enter(client)
    device, question = Authenticator(), ask(client)
    made = device.make(question)
    enter(other)
    asked = client.get_cookie("page").value
    other.set_cookie("page", asked)  # the question was asked in another session of the same person
    assert other.post("/second-factor/keys", data={"key_name": "Чужой", "credential": made}).status_code == 422
    clock.shift(dt.timedelta(minutes=5, seconds=1))
    assert client.post("/second-factor/keys", data={"key_name": "Телефон", "credential": made}).status_code == 422
    assert db.scalars(sa.select(Passkey)).all() == []
    assert add(client, device)[1].status_code == 200
    _, again = add(client, device)
    assert (again.status_code, "уже есть" in again.text) == (422, True)
    assert len(db.scalars(sa.select(Passkey)).all()) == 1


def test_several_keys_of_one_account_no_more_than_ten(client, db, count_queries):
    user = f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    enter(client)
    first, _ = add(client)
    second, answer = add(client, name="Рабочий  компьютер")
    assert answer.status_code == 303
    assert second.handle == first.handle, "for the device it is the same account"
    assert [one["id"] for one in ask(client)["excludeCredentials"]] == [first.id, second.id]
    page = client.get("/second-factor/").text
    assert "Телефон" in page and "Рабочий компьютер" in page
    with count_queries() as few:
        client.get("/second-factor/")
    for _ in range(LIMIT - 2):
        f.PasskeyFactory(user=user)
    with count_queries(at_most=len(few)):
        client.get("/second-factor/")
    assert len(few) <= 10
    answer = client.post("/second-factor/keys/question", data={"key_name": "Ещё", "key_password": f.PASSWORD})
    assert (answer.status_code, f"уже {LIMIT} ключей" in answer.json["message"]) == (422, True)
    client.post("/logout")
    assert sign_in(client, second).status_code == PASSED


def test_adding_signs_other_devices_out_and_tells_the_owner(client, other, db):
    f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    for device in (client, other):
        enter(device)
    add(client)
    assert opened(client)
    assert not opened(other)
    assert "Добавлен ключ доступа «Телефон»" in client.get("/notifications/").text


def test_whoever_has_only_the_password_adds_no_way_past_the_second_step(client, owner, clock):
    """The session was opened by a key, but long ago: it may be a computer left alone."""
    _, device, codes = owner
    sign_in(client, device)
    clock.shift(dt.timedelta(minutes=16))
    form = {"key_name": "Второй", "key_password": f.PASSWORD}
    assert client.post("/second-factor/keys/question", data=form).json["field"] == "proof"
    page = client.get("/second-factor/").text
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)[1]
    key = re.search(r'class="factor-key">([^<]+)<', page)[1].replace(" ", "")
    on = {"sealed": sealed, "code": pyotp.TOTP(key).now(), "password": f.PASSWORD}
    assert client.post("/second-factor/on", data=on).status_code == 422
    assert client.post("/second-factor/codes", data={"password": f.PASSWORD}).status_code == 422
    assert client.post("/second-factor/keys/question", data={**form, "proof": codes[0]}).status_code == 200
    assert client.post("/second-factor/on", data=on).status_code == 200, "proved a moment ago"


def test_codes_and_keys_stand_beside_each_other(client, other, owner, clock, db):
    """The application is switched on and off, the key stays; without both the password alone opens again."""
    user, device, _ = owner
    sign_in(client, device)
    page = client.get("/second-factor/").text
    key = re.search(r'class="factor-key">([^<]+)<', page)[1].replace(" ", "")
    client.post("/second-factor/on", data={"password": f.PASSWORD, "code": pyotp.TOTP(key).now(),
                                           "sealed": re.search(r'name="sealed" value="([^"]+)"', page)[1]})
    enter(other)
    page = other.get("/login/code").text
    assert "Введите код из приложения" in page and "Подтвердить ключом доступа" in page
    clock.shift(STEP)
    client.post("/second-factor/off", data={"password": f.PASSWORD, "code": pyotp.TOTP(key).now()})
    assert db.scalar(sa.select(sa.func.count()).select_from(RecoveryCode)) == 10, "the key needs them, too"
    assert enter(other).location == "/login/code"
    row = db.scalar(sa.select(Passkey.id).where(Passkey.user_id == user.id))
    assert "станет открывать один пароль" in client.get(f"/second-factor/keys/{row}").text
    assert client.post(f"/second-factor/keys/{row}/remove", data={"password": "мимо"}).status_code == 422
    assert client.post(f"/second-factor/keys/{row}/remove", data={"password": f.PASSWORD}).status_code == 303
    assert history(db, user)[-1] == {"passkey": "удалён «Телефон»"}
    assert db.scalars(sa.select(RecoveryCode)).all() == []
    assert enter(other).location == "/"
    assert sign_in(other, device).status_code == 401


def test_a_key_of_another_is_not_there(client, other, owner, db):
    user, _, _ = owner
    row = db.scalar(sa.select(Passkey.id).where(Passkey.user_id == user.id))
    f.UserFactory(login="petrov", roles=(Role.TEACHER,))
    enter(other, "petrov")
    assert other.get(f"/second-factor/keys/{row}").status_code == 404
    assert other.post(f"/second-factor/keys/{row}/remove", data={"password": f.PASSWORD}).status_code == 404
    assert db.get(Passkey, row) is not None


@pytest.mark.one_engine
def test_learners_have_no_keys(login):
    student = login(Role.STUDENT)
    assert student.post("/second-factor/keys/question").status_code == 403
    assert student.post("/second-factor/keys").status_code == 403


def test_a_key_is_the_second_step_that_a_role_must_have(client, db, configure):
    configure(second_factor="administrator")
    f.UserFactory(login="ivanova", roles=(Role.ADMINISTRATOR,))
    enter(client)
    assert client.get("/admin/").location == "/second-factor/"
    device, _ = add(client)
    assert opened(client)
    client.post("/logout")
    sign_in(client, device)
    assert opened(client)
    row = db.scalar(sa.select(Passkey.id))
    client.post(f"/second-factor/keys/{row}/remove", data={"password": f.PASSWORD})
    assert client.get("/sessions").location == "/second-factor/", "without one again"


def test_the_administrator_s_reset_takes_the_keys_away(client, login, owner, db):
    user, device, _ = owner
    admin = login(Role.ADMINISTRATOR)
    assert "Сбросить второй шаг" in admin.get(f"/admin/user/details/?id={user.id}").text
    sign_in(client, device)
    admin.post("/admin/user/action/", data={
        "action": "second_factor", "rowid": user.id, "_asked": "1", "reason": "Утерян ключ, личность проверена"})
    assert not opened(client)
    assert sign_in(client, device).status_code == 401
    assert enter(client).location == "/"
    assert "Ключи доступа удалены" in client.get("/notifications/").text
    assert db.scalars(sa.select(RecoveryCode)).all() == []
    page = admin.get(f"/admin/user/details/?id={user.id}").text
    assert "Ключ доступа" in page and "добавлен «Телефон»" in page, "the history tells it in words"


def test_a_new_password_leaves_the_second_step_as_it_is(client, other, owner):
    """As for codes: the key stays and is asked for, other sessions end."""
    _, device, _ = owner
    for each in (client, other):
        sign_in(each, device)
    chosen = "три слова подряд"
    form = {"current": f.PASSWORD, "password": chosen, "repeat": chosen}
    assert client.post("/password", data=form).status_code == PASSED
    assert not opened(other)
    assert other.post("/login", data={"login": "ivanova", "password": chosen}).location == "/login/code"
    assert sign_in(other, device).status_code == PASSED


@pytest.mark.one_engine
def test_of_a_provider_s_visitor_the_key_is_asked(owner):
    user, _, _ = owner
    outside = f.UserIdentityFactory(user=user)
    found = sign_in_by(outside.issuer, outside.subject, False, Device("127.0.0.1", ""), dt.datetime.now(dt.UTC))
    assert found.awaits_code


@pytest.mark.one_engine
def test_in_production_the_site_is_the_setting_s_whatever_the_request_says(app, client, configure):
    configure(base_url="https://journal.example.ru:443", demo=False)
    forged = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    answer = client.post("/login/passkey/question", headers={**forged, "Host": "evil.example"})
    assert answer.status_code == 400
    with app.test_request_context(headers={**forged, "Host": "journal.example.ru"}):
        assert site() == Site("journal.example.ru", "https://journal.example.ru")


@pytest.mark.one_engine
def test_another_site_sends_nothing_here(client, owner):
    _, device, _ = owner
    question = ask(client, "/login/passkey/question")
    for path in ("/login/passkey", "/login/passkey/question"):
        answer = client.post(path, data={"credential": device.sign(question)}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 400
    assert client.post("/login/passkey", data={"credential": device.sign(question)}, csrf=False).status_code == 400


def test_nothing_of_it_costs_an_ordinary_page(client, owner, count_queries):
    with count_queries(at_most=0):
        page = client.get("/login").text
    assert "Войти с ключом доступа" in page
    assert re.search(r"<form[^>]* data-passkey=\"get\"[^>]* hidden>", page), "without a script nothing is shown"
    with count_queries(at_most=7):
        ask(client, "/login/passkey/question")
    with count_queries(at_most=18):
        sign_in(client, owner[1])
