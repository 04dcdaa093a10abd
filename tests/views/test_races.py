"""Two hands in one cell, one request sent many times: nothing is lost and nothing is doubled (ADR 1, 2)."""

from __future__ import annotations

import http.client
import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from actions.audit.verification import verify
from models import AuditRecord, Cell, Mark, User
from tests import factories as f

ROUNDS, REPEATS = 200, 50


@dataclass
class Hand:
    """One browser: a session of its own, requests over a socket."""

    server: str
    headers: dict[str, str]

    @classmethod
    def of(cls, server: str, login: Any, user: User) -> Hand:
        client = login(user)
        token = client.csrf_token()
        cookies = "; ".join(f"{name}={client.get_cookie(name).value}" for name in ("sid", "page"))
        return cls(server, {"Cookie": cookies, "X-CSRFToken": token, "Content-Type": "application/json"})

    def put(self, path: str, value: str, version: int, key: str) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection(urlsplit(self.server).netloc, timeout=60)
        connection.request("PUT", path, json.dumps({"value": value, "version": version, "key": key}), self.headers)
        answer = connection.getresponse()
        found = answer.status, json.loads(answer.read())
        connection.close()
        return found


@pytest.fixture
def lesson(db: Any) -> Any:
    return f.LessonFactory(date=f.TODAY, pair=2)


@pytest.fixture
def path(lesson: Any) -> str:
    return path_of(lesson, f.MembershipFactory(group=lesson.journal.group).student)


def path_of(lesson: Any, student: Any) -> str:
    return f"/journal/{lesson.journal_id}/cells/{lesson.id}/{student.id}"


def at_once(*acts: Callable[[], Any]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)


def test_of_two_hands_in_one_cell_one_is_taken_and_one_is_told(db, login, live_server, lesson, path):
    """The value of each differs from what stands there, so that nobody is let through as unchanged."""
    hands = [Hand.of(live_server, login, lesson.journal.teacher) for _ in range(2)]
    start, answers = threading.Barrier(2), [[], []]

    def play(place: int) -> None:
        for number in range(ROUNDS):
            start.wait(60)
            value = ("5", "4")[number % 2] if place else ("3", "2")[number % 2]
            answers[place].append(hands[place].put(path, value, number, f"{place}-{number}"))

    at_once(partial(play, 0), partial(play, 1))
    rounds = list(zip(*answers, strict=True))
    assert Counter(tuple(sorted(status for status, _ in both)) for both in rounds) == {(200, 409): ROUNDS}
    for number, both in enumerate(rounds, 1):
        (_, taken), (_, told) = sorted(both, key=lambda answer: answer[0])
        assert (taken["version"], told["version"], told["value"]) == (number, number, taken["value"])
    db.rollback()
    assert db.scalars(sa.select(Cell.version)).one() == ROUNDS
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1
    assert db.scalar(sa.select(sa.func.count()).where(AuditRecord.entity == "cell")) == ROUNDS
    assert list(verify(db())) == []


def test_one_request_sent_fifty_times_at_once_is_one_mark(db, login, live_server, lesson, path):
    hand, start = Hand.of(live_server, login, lesson.journal.teacher), threading.Barrier(REPEATS)
    answers: list[Any] = []

    def send() -> None:
        start.wait(60)
        answers.append(hand.put(path, "5", 0, "the same"))

    at_once(*[send] * REPEATS)
    assert Counter(status for status, _ in answers) == {200: REPEATS}
    assert {json.dumps(body, sort_keys=True) for _, body in answers} == {json.dumps(answers[0][1], sort_keys=True)}
    db.rollback()
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1
    assert db.scalar(sa.select(sa.func.count()).where(AuditRecord.entity == "cell")) == 1
    assert hand.put(path, "4", 0, "the same")[0] == 422, "the same key for another value"
    assert hand.put(path, "5", 0, "another")[0] == 409


def test_one_key_for_many_cells_at_once_serves_one(db, login, live_server, lesson):
    """A key belongs to one request: the others are refused and leave nothing behind."""
    paths = [path_of(lesson, f.MembershipFactory(group=lesson.journal.group).student) for _ in range(8)]
    hand, start = Hand.of(live_server, login, lesson.journal.teacher), threading.Barrier(len(paths))
    answers: list[int] = []

    def send(path: str) -> None:
        start.wait(60)
        answers.append(hand.put(path, "5", 0, "one for all")[0])

    at_once(*[partial(send, path) for path in paths])
    assert Counter(answers) == {200: 1, 422: len(paths) - 1}
    db.rollback()
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1


def test_hands_in_one_journal_wait_for_the_chain_and_all_are_taken(db, login, live_server, lesson):
    """Different cells of one journal at once: every record finds its place in the chain."""
    people = [f.MembershipFactory(group=lesson.journal.group).student for _ in range(6)]
    hand, start = Hand.of(live_server, login, lesson.journal.teacher), threading.Barrier(len(people))
    answers: list[int] = []

    def fill(path: str) -> None:
        start.wait(60)
        for version in range(10):
            answers.append(hand.put(path, "45"[version % 2], version, f"{path} {version}")[0])

    at_once(*[partial(fill, path_of(lesson, student)) for student in people])
    assert Counter(answers) == {200: 60}
    db.rollback()
    assert db.scalar(sa.select(sa.func.count()).where(AuditRecord.entity == "cell")) == 60
    assert list(verify(db())) == []
