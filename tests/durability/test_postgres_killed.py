"""PostgreSQL dies under the journal: killed among acknowledged saves, stopped in the middle of one (п. 7.1)."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import psycopg
import pytest
import sqlalchemy as sa

from app import create_app
from cli.migrations import upgrade
from config import DEMO_NOW, Settings
from models import db as database_of_the_app
from tests.durability.conftest import build_college
from tools.soak.killing import kill_again_and_again
from tools.soak.person import Save
from tools.soak.postgres import postgres
from tools.soak.proof import judge
from tools.soak.web import web

ROUNDS = 10
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A server of its own with a college, whatever engine the other tests are on, and the journal's workers."""
    folder = tmp_path_factory.mktemp("killed")
    with postgres() as server:
        settings = Settings(database_url=server.address, demo=True, now_text=DEMO_NOW, testing=True,
                            password_memory=8, instance=folder)
        made = create_app(settings)
        with made.app_context():
            upgrade()
            college = build_college(database_of_the_app.session)
            database_of_the_app.session.remove()
            database_of_the_app.engine.dispose()
        with web(folder / "web.log", **settings.model_dump() | {"testing": False}) as workers:
            workers.start()
            yield SimpleNamespace(app=made, server=server, workers=workers, college=college)


def judged(running, saves):
    with running.app.app_context():
        verdict = judge(database_of_the_app.session(), saves)
        database_of_the_app.session.remove()
        database_of_the_app.engine.dispose()
    return verdict


def test_a_request_cut_in_the_middle_is_refused_whole(running, everybody):
    """The workers are the same before, during and after: nobody restarts them."""
    (person, cells), *_ = everybody(running.college, running.workers.port)
    save, answers, pids = Save(cells[0], "5", 0), [], running.workers.workers()
    with psycopg.connect(running.server.address) as other:
        other.execute("LOCK TABLE idempotency_key IN SHARE MODE")  # cell, mark and audit are written, the commit is not
        asking = threading.Thread(target=lambda: answers.append(person.put(save)))
        asking.start()
        while not other.execute(WAITS).fetchone()[0]:
            time.sleep(0.01)
        running.server.stop()
        asking.join(30)
        other.close()
    started = time.monotonic()
    page = person.get("/journal/")
    assert time.monotonic() - started < 10, "nobody waits for a server that is not there"
    assert [answer.status for answer in (*answers, page, person.put(save))] == [503, 503, 503]
    assert "временно недоступен" in answers[0].json["message"]
    assert "Журнал временно недоступен" in page.text and "<html lang=\"ru\">" in page.text
    running.server.start()
    assert person.save(save).answer["version"] == 1
    assert running.workers.workers() == pids
    verdict = judged(running, [save])
    assert verdict.faults == () and verdict.remembered == 0


def test_a_connection_that_the_server_has_ended_is_replaced_before_it_is_used(running):
    """All that wait in the pool are ended, as by a restart between two pages: the next page notices nothing."""
    with running.app.app_context():
        engine = database_of_the_app.engine
        with engine.connect() as one, engine.connect() as another:
            ended = {each.scalar(sa.text("SELECT pg_backend_pid()")) for each in (one, another)}
        with psycopg.connect(running.server.address, autocommit=True) as other:
            for pid in ended:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        with engine.connect() as one, engine.connect() as another:
            living = {each.scalar(sa.text("SELECT pg_backend_pid()")) for each in (one, another)}
        with engine.connect() as one:
            one.connection.dbapi_connection.close()  # past the pool, as a broken answer does
        with engine.connect() as one:
            assert one.scalar(sa.text("SELECT 1")) == 1
        engine.dispose()
    assert len(living) == 2
    assert not living & ended


def test_no_acknowledged_save_is_lost_halved_or_doubled(running, everybody):
    people = [(person, cells[1:]) for person, cells in everybody(running.college, running.workers.port)]
    saves = kill_again_and_again(people, ROUNDS, running.server.kill, running.server.start)
    assert judged(running, saves).faults == ()
    assert sum(bool(save.lost) for save in saves) >= ROUNDS
