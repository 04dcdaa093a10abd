"""Two hands press one button at one moment: one row, a refusal in words for the other, never an error of the server."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from models import db as database
from models.engine import writing
from rules.terms import STAFF_ROLES, Role
from tests.access.matrix import back_office, forms
from tests.access.matrix.stage import Person, Stage
from tests.access.matrix.world import World, build
from tests.plugins.web import Client

pytestmark = pytest.mark.timeout(600)
# what a second press adds once more: nothing says that there is one such row
OFTEN = {"change_request", "message", "thread", "support_request", "guardian", "student", "enterprise", "plan_event",
         "remark", "public_document", "movement", "lesson_task", "homework", "work",
         "excuse_note", "mark",  # a cell holds several marks
         "reopening_grant", "college"}


@pytest.fixture
def committed(db: Any) -> World:
    token = writing.set(True)
    made = build()
    db.commit()
    writing.reset(token)
    return made


def both(app: Flask, world: World, who: str, path: str, **sent: Any) -> list[int]:
    """The statuses of one request sent twice at once, of one session."""
    gate, found, failed = threading.Barrier(2), list[int](), list[str]()
    first = Client(app, app.response_class)
    first.set_cookie("sid", world.tokens[who])
    token = first.csrf_token()
    page = first.get_cookie("page")
    assert page is not None

    def press() -> None:
        client = Client(app, app.response_class)
        client.set_cookie("sid", world.tokens[who])
        client.set_cookie("page", page.value)
        gate.wait()
        try:
            found.append(client.post(path, csrf=False, headers={"X-CSRFToken": token}, **sent).status_code)
        except Exception as error:
            failed.append(f"{path}: {type(error).__name__} {str(error)[:300]}")
    hands = [threading.Thread(target=press) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert not failed, failed
    return sorted(found)


def count(table: str) -> int:
    database.session.commit()
    return int(database.session.scalar(sa.select(sa.func.count()).select_from(database.metadata.tables[table])) or 0)


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
        data = visit.filled(page, visit.own[0]) | forms.fresh(visit.table, committed, role.value)
        before = count(visit.table)
        try:
            answers = both(app, committed, role.value, f"{visit.root}new/", data=data)
        except AssertionError as error:
            faults.append(str(error))
            continue
        added = count(visit.table) - before
        asked += 1
        if max(answers) >= 500 or added > (2 if visit.table in OFTEN else 1):
            faults.append(f"{visit.table}: {answers}, {added} rows added")
    print(f"twice at once: {asked} forms")
    assert not faults, "\n".join(faults)
    assert asked > 30


@pytest.mark.parametrize(("who", "path", "sent", "table"), [
    ("parent", "/acknowledgements/{student}", {"data": {"week": "2023-11-13"}}, "acknowledgement"),
    ("student", "/me/consents", {"data": {"kind": "photo"}}, "consent"),
    ("teacher", "/admin/saved_filter/", {}, "saved_filter"),
    ("deputy_upr", "/control/periods/requests/{reopening_request}/grant",
     {"data": {"reason": "Ошибка при записи", "expires_on": "2023-11-24", "until": "2023-11-24"}}, "reopening_grant"),
    ("administrator", "/exchange/clients/", {"data": {"name": "Бухгалтерия", "scopes": ["groups"], "per_minute": "60",
                                                      "expires": "2024-06-30"}}, "api_client"),
])
def test_what_is_done_once_is_done_once(app, db, committed, who, path, sent, table):
    before = count(table)
    answers = both(app, committed, who, path.format(**committed.ids), **sent)
    assert max(answers) < 500, answers
    assert count(table) - before <= 1, answers
