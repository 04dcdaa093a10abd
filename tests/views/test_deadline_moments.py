"""Deadlines are the college's whatever zone the server lives in: a second before, the moment itself, a second after.

The clock here is the server's own, not the frozen one of the demo (п. 6.1–6.3, 2.1, 7.2).
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from rules.terms import WorkKind
from tests import factories as f

COLLEGE = ZoneInfo("Asia/Barnaul")
SERVERS = ("UTC", "America/New_York", "Asia/Vladivostok")
MONDAY = dt.date(2023, 11, 20)
WORDS = "не было сети"


@pytest.fixture(params=SERVERS)
def server_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The zone of the machine, as the operating system tells it to the process."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def at(server_zone: str, configure: Callable[..., None]) -> Callable[[str, int], Any]:
    """``with at("2023-11-21 00:00:00", -1)``: that many seconds from the college's moment."""
    configure(demo=False, now_text="")

    def travel(moment: str, seconds: int) -> Any:
        local = dt.datetime.fromisoformat(moment).replace(tzinfo=COLLEGE)
        return time_machine.travel(local.astimezone(dt.UTC) + dt.timedelta(seconds=seconds), tick=False)
    return travel


@pytest.fixture
def lesson(db: Any) -> Any:
    return f.LessonFactory(date=MONDAY, pair=2)


def put(login: Any, lesson: Any, value: str = "5", student: Any = None, version: int = 0, **more: Any) -> Any:
    student = student or f.MembershipFactory(group=lesson.journal.group).student
    return login(lesson.journal.teacher).put(
        f"/journal/{lesson.journal_id}/cells/{lesson.id}/{student.id}",
        json={"value": value, "version": version, "key": str(uuid.uuid4()), **more})


def outcome(answer: Any) -> str:
    return "saved" if answer.status_code == 200 else f"{answer.json['point']} {answer.json['needs']}"


CASES = [  # the moment of the college, with a reason or without, what happens a second before, at it, after it
    ("2023-11-21 00:00:00", None, ("saved", "6.1 reason", "6.1 reason"), "an ordinary mark: the same day"),
    ("2023-11-24 00:00:00", WORDS, ("saved", "6.1 reopening", "6.1 reopening"), "late, by the third working day"),
]


@pytest.mark.parametrize(("moment", "reason", "told", "why"), CASES, ids=[case[-1] for case in CASES])
def test_an_ordinary_mark(login, lesson, at, moment, reason, told, why):
    for seconds, expected in zip((-1, 0, 1), told, strict=True):
        with at(moment, seconds):
            assert outcome(put(login, lesson, reason=reason)) == expected, f"{why}: {seconds} s"


def test_a_mark_of_a_declared_work_has_a_week(login, lesson, at):
    f.WorkFactory(lesson=lesson, kind=WorkKind.CONTROL)
    for seconds, expected in ((-1, "saved"), (0, "6.3 reason"), (1, "6.3 reason")):
        with at("2023-11-28 00:00:00", seconds):
            assert outcome(put(login, lesson)) == expected, seconds


def test_a_correction_asks_a_reason_from_the_next_day_on(login, lesson, at):
    f.WorkFactory(lesson=lesson, kind=WorkKind.CONTROL)
    for seconds, expected in ((-1, "saved"), (0, "2.1 reason"), (1, "2.1 reason")):
        student = f.MembershipFactory(group=lesson.journal.group).student
        with at("2023-11-22 12:00:00", 0):
            assert outcome(put(login, lesson, "5", student)) == "saved"
        with at("2023-11-23 00:00:00", seconds):
            assert outcome(put(login, lesson, "4", student, 1)) == expected, seconds


def test_a_reopening_ends_with_its_own_moment(login, lesson, at):
    ends = dt.datetime(2023, 12, 4, 12, tzinfo=COLLEGE)
    f.ReopeningGrantFactory(journal=lesson.journal, user=lesson.journal.teacher, starts=MONDAY, ends=MONDAY,
                            expires_at=ends)
    for seconds, expected in ((-1, "saved"), (0, "saved"), (1, "6.1 reopening")):
        with at("2023-12-04 12:00:00", seconds):
            assert outcome(put(login, lesson)) == expected, seconds


def test_homework_is_due_at_the_end_of_the_working_day(login, lesson, at):
    for seconds, status in ((-1, 302), (0, 302), (1, 422)):
        with at("2023-11-20 17:00:00", seconds):
            answer = login(lesson.journal.teacher).post("/admin/homework/new/", data={
                "lesson": lesson.id, "text": "Конспект, § 2", "kind": "reading", "due_on": "", "reason": ""})
            assert answer.status_code == status, seconds
            assert status == 302 or "п. 6.2" in answer.text


def test_the_day_of_a_save_is_the_colleges(login, lesson, at):
    """Five minutes past midnight in Barnaul it is still Monday in New York and nearly morning in Vladivostok."""
    tuesday = f.LessonFactory(journal=lesson.journal, date=MONDAY + dt.timedelta(days=1), pair=2)
    with at("2023-11-21 00:05:00", 0):
        answer = put(login, tuesday)
        assert (answer.status_code, answer.json["saved_at"]) == (200, "2023-11-21T00:05:00+07:00")
        assert outcome(put(login, lesson)) == "6.1 reason"
