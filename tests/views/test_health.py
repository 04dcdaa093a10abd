"""What a load balancer is told: words per check, 503 when nobody should be sent here (п. 7.1, 9.6)."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest
import sqlalchemy as sa

from tests import factories as f
from views import health

GOOD = {"database": "ok", "schema": "ok", "jobs": "none", "disk": "ok"}


@pytest.fixture
def room(monkeypatch):
    """``room(free)``: a disk of a hundred gigabytes with so many bytes free."""
    def leave(free: int) -> None:
        monkeypatch.setattr(health.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**11, 0, free))
    leave(10**11)
    return leave


def test_alive_asks_nothing(client, count_queries):
    with count_queries(at_most=0):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_ready_when_all_is_well(client, room, count_queries):
    with count_queries(at_most=4):
        answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "checks": GOOD})


@pytest.mark.parametrize(("minutes", "word", "status"), [(0, "ok", "ok"), (4, "ok", "ok"), (6, "late", "warning")])
def test_a_silent_worker_is_told_and_pages_go_on(client, db, room, minutes, word, status):
    now = dt.datetime.now(dt.UTC)
    f.JobRunFactory(name="back_up", finished_at=now - dt.timedelta(hours=9))
    f.JobRunFactory(name="send_due", finished_at=now - dt.timedelta(minutes=minutes))
    db.commit()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (200, {"status": status, "checks": {**GOOD, "jobs": word}})


@pytest.mark.parametrize(("free", "word", "code"), [
    (10**10 + 1, "ok", 200), (10**10 - 1, "tight", 200), (health.FULL - 1, "full", 503),
])
def test_the_disk(client, room, free, word, code):
    room(free)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["checks"]["disk"]) == (code, word)


@pytest.mark.parametrize(("revision", "word", "code"), [
    ("0001", "behind", 503), (health.STEPS[-1], "ok", 200), ("9999", "newer", 200),
])
def test_an_older_schema_is_not_served_and_a_newer_one_is(client, db, database, room, revision, word, code):
    """While one version replaces another the schema is migrated first, and the old code goes on."""
    db.execute(sa.text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    db.commit()
    answer = client.get("/health/ready")
    db.remove()
    database.rebuild()
    assert (answer.status_code, answer.json["checks"]["schema"]) == (code, word)


def test_steps_are_those_of_the_migrations():
    from alembic.script import ScriptDirectory

    assert set(health.STEPS) == {one.revision for one in ScriptDirectory("migrations").walk_revisions()}
    assert ScriptDirectory("migrations").get_current_head() == health.STEPS[-1]


@pytest.mark.parametrize(("broken", "words"), [
    (("_database", "_schema", "_jobs"), {"database": "away", "schema": "absent", "jobs": "unknown"}),
    (("_schema",), {"schema": "absent"}),
])
def test_a_database_that_is_away_is_503_without_secrets(client, room, monkeypatch, broken, words):
    def refuse():
        raise sa.exc.OperationalError("SELECT 1", {}, Exception("password=hunter2 host=db"))

    for name in broken:
        monkeypatch.setattr(health, name, refuse)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (503, {"status": "unready", "checks": {**GOOD, **words}})
    assert "hunter2" not in answer.text
