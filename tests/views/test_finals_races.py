"""Two hands on one result, one request sent many times: one is taken, the other is told (ADR 2)."""

from __future__ import annotations

import http.client
import json
import threading
from collections import Counter
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from actions.audit.verification import verify
from models import AuditRecord, FinalMark
from tests import factories as f
from tests.views.test_races import Hand, at_once

ROUNDS, REPEATS = 40, 12


@pytest.fixture
def journal(db: Any, school_time: Any) -> Any:
    school_time("2023-12-25 12:00+07:00")
    return f.JournalFactory(line__graded_credits=1)


def path_of(journal: Any, student: Any) -> str:
    return f"/journal/{journal.id}/finals/graded_credit/{student.id}"


class Setter(Hand):
    """A teacher's browser: every result goes with its basis."""

    def put(self, path: str, value: str, version: int, key: str) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection(urlsplit(self.server).netloc, timeout=60)
        body = {"value": value, "version": version, "key": key, "basis_kind": "current_work"}
        connection.request("PUT", path, json.dumps(body), self.headers)
        answer = connection.getresponse()
        found = answer.status, json.loads(answer.read())
        connection.close()
        return found


def test_of_two_hands_on_one_result_one_is_taken_and_one_is_told(db, login, live_server, journal):
    path = path_of(journal, f.MembershipFactory(group=journal.group).student)
    hands = [Setter.of(live_server, login, journal.teacher) for _ in range(2)]
    start, answers = threading.Barrier(2), [[], []]

    def play(place: int) -> None:
        for number in range(ROUNDS):
            start.wait(60)
            value = ("5", "н/а")[number % 2] if place else ("3", "2")[number % 2]
            answers[place].append(hands[place].put(path, value, number, f"{place}-{number}"))

    at_once(partial(play, 0), partial(play, 1))
    rounds = list(zip(*answers, strict=True))
    assert Counter(tuple(sorted(status for status, _ in both)) for both in rounds) == {(200, 409): ROUNDS}
    for both in rounds:
        (_, taken), (_, told) = sorted(both, key=lambda answer: answer[0])
        assert (told["version"], told["value"]) == (taken["version"], taken["value"])
    db.rollback()
    assert db.scalars(sa.select(FinalMark.row_version)).one() == ROUNDS
    assert list(verify(db())) == []


def test_one_request_sent_many_times_at_once_is_one_change(db, login, live_server, journal):
    path = path_of(journal, f.MembershipFactory(group=journal.group).student)
    hand, start = Setter.of(live_server, login, journal.teacher), threading.Barrier(REPEATS)
    answers: list[Any] = []

    def send() -> None:
        start.wait(60)
        answers.append(hand.put(path, "5", 0, "the same"))

    at_once(*[send] * REPEATS)
    assert Counter(status for status, _ in answers) == {200: REPEATS}
    assert len({json.dumps(body, sort_keys=True) for _, body in answers}) == 1
    db.rollback()
    assert db.scalar(sa.select(sa.func.count()).where(AuditRecord.entity == "final_mark")) == 1
