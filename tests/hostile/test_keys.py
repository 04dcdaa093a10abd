"""Passkeys against whoever writes the device's answer by hand or sends it twice at once: no error of the server, every
failure counted, one answer taken."""

from __future__ import annotations

import json
import threading

import pytest
import sqlalchemy as sa

from models import Passkey, PasskeyChallenge, RecoveryCode, Throttle, UserRole
from models.engine import writing
from rules.terms import Role
from tests import factories as f
from tests.authenticator import Authenticator
from tests.plugins.web import Client

NUMBERS = {"NUL": "a\0b", "half a letter": "\ud800", "longer than any": "A" * 19_000, "a number": 5, "filled": "AAAA=="}
AT_THE_DOOR, AFTER_PASSWORD, NEW = "/login/passkey", "/login/code/passkey", "/second-factor/keys"
ASKED = {"key_name": "Телефон", "key_password": f.PASSWORD}


def with_number(device, question, number) -> str:
    return json.dumps({**json.loads(device.sign(question)), "id": number})


def test_a_key_s_number_that_no_database_keeps_is_one_more_failure(client, db):
    """It is asked about before any signature: whoever sends it need not have a key, or a password."""
    user = f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    f.PasskeyFactory(user=user)
    device = Authenticator()
    for path, failures in ((AT_THE_DOOR, len(NUMBERS)), (AFTER_PASSWORD, 2)):
        for what, number in list(NUMBERS.items())[:failures]:
            question = client.post(f"{path}/question").json
            answer = client.post(path, data={"credential": with_number(device, question, number)})
            assert (answer.status_code, "не подошёл" in answer.text) == (401, True), (path, what)
        counter = "address:127.0.0.1" if path == AT_THE_DOOR else f"factor:{user.id}"
        assert db.scalar(sa.select(Throttle.failures).where(Throttle.key == counter)) == failures
        client.post("/login", data={"login": "ivanova", "password": f.PASSWORD})
    assert db.scalars(sa.select(PasskeyChallenge)).all() == [], "each question was used up"


def test_a_key_of_whoever_has_left_the_staff_is_a_second_step_and_no_door(client, db):
    """A parent who taught here once: the password that the curator gives anew must close every old way in."""
    user = f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    client.post("/login", data={"login": "ivanova", "password": f.PASSWORD})
    device = Authenticator()
    client.post(NEW, data={**ASKED, "credential": device.make(client.post(f"{NEW}/question", data=ASKED).json)})
    client.post("/logout")
    db.execute(sa.update(UserRole).where(UserRole.user_id == user.id).values(role=Role.PARENT))
    db.expire_all()
    answer = client.post(AT_THE_DOOR, data={"credential": device.sign(client.post(f"{AT_THE_DOOR}/question").json)})
    assert (answer.status_code, "Войдите с логином и паролем" in answer.text) == (401, True)
    assert client.get("/sessions").status_code == 302
    client.post("/login", data={"login": "ivanova", "password": f.PASSWORD})
    client.post(AFTER_PASSWORD, data={"credential": device.sign(client.post(f"{AFTER_PASSWORD}/question").json)})
    assert client.get("/sessions").status_code == 200


@pytest.fixture
def owner(client, db):
    """A teacher who is signed in, seen from other connections too."""
    token = writing.set(True)
    user = f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    db.commit()
    writing.reset(token)
    client.post("/login", data={"login": "ivanova", "password": f.PASSWORD})
    return user


def at_once(client, path: str, *answers: tuple[str, str]) -> list[int]:
    """The statuses of answers that come at one moment, each with the page's cookie that its question left."""
    gate, found, token = threading.Barrier(len(answers)), list[int](), client.csrf_token()
    signed_in = client.get_cookie("sid")

    def press(page: str, credential: str) -> None:
        hand = Client(client.application, client.application.response_class)
        hand.set_cookie("page", page)
        if signed_in is not None:
            hand.set_cookie("sid", signed_in.value)
        gate.wait()
        found.append(hand.post(path, data={**ASKED, "credential": credential}, csrf=False,
                               headers={"X-CSRFToken": token}).status_code)
    hands = [threading.Thread(target=press, args=answer) for answer in answers]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return sorted(found)


def made(client, device: Authenticator) -> tuple[str, str]:
    client.csrf_token()
    credential = device.make(client.post(f"{NEW}/question", data=ASKED).json)
    return client.get_cookie("page").value, credential


def test_keys_made_at_once(client, db, owner):
    """The same number twice is one key; two first keys bring one list of recovery codes."""
    device = Authenticator()
    assert at_once(client, NEW, made(client, device), made(client, device)) == [200, 422]
    db.execute(sa.delete(Passkey))
    db.commit()
    assert at_once(client, NEW, made(client, Authenticator()), made(client, Authenticator())) == [200, 303]
    assert db.scalar(sa.select(sa.func.count()).select_from(RecoveryCode)) == 10


def test_an_answer_given_twice_at_once_opens_once(client, db, owner):
    """Also of a device that does not count: only the question is used up."""
    device = Authenticator()
    page, credential = made(client, device)
    assert at_once(client, NEW, (page, credential)) == [200]
    db.execute(sa.update(Passkey).values(sign_count=0))
    db.commit()
    client.post("/logout")
    for _ in range(3):
        client.csrf_token()
        question, device.count = client.post(f"{AT_THE_DOOR}/question").json, -1
        answer = client.get_cookie("page").value, device.sign(question)
        assert at_once(client, AT_THE_DOOR, answer, answer) == [302, 401]
