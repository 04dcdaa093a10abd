"""Two hosts on one PostgreSQL, two workers of one host on SQLite: nothing is kept in a process (ADR 22)."""

from __future__ import annotations

import datetime as dt
import io
import re
import threading
import zipfile

import pytest
import sqlalchemy as sa

import jobs
from actions.job_runs import Told, claim
from app import create_app
from models import JobRun, UserSession
from models import db as database_of_the_app
from rules.terms import Role
from tests import factories as f
from tests.plugins.web import Client, drop_queue

NOW = dt.datetime(2023, 11, 20, 8, 0, tzinfo=dt.UTC)
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def hosts(app, db, tmp_path):
    """Two applications that share the database; on SQLite their one host's folder too."""
    settings = app.extensions["settings"]
    if not settings.is_sqlite:
        settings = settings.model_copy(update={"instance": tmp_path / "other"})
    other = create_app(settings)
    yield app, other
    for host in (app, other):
        drop_queue(host)
    with other.app_context():
        database_of_the_app.engine.dispose()


def moved(browser: Client, host) -> Client:
    """The same browser, led to another host by the balancer."""
    made = Client(host, host.response_class)
    for name in ("sid", "page"):
        cookie = browser.get_cookie(name)
        if cookie is not None:
            made.set_cookie(name, cookie.value)
    return made


def test_signed_in_on_one_working_on_the_other(hosts, db):
    one, two = hosts
    lesson = f.LessonFactory()
    student = f.MembershipFactory(group=lesson.journal.group).student
    lesson.journal.teacher.login = "petrova"
    db.commit()
    browser = Client(one, one.response_class)
    token = TOKEN.search(browser.get("/login").text)[1]
    form = {"login": "petrova", "password": f.PASSWORD, "csrf_token": token}
    there = moved(browser, two)
    assert there.post("/login", data=form, csrf=False).status_code == 302, "a form of one host is taken by the other"
    here = moved(there, one)
    page = here.get(f"/journal/{lesson.journal_id}")
    there = moved(here, two)
    assert page.status_code == 200
    csrf = re.search(r'name="csrf-token" content="([^"]+)"', page.text)[1]
    saved = there.put(f"/journal/{lesson.journal_id}/cells/{lesson.id}/{student.id}", csrf=False,
                      json={"value": "5", "version": 0, "key": "k-1"}, headers={"X-CSRFToken": csrf})
    assert saved.status_code == 200
    again = moved(there, one).put(f"/journal/{lesson.journal_id}/cells/{lesson.id}/{student.id}",
                                  json={"value": "5", "version": 0, "key": "k-1"})
    assert (again.status_code, again.json) == (200, saved.json), "a repeat by its key has the first answer"
    moved(there, one).post("/logout")
    assert there.get("/journal/").status_code == 302
    db.expire_all()
    assert db.scalars(sa.select(UserSession)).one().ended_at is not None


def test_failures_of_sign_in_add_up(hosts, db):
    f.UserFactory(login="petrova")
    db.commit()
    browsers = [Client(host, host.response_class) for host in hosts]
    for number in range(5):
        browsers[number % 2].post("/login", data={"login": "petrova", "password": "мимо"})
    for browser in browsers:
        answer = browser.post("/login", data={"login": "petrova", "password": f.PASSWORD})
        assert answer.status_code != 302, "closed on both"


def test_ordered_on_one_done_by_the_other_and_downloaded_from_either(hosts, db):
    one, two = hosts
    f.MarkFactory()
    f.UserFactory(login="admin", roles=(Role.ADMINISTRATOR,))
    db.commit()
    browser = Client(one, one.response_class)
    browser.post("/login", data={"login": "admin", "password": f.PASSWORD})
    jobs.queue_of(two)
    ordered = browser.post("/exchange/", data={"families": ["marks"], "year": "2023", "format": "jsonl"})
    queue = jobs.queue_of(two)
    assert queue.pending_count() == 1
    queue.execute(queue.dequeue())
    for host in hosts:
        file = moved(browser, host).get(f"{ordered.location}/file")
        assert file.status_code == 200
        with zipfile.ZipFile(io.BytesIO(file.data)) as opened:
            assert opened.testzip() is None
            assert "manifest.json" in opened.namelist()


def test_every_hosts_clock_calls_and_one_comes(hosts, db):
    done: list[str] = []

    def nightly() -> Told:
        done.append(threading.current_thread().name)
        return Told("сделано")

    callers = [threading.Thread(target=jobs._run_once, args=(host, nightly, dt.timedelta(hours=1))) for host in hosts]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(60)
    assert len(done) == 1
    run = db.scalars(sa.select(JobRun)).one()
    assert (run.name, run.ok, run.message) == ("nightly", True, "сделано")


@pytest.mark.parametrize(("minutes", "mine"), [(0, False), (59, False), (60, True), (24 * 60, True)])
def test_a_job_begins_anew_only_after_its_time(db, minutes, mine):
    f.JobRunFactory(name="back_up", started_at=NOW)
    assert claim("back_up", dt.timedelta(hours=1), NOW + dt.timedelta(minutes=minutes)) is mine
