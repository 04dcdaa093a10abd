"""A parent's first way in by a code on the known phone (п. 5.2): the same answer for any phone, few attempts, once."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
import sqlalchemy as sa
import time_machine

from actions.activation import A_DAY, ASKED_BY_PHONE
from jobs.sending import send_due
from models import Activation, AuditRecord, Outbox, Throttle, User
from rules.activation import LIFE, MOST_ATTEMPTS
from rules.terms import DeliveryState, Role
from tests import factories as f

NOW = dt.datetime.now(dt.UTC).replace(hour=5, minute=0, second=0, microsecond=0)
PHONE, UNKNOWN = "+79132123456", "+79132120000"
PASSWORD = "семь синих слонов"


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as made:
        yield made


@pytest.fixture
def parent(db, clock):
    f.CollegeFactory()
    tie = f.GuardianshipFactory(guardian=f.GuardianFactory(phone=PHONE, last_name="Ёлкина", first_name="Анна"))
    group = f.GroupFactory()
    f.MembershipFactory(group=group, student=tie.student, starts=dt.date(2023, 9, 1))
    db.commit()
    return tie.guardian


def codes(app, db) -> list[str]:
    """Codes in the SMS that went out."""
    db.commit()
    send_due()
    db.expire_all()
    folder = app.extensions["settings"].instance / "outbox"
    sent = sorted(folder.glob("sms-*.txt"), key=lambda path: path.stat().st_mtime_ns) if folder.exists() else []
    texts = [path.read_text() for path in sent]
    for path in sent:
        path.unlink()
    return [re.search(r"журнал: (\d{8})\. Никому", text)[1] for text in texts]


def enter(client, code, **changes):
    typed = {"code": code, "login": "anna.elkina", "password": PASSWORD, "repeat": PASSWORD}
    return client.post("/activate/code", data=typed | changes)


def test_from_the_phone_to_the_diary(app, db, client, parent):
    assert client.post("/activate/", data={"phone": "8 (913) 212-34-56"}).headers["Location"] == "/activate/code"
    page = client.get("/activate/code").text
    assert "+7 913 212-34-56" in page
    (code,) = codes(app, db)
    answer = enter(client, f"{code[:4]} {code[4:]}")
    assert answer.status_code == 302
    assert "/diary/" in client.get("/", follow_redirects=True).request.path
    db.expire_all()
    account = parent.user
    assert (account.login, account.role_set, account.must_change_password) == ("anna.elkina", {Role.PARENT}, False)
    assert account.password_expires_at is None
    assert account.last_sign_in_at == NOW
    fresh = app.test_client()
    assert enter(client, code).headers["Location"] == "/activate/", "the code has served"
    assert fresh.get("/activate/code").status_code == 302


def test_the_code_is_nowhere(app, db, client, parent):
    client.post("/activate/", data={"phone": PHONE})
    (code,) = codes(app, db)
    enter(client, code)
    db.expire_all()
    found = [table.name for table in Activation.metadata.sorted_tables for row in db.execute(table.select())
             if code in json.dumps([str(value) for value in row], ensure_ascii=False)]
    assert found == []
    reasons = set(db.scalars(sa.select(AuditRecord.reason).where(AuditRecord.entity == "user")))
    assert reasons == {"доступ открыт по коду из SMS (п. 5.2)"}
    (row,) = db.scalars(sa.select(Outbox))
    assert (row.state, row.text, row.notification_id) == (DeliveryState.SENT, None, None)


def test_an_empty_login_is_made_of_the_name(app, db, client, parent):
    client.post("/activate/", data={"phone": PHONE})
    (code,) = codes(app, db)
    assert enter(client, code, login="").status_code == 302
    db.expire_all()
    assert parent.user.login.startswith("elkina")
    assert f"Ваш логин: {parent.user.login}" in client.get("/", follow_redirects=True).text


def test_an_issued_strip_that_was_lost(app, db, client, parent):
    """An account nobody has entered yet is opened by the code as well."""
    parent.user = f.UserFactory(login="elkina.a", roles=(Role.PARENT,), must_change_password=True)
    client.post("/activate/", data={"phone": PHONE})
    (code,) = codes(app, db)
    assert enter(client, code, login="anna.elkina").status_code == 302
    db.expire_all()
    assert (parent.user.login, parent.user.must_change_password) == ("anna.elkina", False)
    assert db.scalar(sa.select(sa.func.count()).select_from(User).where(User.login.like("%elkina%"))) == 1


# who gets no code

def signed_in_before(parent):
    parent.user = f.UserFactory(roles=(Role.PARENT,), last_sign_in_at=NOW - dt.timedelta(days=1))


def blocked(parent):
    parent.user = f.UserFactory(roles=(Role.PARENT,), blocked_at=NOW)


def also_a_teacher(parent):
    parent.user = f.UserFactory(roles=(Role.PARENT, Role.TEACHER), last_sign_in_at=None)


def phone_of_two(parent):
    tie = f.GuardianshipFactory(guardian=f.GuardianFactory(phone=PHONE), student=parent.guardianships[0].student)
    assert tie.guardian is not parent


def no_child_here(parent):
    parent.guardianships[0].ends = dt.date(2023, 11, 1)


def left_the_college(parent):
    parent.guardianships[0].student.memberships[0].ends = dt.date(2023, 11, 1)


def another_phone(parent):
    parent.phone = "+79990000000"


@pytest.mark.parametrize("happens", [signed_in_before, blocked, also_a_teacher, phone_of_two, no_child_here,
                                     left_the_college, another_phone])
def test_who_gets_no_code(app, db, client, parent, happens):
    happens(parent)
    db.commit()
    answer = client.post("/activate/", data={"phone": PHONE})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/activate/code")
    assert codes(app, db) == []


@pytest.mark.parametrize("happens", [signed_in_before, blocked, also_a_teacher])
def test_what_happens_after_the_code_went(app, db, client, parent, happens):
    client.post("/activate/", data={"phone": PHONE})
    (code,) = codes(app, db)
    happens(parent)
    db.commit()
    assert enter(client, code).status_code == 422
    db.expire_all()
    assert parent.user.login != "anna.elkina"


def test_a_changed_phone_before_sending(app, db, client, parent):
    client.post("/activate/", data={"phone": PHONE})
    db.commit()
    from access.identity import Identity
    from actions import activation

    activation.send_codes(Identity(None, frozenset(), f.NOW, "job"), NOW)
    parent.phone = UNKNOWN
    assert codes(app, db) == []
    (row,) = db.scalars(sa.select(Outbox))
    assert (row.state, row.error) == (DeliveryState.REFUSED, "телефон изменён")


# the same for any phone

def test_known_and_unknown_are_asked_alike(app, db, parent, count_queries):
    """The same questions to the database, the same answer: time cannot tell them apart either."""
    seen = []
    for phone in ("+79132129999", PHONE, UNKNOWN):  # the first one only begins the counters of the address
        visitor = app.test_client()
        visitor.get("/activate/")
        with count_queries() as statements:
            asked = visitor.post("/activate/", data={"phone": phone})
        page = visitor.get("/activate/code").text
        with count_queries() as more:
            tried = enter(visitor, "12345678")
        shown, wrong = (re.sub(r'\+7 913 [\d-]+|(?:value|nonce|content)="[^"]*"', "", text)
                        for text in (page, tried.text))
        seen.append((asked.status_code, asked.headers["Location"], shown, tried.status_code, wrong,
                     [re.sub(r"\d+", "", text) for text in (*statements, *more)]))
    assert seen[1] == seen[2]
    assert seen[1][3] == 422


def test_attempts_are_few(app, db, client, parent):
    client.post("/activate/", data={"phone": PHONE})
    (code,) = codes(app, db)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(MOST_ATTEMPTS):
        assert enter(client, wrong).status_code == 422
    answer = enter(client, code)
    assert answer.status_code == 422, "even the right one"
    assert "Код не подходит" in answer.text
    db.expire_all()
    assert parent.user is None


@pytest.mark.parametrize(("changes", "words"), [
    ({"code": "123"}, "8 цифр"), ({"password": "short", "repeat": "short"}, "короче"),
    ({"repeat": "другое слово"}, "не совпадают"), ({"login": "ю"}, "латинские"),
    ({"password": "anna.elkina", "repeat": "anna.elkina"}, "повторять логин")])
def test_what_is_typed_wrong_costs_no_attempt(app, db, client, parent, changes, words):
    client.post("/activate/", data={"phone": PHONE})
    (code,) = codes(app, db)
    answer = enter(client, changes.get("code", code), **{k: v for k, v in changes.items() if k != "code"})
    assert answer.status_code == 422
    assert words in answer.text
    assert PASSWORD not in answer.text
    assert f'value="{changes.get("code", code)}"' in answer.text, "what was typed stays"
    db.expire_all()
    assert db.scalar(sa.select(Activation.attempts)) == 0
    assert enter(client, code).status_code == 302


def test_a_taken_login(app, db, client, parent):
    f.UserFactory(login="anna.elkina")
    client.post("/activate/", data={"phone": PHONE})
    (code,) = codes(app, db)
    answer = enter(client, code)
    assert "Такой логин уже занят" in answer.text
    db.expire_all()
    assert parent.user is None, "no account is left behind"
    assert enter(client, code, login="anna2").status_code == 302


def test_an_old_code(app, db, client, parent, clock):
    client.post("/activate/", data={"phone": PHONE})
    (code,) = codes(app, db)
    clock.shift(LIFE)
    assert enter(client, code).status_code == 422


def test_a_code_too_late_to_send(app, db, client, parent, clock):
    client.post("/activate/", data={"phone": PHONE})
    clock.shift(LIFE)
    assert codes(app, db) == []


def test_an_earlier_code_serves_while_it_lives(app, db, client, parent, clock):
    """Somebody who asks for another's phone does not spoil the code that is on its way."""
    client.post("/activate/", data={"phone": PHONE})
    (first,) = codes(app, db)
    clock.shift(dt.timedelta(minutes=1))
    app.test_client().post("/activate/", data={"phone": PHONE})
    (second,) = codes(app, db)
    assert first != second
    assert enter(client, first).status_code == 302
    db.expire_all()
    assert enter(app.test_client(), second).status_code == 303, "without the phone there is nothing to try"


def test_a_code_of_another_phone(app, db, client, parent):
    client.post("/activate/", data={"phone": PHONE})
    (code,) = codes(app, db)
    other = app.test_client()
    other.post("/activate/", data={"phone": UNKNOWN})
    assert enter(other, code).status_code == 422


def test_asking_is_throttled(app, db, client, parent, clock):
    answers = [client.post("/activate/", data={"phone": PHONE}).status_code for _ in range(ASKED_BY_PHONE + 1)]
    assert answers == [303] * ASKED_BY_PHONE + [429]
    assert client.post("/activate/", data={"phone": UNKNOWN}).status_code == 303
    assert all(PHONE not in key for key in db.scalars(sa.select(Throttle.key)))
    for _ in range(A_DAY):
        clock.shift(dt.timedelta(minutes=31))
        answer = app.test_client().post("/activate/", data={"phone": PHONE})
    assert answer.status_code == 429
    assert "завтра" in answer.text
    assert db.scalar(sa.select(sa.func.count()).select_from(Activation).where(Activation.phone == PHONE)) == A_DAY


@pytest.mark.parametrize("phone", ["", "13", "+1 202 555 0100", "7913212345", "+7913212345678"])
def test_what_is_no_phone(db, client, phone):
    answer = client.post("/activate/", data={"phone": phone})
    assert answer.status_code == 422
    assert "10 цифр" in answer.text
    assert db.scalar(sa.select(sa.func.count()).select_from(Activation)) == 0


def test_the_desk_says_who_came_by_a_code(app, db, client, login, parent):
    group = parent.guardianships[0].student.memberships[0].group
    tutor = f.CuratorshipFactory(group=group, user=f.UserFactory(roles=(Role.CURATOR,)),
                                 starts=dt.date(2023, 9, 1)).user
    client.post("/activate/", data={"phone": PHONE})
    (code,) = codes(app, db)
    desk = login(tutor)
    before = desk.get("/credentials/").text
    assert "активирован по коду" not in before
    assert "Вошли под своим паролем: 0 из 2" in before
    enter(client, code)
    after = desk.get("/credentials/").text
    assert "активирован по коду" in after
    assert "Вошли под своим паролем: 1 из 2" in after


def test_somebody_signed_in_needs_no_code(login):
    assert login(Role.PARENT).get("/activate/").status_code == 302
