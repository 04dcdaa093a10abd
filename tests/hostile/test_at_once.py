"""An ordinary double press on what stands there already: the first is saved, the second saved too or told in words."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError

from actions import inspections
from actions.audit.keyring import Keyring
from models import PersonKey
from models import db as database
from models.control import remark_finding
from models.engine import writing
from rules.terms import Audience, ThreadKind
from tests import factories as f
from tests.access.matrix.world import World
from tests.hostile.hands import at_once, both, count, meeting, met_before_writing
from tests.plugins.web import Client

pytestmark = pytest.mark.timeout(300)
WORDS = "Программу практики освоил"
# who presses what: one is saved, the other finds a row that has changed meanwhile
CHANGED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("deputy_upr", "/plan/{plan}/done", {"state": "done"}),
    ("administrator", "/support/{request}", {"state": "done", "answer": "Готово, проверьте"}),
    ("deputy_ood", "/control/inspections/{inspection}/remarks/{remark}", {"mended": "1"}),
    ("teacher", "/practice/{practice_journal}/sheets/{student}", {"version": "1", "characteristics": WORDS}),
    ("teacher", "/practice/{practice_journal}/sheets/{mate}", {"version": "0", "characteristics": WORDS}),  # the first
)


@pytest.mark.parametrize(("who", "path", "typed"), CHANGED, ids=[path for _, path, _ in CHANGED])
def test_of_two_changes_one_is_saved_and_one_is_told(
        app: Flask, db: Any, committed: World, who: str, path: str, typed: dict[str, str]) -> None:
    own = committed.own[who]
    ids = {**committed.ids, **{name: own[table][0] for name, table in (
        ("plan", "plan_event"), ("request", "support_request")) if own.get(table)}}
    before = count("audit_record")
    with met_before_writing():
        answers = both(app, committed, who, path.format(**ids), data=typed)
    postgres = db.get_bind().dialect.name == "postgresql"
    assert answers[0] in (302, 303)
    assert answers[1] == 409 if postgres else answers[1] in (302, 303, 422), answers
    assert count("audit_record") > before


def test_a_program_is_told_so_in_json(app: Flask, db: Any) -> None:
    with app.test_request_context("/plan/1/done", method="POST", headers={"Accept": "application/json"}):
        answer = app.make_response(app.handle_user_exception(StaleDataError()))
    assert answer.status_code == 409
    assert answer.json == {
        "message": "Уже изменено. Пока вы работали, здесь записали другое. Обновите страницу и сравните."}


# what may be done twice: both are told that it is done, it stands there once
ONCE: tuple[tuple[str, dict[str, Any], str, int], ...] = (
    ("/messages/{announcement}/acknowledge", {}, "acknowledgement", 1),
    ("/notifications/settings/", {"way": ["low_mark-email"]}, "notification_setting", 6),  # all else is switched off
)


@pytest.mark.parametrize(("path", "typed", "table", "made"), ONCE, ids=[one[0] for one in ONCE])
def test_what_may_be_done_twice_is_done_by_both(
        app: Flask, db: Any, committed: World, path: str, typed: dict[str, Any], table: str, made: int) -> None:
    announcement = f.ThreadFactory(kind=ThreadKind.ANNOUNCEMENT, audience=Audience.COLLEGE)
    before = count(table)
    with met_before_writing():
        answers = both(app, committed, "parent", path.format(announcement=announcement.id), data=typed)
    assert answers == [303, 303]
    assert count(table) - before == made


def test_findings_are_gathered_once(
        app: Flask, db: Any, committed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both hands have checked the journals; the second waits for the first and finds nothing new."""
    found, meet = inspections._open, meeting()
    monkeypatch.setattr(inspections, "_open", lambda *asked: (meet(), found(*asked))[1])
    path = "/control/inspections/{inspection}/findings".format(**committed.ids)
    assert both(app, committed, "deputy_ood", path, data={"first": "2023-11-01", "last": "2023-11-20"}) == [303, 303]
    told = db.scalars(sa.select(sa.func.count()).select_from(remark_finding).group_by(
        remark_finding.c.finding_id)).all()
    assert set(told) == {1}


def test_one_account_signs_in_on_two_devices_at_once(app: Flask, db: Any) -> None:
    """The journal of changes says nothing of it, and a form of the account that is open stays good."""
    user = f.UserFactory(login="ivanova")
    db.commit()
    version = user.row_version
    db.commit()

    def enter() -> int:
        client = Client(app, app.response_class)
        return int(client.post("/login", data={"login": "ivanova", "password": f.PASSWORD}).status_code)
    with met_before_writing():
        assert at_once("/login", enter, enter) == [302, 302]
    assert count("user_session") == 2
    db.refresh(user)
    assert (user.row_version, user.last_sign_in_at is not None) == (version, True)


def test_of_two_first_changes_about_a_person_both_use_one_key(app: Flask, db: Any) -> None:
    """Whoever comes second waits for the first and reads what it has made, a key destroyed before too."""
    person, gone = ("student", 1), ("guardian", 2)
    db.add(PersonKey(entity=gone[0], entity_id=gone[1], key=None))
    db.commit()
    first_has_made, sealed, opened = threading.Event(), list[bytes](), list[bytes]()

    def first() -> int:
        with app.app_context():
            ring = Keyring(database.session(), [person, gone])
            sealed.extend(ring.cipher(one).encrypt(b"Runova") for one in (person, gone))
            first_has_made.set()
            threading.Event().wait(0.5)  # never set: the second comes meanwhile
            database.session.commit()
        return 0

    def second() -> int:
        writing.set(True)
        first_has_made.wait(30)
        with app.app_context():
            ring = Keyring(database.session(), [person, gone])
            opened.extend(ring.cipher(one).decrypt(text) for one, text in zip((person, gone), sealed, strict=True))
            database.session.commit()
        return 0
    at_once("keys", first, second)
    assert opened == [b"Runova", b"Runova"]
