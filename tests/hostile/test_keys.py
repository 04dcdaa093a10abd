"""Passkeys against whoever writes the device's answer by hand: no error of the server, every failure counted."""

from __future__ import annotations

import json

import sqlalchemy as sa

from models import PasskeyChallenge, Throttle, UserRole
from rules.terms import Role
from tests import factories as f
from tests.authenticator import Authenticator

NUMBERS = {"NUL": "a\0b", "half a letter": "\ud800", "longer than any": "A" * 19_000, "a number": 5, "filled": "AAAA=="}
AT_THE_DOOR, AFTER_PASSWORD = "/login/passkey", "/login/code/passkey"


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
    client.post("/second-factor/keys", data={"key_name": "Телефон", "credential": device.make(client.post(
        "/second-factor/keys/question", data={"key_name": "Телефон", "key_password": f.PASSWORD}).json)})
    client.post("/logout")
    db.execute(sa.update(UserRole).where(UserRole.user_id == user.id).values(role=Role.PARENT))
    db.expire_all()
    answer = client.post(AT_THE_DOOR, data={"credential": device.sign(client.post(f"{AT_THE_DOOR}/question").json)})
    assert (answer.status_code, "Войдите с логином и паролем" in answer.text) == (401, True)
    assert client.get("/sessions").status_code == 302
    client.post("/login", data={"login": "ivanova", "password": f.PASSWORD})
    client.post(AFTER_PASSWORD, data={"credential": device.sign(client.post(f"{AFTER_PASSWORD}/question").json)})
    assert client.get("/sessions").status_code == 200
