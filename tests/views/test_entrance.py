"""A refused sign-in leaves one line without a person and one count by reason (ASVS 16.3.1)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from rules.terms import Role
from tests import factories as f
from tests.views.test_metrics import figures, grown

WRONG = "не тот пароль"
PAPER = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
FAILREGEX = re.search(r"^failregex = (.+)$", PAPER, re.MULTILINE)[1].replace("<HOST>", r"(\S+)")


def enter(client, login="ivanova", password=f.PASSWORD):
    return client.post("/login", data={"login": login, "password": password})


def closed(client):
    for _ in range(6):
        enter(client, password=WRONG)


def half_way(client):
    f.SecondFactorFactory(user=f.UserFactory(login="chief", roles=(Role.ADMINISTRATOR,)))
    enter(client, "chief")
    client.post("/login/code", data={"code": "123456"})


def past(client):
    f.UserFactory(login="late", must_change_password=True, password_expires_at=f.NOW)
    enter(client, "late")


def shut(client):
    f.UserFactory(login="shut", blocked_at=f.NOW)
    enter(client, "shut")


def again(client):
    enter(client)
    client.post("/password", data={"current": WRONG})


@pytest.mark.parametrize(("act", "why", "known"), [
    (lambda client: enter(client, password=WRONG), "password", True),
    (lambda client: enter(client, "Пароль-в-поле-логина"), "password", False),
    (closed, "locked", False), (half_way, "code", True), (past, "expired", True), (shut, "blocked", True),
    (again, "password", True),
    (lambda client: client.post("/login/passkey", data={"credential": "no answer"}), "passkey", None),
    (lambda client: client.get("/login/provider/callback"), None, False),  # no provider is set: nothing to refuse
])
def test_a_refusal_is_one_line_and_one_count(client, db, lines, act, why, known):
    f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    before = figures(client)
    act(client)
    counted = {key[1][1]: value for key, value in grown(before, figures(client)).items()
               if key[0] == "journal_sign_in_refused_total"}
    said = [line for line in lines() if line["event"] == "sign-in refused"]
    assert sum(counted.values()) == len(said)
    if why is None:
        assert said == []
        return
    assert counted[why] == 1
    line = said[-1]
    who = set() if known is None else {"user" if known else "login"}
    assert set(line) == {"event", "level", "timestamp", "request_id", "why", "address"} | who
    assert (line["why"], line["address"]) == (why, "127.0.0.1")
    filtered = re.match(FAILREGEX, json.dumps(line, ensure_ascii=False))
    assert (filtered and filtered[1]) == ("127.0.0.1" if why in ("password", "code", "passkey", "locked") else None)
    text = json.dumps(said, ensure_ascii=False)
    assert not [word for word in ("ivanova", "Пароль-в-поле", "пароль-в-поле", WRONG, "chief") if word in text]


def test_one_login_is_one_sign_however_it_is_typed(client, db, lines):
    for login in ("Nobody", " nobody ", "somebody"):
        enter(client, login)
    one, two, other = (line["login"] for line in lines())
    assert one == two != other
    assert len(one) == 16
