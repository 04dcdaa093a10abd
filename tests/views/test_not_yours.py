"""What an action finds not to be the user's, when it has written half of the form: answered as what does not exist."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa
import time_machine

from models import IdempotencyKey, Message, Participant, Thread, UserSession
from rules.terms import Role
from tests import factories as f

ONCE = re.compile(r'name="once" value="([\w-]{20,})"')
OF_THE_REQUEST = re.compile(r'nonce="[^"]+"|name="csrf[^>]+>|content="[^"]{60,}"|/messages/\w+')
WRITTEN = (Thread, Participant, Message, IdempotencyKey)


def rows(db) -> list[int]:
    return [db.scalar(sa.select(sa.func.count()).select_from(model)) for model in WRITTEN]


@pytest.mark.parametrize("accepts", ["text/html", "application/json"])
def test_half_a_form_leaves_nothing_and_tells_nothing(db, login, accepts):
    """A conversation is begun before its addressees are looked at; the visit is committed after the answer is made."""
    teacher = f.JournalFactory(teacher=f.UserFactory(roles=(Role.TEACHER,))).teacher
    director, stranger = f.UserFactory(roles=(Role.DIRECTOR,)), f.UserFactory(roles=(Role.PARENT,))
    client, headers = login(teacher), {"Accept": accepts}
    form = {"subject": "Журнал", "body": "Завтра", "once": ONCE.findall(client.get("/messages/new").text)[0]}
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2), tick=False):
        answer = client.post("/messages/new", data={**form, "to": stranger.id}, headers=headers)
        unknown = client.post("/messages/999999", data=form, headers=headers)
        assert db.scalar(sa.select(UserSession.last_seen_at).where(
            UserSession.user_id == teacher.id)) == dt.datetime.now(dt.UTC)
    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert rows(db) == [0, 0, 0, 0]
    assert [*answer.headers.keys()] == [*unknown.headers.keys()]
    assert OF_THE_REQUEST.sub("", answer.text) == OF_THE_REQUEST.sub("", unknown.text)
    assert client.post("/messages/new", data={**form, "to": director.id}, headers=headers).status_code == 303
    assert rows(db) == [1, 2, 1, 1]
