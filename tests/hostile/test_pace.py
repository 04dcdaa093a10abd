"""Exports and searches are counted for each person and for all workers; too many are 429 in Russian (ASVS 2.4.1)."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import sqlalchemy as sa
import time_machine

from config import Settings
from models import FileContent, Message, SupportRequest, Thread, Throttle
from rules.terms import Role
from tests import factories as f
from tests.hostile.crowd import as_one
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


# letters and questions: one counter for all of them

WORDS = "Слишком много писем и обращений подряд. Повторите через"


class Writer:
    """A student with a curator to write to, and what they have begun."""

    def __init__(self, login):
        group = f.GroupFactory()
        self.user = f.UserFactory(roles=(Role.STUDENT,))
        f.MembershipFactory(student=f.StudentFactory(user=self.user), group=group)
        self.curator = f.CuratorshipFactory(group=group).user
        self.client = login(self.user)

    def write(self, *files, **more):
        data = {"to": self.curator.id, "subject": "Вопрос", "body": "Добрый день", **more}
        return self._send("/messages/new", data, files)

    def ask(self, *files):
        return self._send("/support/", {"category": "other", "text": "Не открывается журнал"}, files)

    def _send(self, path, data, files):
        parts = [(io.BytesIO(content), "записка.txt") for content in files]
        return self.client.post(path, data={**data, "files": parts}, content_type="multipart/form-data")


@pytest.fixture
def writer(db, login):
    return Writer(login)


def test_letters_and_questions_have_a_pace(db, login, configure, writer):
    configure(letters_limit=3)
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        assert [writer.write().status_code, writer.ask().status_code] == [303, 303]
        thread = db.scalar(sa.select(Thread.id))
        assert writer.client.post(f"/messages/{thread}", data={"body": "И ещё"}).status_code == 303
        clock.shift(dt.timedelta(minutes=1))
        for answer in (writer.write(), writer.ask(),
                       writer.client.post(f"/messages/{thread}", data={"body": "Добрый день"})):
            assert (answer.status_code, answer.headers["Retry-After"]) == (429, str(14 * 60 + 1))
            assert f"{WORDS} 14 минут" in answer.text
            assert "Добрый день" in answer.text or "Не открывается журнал" in answer.text
        made = [db.scalar(sa.select(sa.func.count(model.id))) for model in (Thread, Message, SupportRequest)]
        assert made == [1, 2, 1]
        assert login(writer.curator).post(f"/messages/{thread}", data={"body": "Отвечаю"}).status_code == 303
        clock.shift(dt.timedelta(minutes=14, seconds=1))
        assert login(writer.user).post("/support/", data={
            "category": "other", "text": "Не открывается журнал"}).status_code == 303


def test_a_day_has_a_pace_too(db, configure, writer):
    configure(letters_limit=1, idle_minutes=120)
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        for _ in range(5):
            assert writer.write().status_code == 303
            clock.shift(dt.timedelta(minutes=16))
        answer = writer.write()
        assert answer.status_code == 429
        assert f"{WORDS} 24 часа" in answer.text


def test_the_disk_is_not_filled(db, configure, writer):
    """Whoever has sent enough still writes; what is refused, or is not to be attached, is not counted."""
    configure(letters_megabytes=1)
    third = [bytes([64 + number]) * 400_000 for number in range(5)]
    assert writer.write(b"MZ\x90\0" * 100_000).status_code == 422
    assert [writer.write(third[0]).status_code, writer.ask(third[1]).status_code] == [303, 303]
    assert writer.write(third[2]).status_code == 303, "one that begins under the limit is taken whole"
    answer = writer.write(third[3])
    assert answer.status_code == 429
    assert "Слишком много файлов подряд. Отправьте без файлов или повторите через 15 минут" in answer.text
    assert "Добрый день" in answer.text
    assert writer.ask(third[4]).status_code == 429
    assert [writer.write().status_code, writer.ask().status_code] == [303, 303]
    assert db.scalar(sa.select(sa.func.count()).select_from(FileContent)) == 3


def test_many_letters_at_once_are_as_many_as_in_turn(app, db, configure, writer):
    configure(letters_limit=3)
    to = {"to": writer.curator.id, "subject": "Вопрос", "body": "Добрый день"}
    assert as_one(writer.client, "/messages/new", to, app) == {303: 3, 429: 3}
    db.rollback()
    assert db.scalar(sa.select(sa.func.count()).select_from(Thread)) == 3


def test_a_refused_letter_counts_nothing(db, configure, writer):
    configure(letters_limit=1)
    assert [writer.write(body="").status_code for _ in range(3)] == [422, 422, 422]
    assert writer.write(to=f.UserFactory().id).status_code == 404
    assert writer.write().status_code == 303


def test_a_curator_writes_to_every_family(db, login, configure):
    """By hand, one after the other, twice; an announcement to all is one."""
    configure(letters_limit=Settings.model_fields["letters_limit"].default)
    group = f.GroupFactory()
    families = [f.GuardianshipFactory(student=f.MembershipFactory(group=group).student,
                                      guardian__user=f.UserFactory(roles=(Role.PARENT,))).guardian for _ in range(25)]
    client = login(f.CuratorshipFactory(group=group).user)
    for parent in [*families, *families]:
        assert client.post("/messages/new", data={"to": parent.user.id, "subject": "Успехи",
                                                  "body": "Добрый день"}).status_code == 303
