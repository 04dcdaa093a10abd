"""Mail and SMS on a page: states with reasons, today's SMS, again by hand; nobody's words (п. 5.1, 9.2)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models import Outbox
from rules.terms import Channel, DeliveryState, Role
from tests import factories as f

NOW = dt.datetime.now(dt.UTC)
STATES = {DeliveryState.FAILED: "почтовый сервер не принял адрес (550)", DeliveryState.UNCLEAR: "SMS.ru: ответа нет",
          DeliveryState.WAITING: None, DeliveryState.REFUSED: "учётная запись закрыта", DeliveryState.SENT: None}


def row(state, **values):
    waits = state in (DeliveryState.WAITING, DeliveryState.SENDING)
    made = {"state": state, "error": STATES.get(state), "created_at": NOW, "next_try_at": NOW if waits else None,
            "sent_at": NOW if state is DeliveryState.SENT else None} | values
    return f.OutboxFactory(**made)


@pytest.fixture
def rows(db):
    found = {state: row(state, user=f.UserFactory(last_name=f"Зуев{state.value}")) for state in STATES}
    row(DeliveryState.SENT, channel=Channel.SMS, parts=2, cost=650)
    row(DeliveryState.SENT, channel=Channel.SMS, parts=5, cost=9900, sent_at=NOW - dt.timedelta(days=2))
    f.LetterFactory(text="Секретные слова", guardian=f.GuardianFactory(phone="+79130001122", email="sec@ret.test"),
                    state=DeliveryState.FAILED, next_try_at=None, created_at=NOW, error="номер в стоп-листе")
    db.commit()
    return found


def test_what_is_seen(login, rows, count_queries):
    director = login(Role.DIRECTOR)
    with count_queries(at_most=8):
        page = director.get("/sending/").text
    assert "SMS.ru: ответа нет" in page, "what waits for a person comes first"
    assert "2 из 200" in page
    assert "6,50" in page
    assert "SMTP_URL не задан" in page
    assert "Отправить снова" not in page, "the administrator sends again"
    for state, error in STATES.items():
        text = director.get(f"/sending/?state={state.value}").text
        assert f"Зуев{state.value}" in text
        assert error is None or error in text
    failed = director.get("/sending/?state=failed").text
    assert "письмо родителю" in failed
    for secret in ("Секретные слова", "+79130001122", "sec@ret.test", "Новое сообщение"):
        assert secret not in failed


def test_growth_costs_nothing(db, login, count_queries):
    admin = login(Role.ADMINISTRATOR)
    counts = []
    for number in (5, 20):
        for _ in range(number):
            row(DeliveryState.FAILED)
        db.commit()
        with count_queries() as statements:
            admin.get("/sending/")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_pages(db, login):
    for _ in range(51):
        row(DeliveryState.FAILED)
    db.commit()
    admin = login(Role.ADMINISTRATOR)
    assert "page=1" in admin.get("/sending/").text
    assert "Новее" in admin.get("/sending/?page=1").text
    assert admin.get("/sending/?page=-1").status_code == 400
    assert admin.get("/sending/?state=lost").status_code == 400
    assert "Таких отправлений нет" in admin.get("/sending/?state=refused").text


@pytest.mark.parametrize("state", STATES)
def test_again_by_hand(db, login, rows, state):
    admin, number = login(Role.ADMINISTRATOR), rows[state].id
    assert admin.post(f"/sending/{number}/retry").status_code == 303
    db.expire_all()
    again = state in (DeliveryState.FAILED, DeliveryState.UNCLEAR)
    assert db.get(Outbox, number).state is (DeliveryState.WAITING if again else state)


def test_a_digest_goes_again_whole(db, login):
    mates = [row(DeliveryState.FAILED, parcel="a" * 32) for _ in range(3)]
    other = row(DeliveryState.FAILED, parcel="b" * 32)
    db.commit()
    login(Role.ADMINISTRATOR).post(f"/sending/{mates[1].id}/retry")
    db.expire_all()
    assert [mate.state for mate in mates] == [DeliveryState.WAITING] * 3
    assert other.state is DeliveryState.FAILED


def test_all_that_failed_and_nothing_else(db, login, rows):
    admin = login(Role.ADMINISTRATOR)
    admin.post("/sending/retry")
    db.expire_all()
    states = list(db.scalars(sa.select(Outbox.state)))
    assert DeliveryState.FAILED not in states
    assert states.count(DeliveryState.WAITING) == 3
    assert rows[DeliveryState.UNCLEAR].state is DeliveryState.UNCLEAR


def test_a_person_says_that_it_went(db, login, rows):
    admin = login(Role.ADMINISTRATOR)
    for state in STATES:
        admin.post(f"/sending/{rows[state].id}/sent")
    db.expire_all()
    assert (rows[DeliveryState.UNCLEAR].state, rows[DeliveryState.UNCLEAR].error) == (
        DeliveryState.SENT, "отмечено вручную")
    assert rows[DeliveryState.FAILED].state is DeliveryState.FAILED
    assert admin.post("/sending/999999/sent").status_code == 404
