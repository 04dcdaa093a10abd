"""Two hands press one button at one moment: one row, a refusal in words for the other, never an error of the server."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.utils import import_string

from access.identity import Identity
from actions import idempotency, inspections
from models import FileContent, Inspection, NumberSeries, Remark, UserRole
from models import db as database
from rules.terms import STAFF_ROLES, Role
from tests import factories as f
from tests.access.matrix import back_office, forms
from tests.access.matrix.families.inspections import NEW
from tests.access.matrix.stage import Person, Stage
from tests.access.matrix.world import World
from tests.hostile.hands import FILE, both, count, unread
from tests.plugins.web import Client
from views.once import ONCE

pytestmark = pytest.mark.timeout(600)
KEY = re.compile(r'name="once" value="([\w-]{20,})"')
ASKED = {"category": "other", "text": "Как распечатать журнал группы"}
DAYS = {"starts": "2023-10-16", "ends": "2023-10-16"}
WORDS = "Впишите темы"
FILLS = "inspections.remark"  # it writes into a row that the act has
# endpoint → who opens which page, where its form goes, with what, what it makes
MAKES: dict[str, tuple[str, str, str, dict[str, str], str]] = {
    "messages.reply": ("teacher", "/messages/{thread}", "/messages/{thread}", {"body": "Завтра"}, "message"),
    "messages.create": ("teacher", "/messages/new", "/messages/new", {
        "to": "{colleague}", "subject": "Журнал", "body": "Завтра"}, "thread"),
    "messages.announce": ("director", "/messages/announce", "/messages/announce", {
        "audience": "college", "subject": "Собрание", "body": "В пятницу"}, "thread"),
    "support.ask": ("teacher", "/support/", "/support/", ASKED, "support_request"),
    "periods.ask": ("teacher", "/journal/{journal}/reopening", "/journal/{journal}/reopening", {
        **DAYS, "reason": "Болезнь преподавателя"}, "reopening_request"),
    "inspections.begin": ("deputy_ood", "/control/inspections/new", "/control/inspections/new", {
        **NEW, "first": NEW["last"]}, "inspection"),
    "inspections.remark": ("deputy_ood", "/control/inspections/{begun}", "/control/inspections/{begun}/remarks", {
        "journal": "{journal}", "text": WORDS}, "remark"),
    "curator.note": ("curator", "/curator/absences/", "/curator/notes/", {
        "student": "{student}", "letter": "б", "document": "Справка", **DAYS}, "excuse_note"),
    "curator.add_parent": ("curator", "/curator/contacts/{student}", "/curator/contacts/{student}/parents", {
        "last_name": "Рунина", "first_name": "Ия", "relation": "mother", "phone": "8 913 212-34-56"}, "guardian"),
    "curator.ask": ("curator", "/curator/contacts/{student}", "/curator/contacts/{student}/requests", {
        "what": "last_name", "new_value": "Рунин"}, "change_request"),
    "reports.repeat": ("deputy_ood", "/reports/group?group={group}", "/reports/group/repeat", {
        "group": "{group}", "title": "Успеваемость", "repeats": "weekly"}, "saved_report"),
    "issued.order_set": ("deputy_ood", "/documents/", "/documents/sets", {"period": "{period}"}, "task"),
    "exchange.order": ("administrator", "/exchange/", "/exchange/", {
        "families": "reference", "format": "jsonl"}, "task"),
    "imports.upload": ("data_clerk", "/imports/new/students", "/imports/new/students", {
        FILE: "Фамилия;Имя;Отчество;Группа\nРунина;Ия;Львовна;{group}"}, "import_batch"),
    "issued.issue": ("curator", "/documents/new/transcript", "/documents/new/transcript", {
        "group": "{group}", "student": "{student}"}, "issued_document"),
}
PREPARED = (("inspections.begin", "jobs.control.look"), ("inspections.begin", "jobs.control.look"),  # and lets go
            ("issued.issue", "jobs.issuing.form_paper"))


def test_whatever_the_back_office_adds_is_added_once(app: Flask, db: Any, committed: World) -> None:
    """Every entity that has a form of a new row, whole and right, sent twice at once."""
    stage = Stage(app, committed, lambda *found: None)
    asked, faults = 0, list[str]()
    for view in back_office.views(app):
        role = next((role for role in Role if role in STAFF_ROLES
                     and back_office.Visit(Person(stage, role.value), view).right("C") != "none"), None)
        if role is None:
            continue
        person = Person(stage, role.value)
        visit = back_office.Visit(person, view)
        page = person.ask("GET", f"{visit.root}new/", 200)
        if page is None or page.status_code != 200:
            continue
        (key,) = KEY.findall(page.text)
        data = visit.filled(page, visit.own[0]) | forms.fresh(visit.table, committed, role.value) | {"once": key}
        before = count(visit.table)
        try:
            answers = both(app, committed, role.value, f"{visit.root}new/", data=data)
        except AssertionError as error:
            faults.append(str(error))
            continue
        added = count(visit.table) - before
        asked += 1
        if max(answers) >= 500 or added > 1 or (added and max(answers) > 303):  # the second is led where the first is
            faults.append(f"{visit.table}: {answers}, {added} rows added")
    print(f"twice at once: {asked} forms")
    assert not faults, "\n".join(faults)
    assert asked > 30


# what has a key of its own kind: who sends what where, what it makes
KEYED: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("parent", "/acknowledgements/{student}", {"data": {"week": "2023-11-13"}}, "acknowledgement"),
    ("student", "/me/consents", {"data": {"kind": "photo"}}, "consent"),
    ("teacher", "/admin/saved_filter/", {}, "saved_filter"),
    ("deputy_upr", "/control/periods/requests/{reopening_request}/grant",
     {"data": {"reason": "Ошибка при записи", "expires_on": "2023-11-24", "until": "2023-11-24"}}, "reopening_grant"),
    ("administrator", "/exchange/clients/", {"data": {"name": "Бухгалтерия", "scopes": ["groups"], "per_minute": "60",
                                                      "expires": "2024-06-30"}}, "api_client"),
)


def test_what_is_done_once_is_done_once(app: Flask, db: Any, committed: World) -> None:
    faults = []
    for who, path, sent, table in KEYED:
        before = count(table)
        answers = both(app, committed, who, path.format(**committed.ids), **sent)
        if max(answers) >= 500 or count(table) - before > 1:
            faults.append(f"{path}: {answers}, {count(table) - before} rows")
    assert not faults, "\n".join(faults)


def test_every_page_that_makes_something_has_a_key(app: Flask) -> None:
    assert {name for name, view in app.view_functions.items() if hasattr(view, ONCE)} == set(MAKES)


def opened(app: Flask, world: World, endpoint: str) -> tuple[Client, str, dict[str, str]]:
    """Who has the page of the form open, where it goes, what is typed in it with its key."""
    who, page, path, typed, _ = MAKES[endpoint]
    colleague = database.session.scalar(sa.select(UserRole.user_id).where(UserRole.role == Role.DIRECTOR))
    ids = {**world.ids, "thread": world.own["teacher"]["thread"][0], "colleague": colleague,
           "begun": database.session.scalar(sa.select(sa.func.max(Inspection.id)))}
    client = Client(app, app.response_class)
    client.set_cookie("sid", world.tokens[who])
    text = client.get(page.format(**ids)).text
    form = next((form for form in text.split("<form")[1:] if f'action="{path.format(**ids)}' in form), "")
    key = KEY.search(form.split("</form>")[0])
    assert key is not None, f"{endpoint}: no key on {page}"
    ids["period"] = (re.findall(r'<option value="([^"]+)"', form) or [""])[0]
    return client, path.format(**ids), {name: value.format(**ids) for name, value in typed.items()} | {"once": key[1]}


def test_a_page_makes_it_once(app: Flask, db: Any, committed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two presses at once; a third when the answer was lost; other words on the same page make another."""
    monkeypatch.setattr(inspections, "FRESH", 0)  # or whoever waits for the first is told that the base is busy
    faults = []
    for endpoint, (who, _, _, _, table) in MAKES.items():
        client, path, sent = opened(app, committed, endpoint)
        before = count(table)
        at_once = both(app, committed, who, path, data=sent)
        answers = [*at_once, client.post(path, **unread({"data": sent})).status_code]
        if (count(table) - before, max(answers)) != (endpoint != FILLS, 303):
            faults.append(f"{endpoint}: {answers}, {count(table) - before} rows")
    assert not faults, "\n".join(faults)
    assert database.session.scalars(sa.select(Remark.text).where(Remark.text.contains(WORDS))).all() == [WORDS]
    client = Client(app, app.response_class)
    client.set_cookie("sid", committed.tokens["teacher"])
    (key,) = KEY.findall(client.get("/support/").text)
    before = count("support_request")
    words = ("", "Не открывается журнал", "Не открывается журнал", "Не печатается журнал")
    said = [client.post("/support/", data={"category": "other", "text": text, "once": key}) for text in words]
    assert [answer.status_code for answer in said] == [422, 303, 303, 303]
    assert said[1].location == said[2].location
    assert count("support_request") - before == 2
    assert "второе нажатие ничего не добавило" in client.get("/support/").text


def test_what_is_pressed_again_while_it_is_prepared_is_made_once(
        app: Flask, db: Any, committed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its claim is let go meanwhile: the second press makes it, the first is led there and leaves no gap in numbers."""
    monkeypatch.setattr(inspections, "FRESH", 0)
    for endpoint, prepared in PREPARED:
        client, path, sent = opened(app, committed, endpoint)
        before = count(MAKES[endpoint][4])
        with monkeypatch.context() as patched:
            led = pressed_meanwhile(patched, prepared, lambda to=client, at=path, what=sent: to.post(at, data=what))
            answer = client.post(path, data=sent)
        assert (answer.status_code, led) == (303, [None, answer.location]), endpoint
        assert count(MAKES[endpoint][4]) - before == 1, endpoint
        monkeypatch.setattr(inspections, "number_after", lambda *anything: "7/23")  # from now on both read the same
    assert database.session.scalars(sa.select(NumberSeries.last).where(NumberSeries.kind == "transcript")).all() == [1]


def pressed_meanwhile(patched: pytest.MonkeyPatch, prepared: str, press: Callable[[], Any]) -> list[str | None]:
    """The first who prepares is overtaken by another press; where that one was led comes second in the list."""
    prepare, led = import_string(prepared), list[str | None]()

    def slow(*arguments: Any) -> Any:
        if not led:
            led.append(None)
            hand = threading.Thread(target=lambda: led.append(press().location))
            hand.start()
            hand.join()
        return prepare(*arguments)
    patched.setattr(prepared, slow)
    return led


def test_a_mended_file_of_the_same_name_and_length_is_another(db: Any, login: Any) -> None:
    """«Назад», and the sheet with one mark put right is sent from the same page."""
    client = login(Role.TEACHER)
    (key,) = KEY.findall(client.get("/support/").text)
    for content in (b"mark 4", b"mark 5", b"mark 5"):
        answer = client.post("/support/", data={**ASKED, "once": key, "files": [(io.BytesIO(content), "marks.txt")]},
                             content_type="multipart/form-data")
        assert answer.status_code == 303
    assert db.scalars(sa.select(FileContent.content).order_by(FileContent.id)).all() == [b"mark 4", b"mark 5"]
    assert count("support_request") == 2


def test_a_claim_rolled_back_on_the_way_is_taken_anew(db: Any) -> None:
    """Some acts let others write before they do themselves; somebody quicker under the same key is not overwritten."""
    user = Identity(f.UserFactory().id, frozenset(), f.NOW)
    db.commit()
    answer = {"location": "/made/1"}
    for _ in range(2):
        assert idempotency.claim(user, "k", f.NOW) is None
        db.rollback()
    idempotency.settle(user, "k", answer, f.NOW)
    db.commit()
    assert idempotency.claim(user, "k", f.NOW) == answer
    with pytest.raises(idempotency.Repeated):
        idempotency.settle(user, "k", {"location": "/made/2"}, f.NOW)
    db.rollback()
    stranger = Identity(f.UserFactory().id, frozenset(), f.NOW)
    assert idempotency.claim(stranger, "k", f.NOW) is None, "a key is its user's"
