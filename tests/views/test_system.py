"""The page of the system's state: copies, the trial, what failed, to whom (п. 7.1, 9.6)."""

from __future__ import annotations

import datetime as dt

import pytest

from models import db as database
from operations import backup
from rules.terms import DeliveryState, Role
from tests import factories as f

NOW = dt.datetime(2023, 11, 20, 8, 0, tzinfo=dt.UTC)


def test_the_administrator_sees_copies_jobs_and_failures(app, db, login, count_queries):
    folder = app.extensions["settings"].backups
    folder.mkdir(parents=True, exist_ok=True)
    made = backup.create(database.engine, folder, NOW)
    f.JobRunFactory(name="back_up", message="journal.ejb: 1 МБ за 2 с")
    f.JobRunFactory(name="try_out", ok=False, message="Проверка целостности не пройдена")
    f.OutboxFactory(state=DeliveryState.FAILED, next_try_at=None)
    db.commit()
    client = login(Role.ADMINISTRATOR)
    with count_queries(at_most=7):
        page = client.get("/system/").text
    made.path.unlink()
    assert made.path.name in page
    assert "Проверка целостности не пройдена" in page
    assert f"{DeliveryState.FAILED.title}: 1" in page


def test_an_empty_system_says_what_will_be_there(login):
    page = login(Role.ADMINISTRATOR).get("/system/").text
    assert "Копий ещё не было" in page
    assert "Задания ещё не выполнялись" in page


@pytest.mark.parametrize(("role", "status"), [(Role.DIRECTOR, 200), (Role.TEACHER, 403), (Role.STUDENT, 403)])
def test_who_may_look(login, role, status):
    assert login(role).get("/system/").status_code == status
