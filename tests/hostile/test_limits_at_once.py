"""Many hands at one moment get no further than in turn: limits hold, what may be there once is there once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from actions import signin
from actions.activation import ASKED_BY_PHONE
from actions.second_factor import FAILURES
from actions.signin import LOGIN_FAILURES
from models import (
    Activation,
    ChangeRequest,
    Consent,
    Guardian,
    Guardianship,
    ReopeningRequest,
    SecondFactor,
    Throttle,
    UserSession,
)
from rules.terms import ConsentKind, Role
from tests import factories as f
from tests.hostile.crowd import HANDS, as_one, at_once
from tests.plugins.web import Client

PHONE = "+79132123456"


def count(db: Any, *wanted: Any) -> int:
    db.rollback()
    return int(db.scalar(sa.select(sa.func.count()).where(*wanted)))


@pytest.fixture
def slow_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has found the door open before the first one is counted."""
    look, looked = signin.require_open, threading.Event()

    def slowly(*arguments: Any) -> None:
        look(*arguments)
        looked.wait(0.1)  # never set
    monkeypatch.setattr(signin, "require_open", slowly)


def test_wrong_passwords(app: Flask, db: Any, slow_look: None) -> None:
    user = f.UserFactory(login="ivanova")
    db.commit()
    answers = list[str]()

    def guess(client: Client) -> Any:
        answer = client.post("/login", data={"login": "ivanova", "password": "мимо"})
        answers.append(answer.text)
        return answer
    at_once(app, guess)
    assert sum("Неверный логин" in text for text in answers) == LOGIN_FAILURES
    assert sum("Слишком много попыток" in text for text in answers) == HANDS - LOGIN_FAILURES
    assert count(db, UserSession.user_id == user.id) == 0
    assert db.scalar(sa.select(Throttle.failures).where(Throttle.key == "login:ivanova")) == LOGIN_FAILURES


def test_the_right_password_after_too_many_wrong_ones(app: Flask, db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has found the door open, and is let in only if the door is open when it comes to it."""
    f.UserFactory(login="ivanova")
    db.commit()
    look, wrong = signin.require_open, {"login": "ivanova", "password": "мимо"}

    def overtaken(*arguments: Any) -> None:
        look(*arguments)
        db.commit()  # SQLite has one writer
        monkeypatch.setattr(signin, "require_open", look)
        hand = threading.Thread(target=lambda: [Client(app, app.response_class).post("/login", data=wrong)
                                                for _ in range(LOGIN_FAILURES)])
        hand.start()
        hand.join(60)
    monkeypatch.setattr(signin, "require_open", overtaken)
    answer = Client(app, app.response_class).post("/login", data={**wrong, "password": f.PASSWORD})
    assert (answer.status_code, "Слишком много попыток" in answer.text) == (401, True)
    db.rollback()
    assert db.scalar(sa.select(Throttle.failures).where(Throttle.key == "login:ivanova")) == LOGIN_FAILURES


def test_wrong_codes_of_the_second_step(app: Flask, db: Any) -> None:
    user = f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    db.add(SecondFactor(user_id=user.id, secret="x", used_step=0, created_at=f.NOW))
    db.commit()
    client = Client(app, app.response_class)
    client.post("/login", data={"login": "ivanova", "password": f.PASSWORD})
    cookie, answers = client.get_cookie("sid").value, list[str]()

    def guess(other: Client) -> Any:
        other.set_cookie("sid", cookie)
        answer = other.post("/login/code", data={"code": "abcd-efgh-ijkl"})
        answers.append(answer.text)
        return answer
    at_once(app, guess)
    assert sum("Слишком много попыток" in text for text in answers) == HANDS - FAILURES


def test_codes_for_one_phone(app: Flask, db: Any) -> None:
    found = at_once(app, lambda client: client.post("/activate/", data={"phone": PHONE}))
    assert found == {303: ASKED_BY_PHONE, 429: HANDS - ASKED_BY_PHONE}
    assert count(db, Activation.phone == PHONE) == ASKED_BY_PHONE


def test_a_consent(app: Flask, db: Any, login: Any) -> None:
    tie = f.GuardianshipFactory(guardian__user=f.UserFactory(roles=(Role.PARENT,)))
    f.MembershipFactory(student=tie.student)
    client, sent = login(tie.guardian.user), {"student": tie.student_id, "kind": "messenger"}
    as_one(client, "/me/consents", sent, app)
    assert count(db, Consent.revoked_on.is_(None)) == 1
    db.execute(sa.update(Consent).values(revoked_on=f.TODAY))
    db.commit()
    as_one(client, "/me/consents", sent, app)
    assert count(db, Consent.revoked_on.is_(None)) == 1, "given anew"


def test_taking_a_consent_back(app: Flask, db: Any, login: Any) -> None:
    """What was recorded twice goes at once; what another has given, or of something else, stays."""
    tie = f.GuardianshipFactory(guardian__user=f.UserFactory(roles=(Role.PARENT,)))
    f.MembershipFactory(student=tie.student)
    given = {"student": tie.student, "guardian": tie.guardian, "kind": ConsentKind.MESSENGER}
    twice = [f.ConsentFactory(**given).id for _ in range(2)]
    stays = [f.ConsentFactory(**given | other).id for other in (
        {"kind": ConsentKind.PHOTO}, {"guardian": f.GuardianFactory()}, {"guardian": None})]
    assert as_one(login(tie.guardian.user), f"/me/consents/{twice[0]}/revoke", {}, app) == {303: 6}
    db.rollback()
    assert db.scalars(sa.select(Consent.id).where(Consent.revoked_on.is_(None)).order_by(Consent.id)).all() == stays


def test_a_request_to_open_days(app: Flask, db: Any, login: Any) -> None:
    journal = f.JournalFactory()
    found = as_one(login(journal.teacher), f"/journal/{journal.id}/reopening", {
        "starts": "2023-10-16", "ends": "2023-10-16", "reason": "Болезнь преподавателя"}, app)
    assert found == {303: 1, 422: 5}
    assert count(db, ReopeningRequest.journal_id == journal.id) == 1


def test_a_parent_and_a_word_of_a_change(app: Flask, db: Any, login: Any) -> None:
    group = f.GroupFactory()
    student = f.MembershipFactory(group=group).student
    client = login(f.CuratorshipFactory(group=group).user)
    card = f"/curator/contacts/{student.id}"
    assert as_one(client, f"{card}/parents", {
        "last_name": "Рунина", "first_name": "Ия", "relation": "mother", "phone": "8 913 212-34-56"},
        app) == {303: 1, 422: 5}
    assert (count(db, Guardianship.student_id == student.id), count(db, Guardian.last_name == "Рунина")) == (1, 1)
    assert as_one(client, f"{card}/requests", {"what": "last_name", "new_value": "Рунин"}, app) == {303: 1, 422: 5}
    assert count(db, ChangeRequest.student_id == student.id) == 1
