"""Figures for Prometheus: what is counted, who may see it, that no label names a person (п. 9.1, 9.6)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from rules.terms import Role
from tests import factories as f
from tests.views.test_cells import body

TOKEN = "a-token-of-thirty-two-characters"


def figures(client, **options) -> dict[tuple, float]:
    """(name, labels) → value."""
    answer = client.get("/metrics", **options)
    assert answer.status_code == 200
    return {(one.name, *sorted(one.labels.items())): one.value
            for family in text_string_to_metric_families(answer.text) for one in family.samples}


def grown(before: dict, after: dict) -> dict[tuple, float]:
    return {key: value - before.get(key, 0) for key, value in after.items() if value != before.get(key, 0)}


def test_a_request_is_counted_by_its_rule(app, db, client, login):
    pupil = f.StudentFactory()
    teacher = login(Role.ADMINISTRATOR)
    before = figures(client)
    teacher.get(f"/diary/{pupil.id}?week=2023-11-20")
    client.open("/no/such/Петров", method="PROPFIND")
    found = grown(before, figures(client))
    rule = "/diary/<int:student_id>"
    assert found["journal_requests_total", ("method", "GET"), ("route", rule), ("status", "403")] == 1
    assert found["journal_requests_total", ("method", "-"), ("route", "-"), ("status", "404")] == 1
    assert found["journal_request_seconds_count", ("route", rule)] == 1
    assert found["journal_request_statements_sum", ("route", rule)] >= 1
    labels = {value for key in found for _, value in key[1:]}
    assert not [value for value in labels if re.search(r"[а-яё]|PROPFIND|2023", value)]


def test_saves_of_cells_by_what_came_of_them(db, client, login):
    lesson = f.LessonFactory()
    student = f.MembershipFactory(group=lesson.journal.group).student
    db.commit()
    teacher = login(lesson.journal.teacher)
    before = figures(client)
    place = f"/journal/{lesson.journal_id}/cells/{lesson.id}/{student.id}"
    codes = [teacher.put(place, json=body(value, version)).status_code
             for value, version in (("5", 0), ("4", 0), ("9", 1))]
    assert codes == [200, 409, 422]
    found = grown(before, figures(client))
    assert {key[1][1]: value for key, value in found.items() if key[0] == "journal_cell_saves_total"} == {
        "saved": 1, "stale": 1, "refused": 1}


def test_jobs_and_copies_have_an_age(db, client):
    now = dt.datetime.now(dt.UTC)
    f.JobRunFactory(name="back_up", succeeded_at=now - dt.timedelta(hours=30), ok=False)
    f.JobRunFactory(name="send_due", succeeded_at=now)
    f.JobRunFactory(name="tell", succeeded_at=None, ok=False)
    db.commit()
    found = figures(client)
    assert found["journal_database_up",] == 1
    assert 30 * 3600 <= found["journal_copy_age_seconds", ("kind", "backup")] < 31 * 3600
    assert found["journal_job_age_seconds", ("job", "send_due")] < 3600
    assert ("journal_job_age_seconds", ("job", "tell")) not in found
    failed = {key[1][1] for key, value in found.items() if key[0] == "journal_job_failed" and value}
    assert failed == {"back_up", "tell"}


@pytest.mark.one_engine  # words and addresses, no rows
@pytest.mark.parametrize(("address", "headers", "code"), [
    ("127.0.0.1", {}, 200),
    ("127.9.9.9", {}, 200),
    ("::1", {}, 200),
    ("10.0.0.5", {}, 404),
    ("127.0.0.1", {"X-Forwarded-For": "10.0.0.5"}, 404),  # nginx on this machine passes on whatever comes
    ("127.0.0.1", {"Via": "1.1 proxy"}, 404),
    ("10.0.0.5", {"X-Forwarded-For": "127.0.0.1"}, 404),
    ("10.0.0.5", {"Authorization": f"Bearer {TOKEN}"}, 200),
    ("127.0.0.1", {"X-Forwarded-For": "10.0.0.5", "Authorization": f"Bearer {TOKEN}"}, 200),
    ("10.0.0.5", {"Authorization": "Bearer wrong-ё"}, 404),
    ("10.0.0.5", {"Authorization": TOKEN}, 404),
    ("10.0.0.5", {"Authorization": "Bearer None"}, 404),
])
def test_only_the_machine_itself_or_the_token_sees_them(client, configure, address, headers, code):
    configure(metrics_token=TOKEN)
    answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == code
    assert ("journal_requests" in answer.text) is (code == 200)


def test_without_a_token_no_word_opens(client):
    answer = client.get("/metrics", headers={"Authorization": "Bearer None"},
                        environ_base={"REMOTE_ADDR": "10.0.0.5"})
    assert answer.status_code == 404


def test_under_gunicorn_the_workers_are_added_up(client, tmp_path, monkeypatch):
    """Files of two processes, as prometheus-client writes them."""
    from prometheus_client import Counter, values

    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    for number in (101, 102):
        monkeypatch.setattr(values, "ValueClass", values.MultiProcessValue(lambda number=number: number))
        monkeypatch.setattr("prometheus_client.metrics.values.ValueClass", values.ValueClass)
        made = Counter("journal_requests", "Requests answered", ["method", "route", "status"],
                       registry=CollectorRegistry())
        made.labels("GET", "/login", "200").inc(number)
    assert len(list(tmp_path.glob("counter_*.db"))) == 2
    found = figures(client)
    assert found["journal_requests_total", ("method", "GET"), ("route", "/login"), ("status", "200")] == 203
