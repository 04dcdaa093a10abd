"""The queue keeps its place and its hour; the nightly clean-up takes only what has served."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine

import jobs
from actions.housekeeping import Cleaned, clean_up
from jobs import reminders
from models import IdempotencyKey, JobRun, PasskeyChallenge, Throttle, UserSession
from rules.terms import MovementKind
from tests import factories as f
from tests.plugins.web import drop_queue
from views.system import TITLES

NOW = dt.datetime.now(dt.UTC)
LIFE = dt.timedelta(hours=12)


def ago(**span: float) -> dt.datetime:
    return NOW - dt.timedelta(**span)


def session(user, created, ended=None) -> UserSession:
    return UserSession(token_hash=f"{created}{ended}", user=user, created_at=created, last_seen_at=created,
                       confirmed_at=created, ended_at=ended)


def throttle(key, started, until=None) -> Throttle:
    return Throttle(key=key, failures=3, window_started_at=started, blocked_until=until)


def answer(user, created) -> IdempotencyKey:
    return IdempotencyKey(user_id=user.id, key=str(created), body_hash="0" * 64, answer={}, created_at=created)


@pytest.fixture
def rows(db):
    user = f.UserFactory()
    kept = [
        session(user, ago(minutes=1)),  # living
        session(user, ago(days=29), ended=ago(days=29)),  # ended this month: the user may ask about it
        session(user, ago(days=40), ended=ago(days=29)),
        throttle("login:counting", ago(minutes=14)),
        throttle("letters:1:day", ago(hours=23)),  # some are counted by the day
        throttle("login:blocked", ago(minutes=29), until=NOW + dt.timedelta(minutes=1)),
        answer(user, ago(days=29)),
        f.PasskeyChallengeFactory(created_at=ago(minutes=4)),
    ]
    gone = [
        session(user, ago(days=31), ended=ago(days=31)),
        session(user, ago(days=31)),  # never signed out
        throttle("login:forgotten", ago(hours=25)),
        throttle("login:free again", ago(hours=26), until=ago(minutes=10)),
        answer(user, ago(days=31)),
        f.PasskeyChallengeFactory(created_at=ago(minutes=6)),
    ]
    db.add_all(kept + gone)
    db.commit()
    return kept


def left(db) -> set[tuple[type, int]]:
    models = (UserSession, Throttle, IdempotencyKey, PasskeyChallenge)
    return {(model, id) for model in models for id in db.scalars(sa.select(model.id))}


def test_clean_up_takes_only_what_has_served(db, rows):
    assert clean_up(NOW, LIFE) == Cleaned(sessions=2, failures=2, answers=1, questions=1)
    assert left(db) == {(type(row), row.id) for row in rows}
    assert clean_up(NOW, LIFE) == Cleaned(0, 0, 0), "a second run finds nothing"


def test_clean_up_runs_from_the_queue(app, db, database, rows):
    kept = {(type(row), row.id) for row in rows}
    gone = f.StudentFactory(user=f.UserFactory())
    f.MovementFactory(student=gone, kind=MovementKind.EXPULSION, effective_on=f.TODAY, to_group=None)
    db.commit()
    queue = jobs.queue_of(app)
    queue.storage.initialize_schema()  # a test before may have made the database anew under the application's queue
    try:
        tasks = {task.name.split(".")[-1]: task for task in queue._registry.periodic_tasks}
        assert set(tasks) == {
            "back_up",
            "check_journals",
            "clean_up",
            "close_months",
            "expire_debts",
            "make_due",
            "run_tasks",
            *(job.__name__ for _, _, job in reminders.DAILY),
            "send_due",
            "shut_out_expelled",
            "tell",
            "try_out",
        }
        assert set(tasks) <= set(TITLES), "the page of the system names every job"
        for name in sorted(tasks):  # a copy is made before it is tried out
            queue.enqueue(tasks[name])
        while queue.pending_count():
            with time_machine.travel(NOW, tick=False):  # a long run of the suite must not age the rows
                queue.execute(queue.dequeue())
        assert left(db) == kept
        db.expire_all()
        assert not gone.user.is_active
        runs = {run.name: run for run in db.scalars(sa.select(JobRun))}
        assert {name: run.message for name, run in runs.items() if not run.ok} == {}
        assert set(runs) == set(tasks)
        assert runs["try_out"].details["file"] == runs["back_up"].details["file"]
    finally:
        drop_queue(app)
        db.remove()
        database.rebuild()


@pytest.mark.parametrize(("moment", "due"), [
    ("2023-11-20T19:10:00", True),  # 02:10 in Barnaul
    ("2023-11-20T02:10:00", False), ("2023-11-20T19:11:00", False), ("2023-11-20T20:10:00", False),
])
def test_night_is_the_colleges_night(moment, due):
    """The queue hands over naive UTC."""
    assert jobs._daily(2, 10, ZoneInfo("Asia/Barnaul"))(dt.datetime.fromisoformat(moment)) is due
