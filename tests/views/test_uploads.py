"""Every door that takes a file asks the antivirus: what it refuses, or cannot judge, is not taken (ASVS 5.4.3)."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from gateways import antivirus
from models import Attachment, FileContent, IdempotencyKey, ImportBatch, Message, Student, SupportRequest, Syllabus
from models import db as database
from rules.terms import Role
from tests import factories as f
from tests.antivirus import EICAR, NAME, PATIENCE, Daemon, clamd
from tests.lookalikes import STUDENT_COLUMNS, grid, student_rows, table_csv
from tests.views.test_messages import Side
from tests.views.test_metrics import figures, grown
from tests.views.test_syllabus import CSV
from views import messages, support

KEPT = (Attachment, FileContent, ImportBatch, Message, SupportRequest, Syllabus, Student, IdempotencyKey)
WORDS = "Слова, которые не должны пропасть"
TEXT = "Вложение простыми словами".encode()
ONCE = "0123456789abcdefghijkl"


def sent(path: str, field: str, name: str, **data: Any) -> Callable[..., Any]:
    """The form of a door as a browser sends it; a content may be several files."""
    def send(client: Any, *contents: bytes) -> Any:
        files = [FileStorage(io.BytesIO(content), name) for content in contents]
        boundary, body = encode_multipart({**data, field: files})  # the client itself leaves a large one open on disk
        return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    return send


# endpoint → who, what is sent there, a file that it takes, what was typed and must stay
def asking(db: Any) -> Any:
    return SimpleNamespace(user=f.UserFactory(roles=(Role.TEACHER,)), good=TEXT, typed=WORDS, send=sent(
        "/support/", "files", "снимок.txt", category="journal", text=WORDS, page="/journal/", once=ONCE))


def beginning(db: Any) -> Any:
    home = Side("ИС-21", "Рунова")
    return SimpleNamespace(user=home.parent, good=TEXT, typed=WORDS, send=sent(
        "/messages/new", "files", "письмо.txt", to=[home.teacher.id], subject=WORDS, body="Добрый день", once=ONCE))


def announcing(db: Any) -> Any:
    home = Side("ИС-21", "Рунова")
    return SimpleNamespace(user=home.curator, good=TEXT, typed=WORDS, send=sent(
        "/messages/announce", "files", "порядок.txt", audience="group", group=home.group.id, subject=WORDS,
        body="В 18:00", once=ONCE))


def replying(db: Any) -> Any:
    home = Side("ИС-21", "Рунова")
    thread = f.ThreadFactory(author=home.teacher)
    for user in (home.parent, home.teacher):
        f.ParticipantFactory(thread=thread, user=user)
    return SimpleNamespace(user=home.parent, good=TEXT, typed=WORDS, send=sent(
        f"/messages/{thread.id}", "files", "ответ.txt", body=WORDS, once=ONCE))


def loading(db: Any) -> Any:
    f.GroupFactory(name="ИС-231", admission_year=2023)
    data = table_csv(grid(student_rows(2), STUDENT_COLUMNS))
    return SimpleNamespace(user=f.UserFactory(roles=(Role.DATA_CLERK,)), good=data, typed="Проверить файл", send=sent(
        "/imports/new/students", "file", "студенты.csv", update="1", once=ONCE))


def planning(db: Any) -> Any:
    journal = f.JournalFactory(teacher=f.TeacherFactory(), planned_hours=6, syllabus=None)
    return SimpleNamespace(user=journal.teacher, good=CSV.encode("cp1251"), typed="Загрузить план", send=sent(
        f"/syllabus/journal/{journal.id}", "file", "план.csv"))


DOORS = {"support.ask": asking, "messages.create": beginning, "messages.announce": announcing,
         "messages.reply": replying, "imports.upload": loading, "syllabus.begin": planning}


@pytest.fixture
def daemon(configure, tmp_path, monkeypatch) -> Iterator[Daemon]:
    monkeypatch.setattr(antivirus, "SCAN", PATIENCE)
    monkeypatch.setattr(antivirus, "GLANCE", PATIENCE)
    with clamd(tmp_path) as made:
        configure(clamd=made.address)
        yield made


@pytest.fixture(params=DOORS)
def door(request, db) -> Any:
    made = DOORS[request.param](db)
    db.commit()
    return made


def rows(db: Any) -> dict[str, int]:
    db.rollback()
    return {kind.__name__: db.scalar(sa.select(sa.func.count()).select_from(kind)) for kind in KEPT}


@pytest.mark.one_engine
def test_every_door_is_here(app):
    assert {name for name, view in app.view_functions.items() if view.policy.files} == set(DOORS)


def test_without_the_setting_nobody_is_asked(db, login, door, monkeypatch):
    monkeypatch.setattr(antivirus.Clamd, "scan", lambda *given: pytest.fail("asked"))
    assert door.send(login(door.user), door.good).status_code == 303


def test_a_clean_file_comes_in_whole(db, login, door, daemon):
    before = rows(db)
    assert door.send(login(door.user), door.good).status_code == 303
    assert daemon.scanned == [door.good]
    assert rows(db) != before
    assert rows(db)["FileContent"] == (door.good is TEXT)


def test_an_infected_file_is_refused_and_nothing_is_kept(db, client, login, door, daemon, lines):
    before, counted = rows(db), figures(client)
    answer = door.send(login(door.user), door.good + EICAR)
    page = answer.text.replace("\u00a0", " ")
    assert answer.status_code == 422
    assert f"антивирус нашёл в нём «{NAME}»" in page
    assert "скажите администратору журнала" in page
    assert door.typed in page, "what was typed stays"
    assert rows(db) == before
    assert grown(counted, figures(client))["journal_upload_refused_total", ("why", "infected")] == 1
    line = next(line for line in lines() if line["event"] == "upload refused")
    assert (line["why"], line["found"], line["user"]) == ("infected", NAME, door.user.id)
    assert ".txt" not in str(line) and ".csv" not in str(line), "a file's name may name people"
    assert door.send(login(door.user), door.good).status_code == 303, "the key of the form was given back"


ILL = {
    "silent": ({"silent": True}, "антивирус сейчас не отвечает", "unscanned"),
    "garbage": ({"says": b"stream: OK\n"}, "антивирус сейчас не отвечает", "unscanned"),
    "error": ({"says": b"stream: Can't allocate memory ERROR\0"}, "антивирус сейчас не отвечает", "unscanned"),
    "stops": ({"stops_after": 1}, "антивирус сейчас не отвечает", "unscanned"),
    "too large": ({"largest": 10}, "больше, чем проверяет антивирус", "too_large"),
}


@pytest.mark.parametrize(("ill", "words", "why"), ILL.values(), ids=ILL)
def test_a_file_that_nobody_has_judged_is_not_taken(db, login, door, daemon, lines, ill, words, why):
    before = rows(db)
    vars(daemon).update(ill)
    answer = door.send(login(door.user), door.good)
    assert answer.status_code == 422
    assert words in answer.text
    assert door.typed in answer.text
    assert rows(db) == before
    assert [line["why"] for line in lines() if line["event"] == "upload refused"] == [why]


def test_nobody_listens(db, login, configure, door, tmp_path):
    before = rows(db)
    configure(clamd=f"unix:{tmp_path}/nobody.ctl")
    answer = door.send(login(door.user), door.good)
    assert (answer.status_code, "антивирус сейчас не отвечает" in answer.text) == (422, True)
    assert rows(db) == before


def test_one_bad_file_of_several_spoils_all(db, login, daemon):
    made = asking(db)
    before = rows(db)
    assert made.send(login(made.user), TEXT, TEXT * 20_000 + EICAR, TEXT).status_code == 422
    assert len(daemon.scanned) == 2, "the first decides"
    assert rows(db) == before


def test_more_files_than_a_form_may_carry_are_not_looked_at(db, login, daemon):
    """A thousand small ones would hold a thread of the server as long as the daemon takes."""
    made = asking(db)
    before = rows(db)
    answer = made.send(login(made.user), *[TEXT] * 6)
    assert (answer.status_code, daemon.scanned) == (422, [])
    assert "не больше 5 файлов" in answer.text.replace("\u00a0", " ")
    assert WORDS in answer.text
    assert rows(db) == before


def test_a_form_without_files_asks_nobody(db, login, daemon):
    made = asking(db)
    daemon.silent = True
    client = login(made.user)
    assert client.post("/support/", data={"category": "journal", "text": WORDS, "files": (io.BytesIO(), "")},
                       content_type="multipart/form-data").status_code == 303
    assert daemon.scanned == []


def test_whoever_may_not_send_does_not_trouble_the_daemon(db, client, login, daemon):
    home = Side("ИС-21", "Рунова")
    thread = f.ThreadFactory(author=home.parent)
    stranger = login(Role.PARENT)
    files = {"files": (io.BytesIO(TEXT), "a.txt")}
    tries = [(client, "/support/", 302, {}), (login(Role.STUDENT), "/imports/new/students", 403, {}),
             (stranger, f"/messages/{thread.id}", 404, {}), (login(Role.TEACHER), "/support/", 400, {"csrf": False})]
    for who, path, status, more in tries:
        answer = who.post(path, data={**files, "files": (io.BytesIO(TEXT), "a.txt")},
                          content_type="multipart/form-data", **more)
        assert answer.status_code == status
    assert daemon.scanned == []


def test_nothing_is_held_while_the_daemon_looks(db, login, door, daemon):
    """Neither a connection of the pool nor SQLite's only write lock: others save meanwhile."""
    engine, seen = database.engine, []

    def look() -> None:
        seen.append(engine.pool.checkedout())
        if engine.dialect.name == "sqlite":
            with sqlite3.connect(engine.url.database, timeout=0, isolation_level=None) as another:
                another.execute("BEGIN IMMEDIATE")
                another.execute("ROLLBACK")
            another.close()
        seen.append("free")
    daemon.asked = look
    assert door.send(login(door.user), door.good).status_code == 303
    assert seen == [0, "free"]


@pytest.mark.parametrize(("change", "status"), [
    ("UPDATE user_session SET ended_at = created_at", 302), ("DELETE FROM user_role", 403),
    ("DELETE FROM participant", 404),
], ids=["session", "role", "object"])
def test_the_gate_is_passed_anew_after_the_wait(db, login, daemon, change, status):
    """Signed out, without the role, out of the conversation while the daemon looked: the file is not taken."""
    made, engine = replying(db), database.engine
    client = login(made.user)
    db.commit()
    before = rows(db)

    def meanwhile() -> None:
        with engine.begin() as connection:
            connection.execute(sa.text(change))
    daemon.asked = meanwhile
    assert made.send(client, TEXT).status_code == status
    assert len(daemon.scanned) == 1
    assert rows(db) == before


@pytest.mark.parametrize("module", [support, messages])
def test_a_view_gets_no_file_that_was_not_judged(app, db, login, daemon, monkeypatch, module):
    """Should the look before the view be lost one day, files are refused, not taken."""
    made = asking(db) if module is support else beginning(db)
    monkeypatch.setitem(app.before_request_funcs, None, [
        step for step in app.before_request_funcs[None] if step.__module__ != "views.uploads"])
    answer = made.send(login(made.user), TEXT)
    assert (answer.status_code, daemon.scanned) == (422, [])


def test_a_view_that_has_not_said_it_takes_files_gets_none(app, db, login, monkeypatch):
    made = asking(db)
    view = app.view_functions["support.ask"]
    monkeypatch.setattr(view, "policy", view.policy.__class__(**{**vars(view.policy), "files": False}))
    with pytest.raises(RuntimeError, match=r"support\.ask takes files"):
        made.send(login(made.user), TEXT)


@pytest.mark.parametrize(("silent", "word", "status"), [(False, "ok", "ok"), (True, "silent", "warning")])
def test_whether_it_answers_is_told(db, client, login, daemon, silent, word, status):
    """A silent one is a warning, not 503: pages go on; the page of the system says what it means."""
    daemon.silent = silent
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["checks"]["antivirus"]) == (200, word)
    assert answer.json["status"] in {status, "warning"}  # the disk of this machine may be tight
    page = login(Role.ADMINISTRATOR).get("/system/").text
    assert ("файлы не принимаются" if silent else "ClamAV 1.4.3/27830") in page


def test_where_none_is_set_nothing_is_told(client, login):
    assert "antivirus" not in client.get("/health/ready").json["checks"]
    assert "не задан (JOURNAL_CLAMD)" in login(Role.ADMINISTRATOR).get("/system/").text
