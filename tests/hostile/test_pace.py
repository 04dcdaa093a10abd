"""Exports and searches are counted for each person and for all workers; too many are 429 in Russian (ASVS 2.4.1)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine

from models import Throttle
from rules.terms import Role
from tests import factories as f
from views import pace
from views.pace import TYPED

PAGES = [("/admin/student/export/csv/", "exports_limit", "Слишком много файлов"),
         ("/search?q=Иванова", "searches_limit", "Слишком много поисков")]


@pytest.mark.parametrize(("path", "limit", "words"), PAGES)
def test_too_many_are_refused_for_a_quarter_of_an_hour(db, login, configure, path, limit, words):
    configure(**{limit: 3})
    user, other = f.UserFactory(roles=(Role.DIRECTOR,)), f.UserFactory(roles=(Role.DIRECTOR,))
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        first, second = login(user), login(user)  # two devices, two workers: one counter
        assert [client.get(path).status_code for client in (first, second, first)] == [200] * 3
        refused = second.get(path)
        assert refused.status_code == 429
        assert words in refused.text
        assert "Повторите через 15 минут" in refused.text
        assert 0 < int(refused.headers["Retry-After"]) <= 900
        assert login(other).get(path).status_code == 200, "another's door stays open"
        assert second.get("/").status_code in (200, 302), "other pages stay open"
        clock.shift(dt.timedelta(minutes=15, seconds=1))
        assert login(user).get(path).status_code == 200


TYPED_PAGES = ("/admin/membership/ajax/lookup/?name=student&query={}",
               "/admin/membership/ajax/lookup/?name=record:student&query={}",
               "/admin/student/?search={}")


@pytest.mark.parametrize("path", TYPED_PAGES)
def test_nobody_walks_the_names_by_alphabet(db, login, configure, monkeypatch, path):
    """What is asked with every keystroke is written down one time in twenty, as twenty."""
    configure(searches_limit=60)
    monkeypatch.setattr(pace, "is_counted", lambda each: each == TYPED)
    client = login(user := f.UserFactory(roles=(Role.DATA_CLERK,)))
    assert [client.get(path.format(letter)).status_code for letter in "абвгд"] == [200, 200, 200, 429, 429]
    refused = login(user).get(path.format("е"))
    assert "Слишком много поисков" in refused.text
    assert client.get("/admin/student/").status_code == 200, "lists without a search stay open"
    assert client.get("/search?q=Ив").status_code == 429, "one counter for all ways"


def test_many_names_at_once_are_many_looks(db, login, configure, monkeypatch):
    configure(searches_limit=100)
    monkeypatch.setattr(pace, "is_counted", lambda each: True)
    client, path = login(Role.DATA_CLERK), TYPED_PAGES[0].format("а")
    assert [client.get(f"{path}&limit=50").status_code for _ in range(2)] == [200, 429]
    assert login(Role.DATA_CLERK).get(f"{path}&offset=201").json == [], "nobody scrolls so far"


def test_a_keystroke_writes_nothing(db, login, monkeypatch):
    client, path = login(Role.DATA_CLERK), TYPED_PAGES[0].format("а")
    asked = []
    for counted in (False, True):
        monkeypatch.setattr(pace, "is_counted", lambda each, counted=counted: counted)
        client.get(path)
        db.rollback()
        asked.append(db.scalar(sa.select(sa.func.coalesce(sa.func.sum(Throttle.failures), 0))))
    assert asked == [0, TYPED]


def test_a_part_of_a_file_is_the_whole_one(db, login, configure):
    """Otherwise the answer is 206, which nobody counts: files without end."""
    configure(exports_limit=2)
    client, part = login(Role.DIRECTOR), {"Range": "bytes=0-"}
    paths = ("/admin/student/export/xlsx/", f"/journal/{f.JournalFactory().id}/print.xlsx",
             "/admin/student/export/csv/")
    assert [client.get(path, headers=part).status_code for path in paths] == [200, 200, 429]


def test_json_is_refused_in_json(db, login, configure):
    configure(searches_limit=1)
    client = login(Role.TEACHER)
    asked = {"headers": {"Accept": "application/json"}}
    assert client.get("/search?q=Ив", **asked).status_code == 200
    assert client.get("/search?q=Ив", **asked).json["message"].startswith("Слишком много поисков подряд")


def test_a_refused_export_counts_nothing(db, login, configure):
    """Whoever may not take a file out does not close his own door by asking."""
    configure(exports_limit=1)
    client = login(Role.TEACHER)
    for _ in range(3):
        assert client.get("/admin/student/export/exe/").status_code == 404
    assert db.scalar(sa.select(sa.func.count()).select_from(Throttle)) == 0
