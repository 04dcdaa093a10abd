"""The order of refusals: 405, sign-in, endpoint 403, object 404, CSRF 400, then 409 and 422."""

from __future__ import annotations

from typing import Any

import pytest

from rules.terms import Role
from tests.access.matrix.endpoints import cell
from tests.access.matrix.families import PAGES
from tests.access.matrix.stage import Person, Stage
from tests.access.matrix.world import ANONYMOUS

TEACHER, STUDENT, PARENT = Role.TEACHER.value, Role.STUDENT.value, Role.PARENT.value
FOREIGN_CELL = "/journal/{away_journal}/cells/{away_lesson}/{away_student}"
OWN_CELL = "/journal/{journal}/cells/{next_lesson}/{student}"
JSON = {"Accept": "application/json"}

CASES: list[tuple[str, str, str, str, int, dict[str, Any]]] = [
    ("a wrong method comes before sign-in", ANONYMOUS, "DELETE", "/journal/", 405, {}),
    ("so it does in the back office", ANONYMOUS, "PUT", "/admin/student/", 405, {}),
    ("the diary is only read", ANONYMOUS, "POST", "/diary/{student}", 405, {}),
    ("sign-in comes before everything else", ANONYMOUS, "POST", "/admin/student/delete/", 302, {}),
    ("a page that asks for JSON gets no page", ANONYMOUS, "GET", "/journal/", 401, {"headers": JSON}),
    ("a cell is saved by JSON", ANONYMOUS, "PUT", OWN_CELL, 401, {"json": cell("5", 0)}),
    ("an unknown address tells a visitor no more than it tells others", ANONYMOUS, "GET", "/nothing", 404, {}),
    ("the endpoint comes before the object", STUDENT, "POST", "/admin/student/edit/?id=999999999", 403, {}),
    ("and before the token", STUDENT, "POST", "/admin/mark/new/", 403, {}),
    ("and before the cell", PARENT, "PUT", FOREIGN_CELL, 403, {"json": cell("5", 0)}),
    ("the object comes before the token", TEACHER, "POST", "/admin/lesson/edit/?id={away_lesson}", 404, {}),
    ("of a deletion too", TEACHER, "POST", "/admin/lesson/delete/", 404, {"data": {"id": "{away_lesson}"}}),
    ("of a bulk act too", TEACHER, "POST", "/admin/final_mark/action/", 404,
     {"data": {"action": "publish", "rowid": "{away_final_mark}"}}),
    ("of a cell too", TEACHER, "PUT", FOREIGN_CELL, 404, {"json": cell("5", 0)}),
    ("of a lesson too", TEACHER, "POST", "/journal/{away_journal}/lessons/{away_lesson}/delete", 404, {}),
    ("of a diary too", PARENT, "POST", "/acknowledgements/{away_student}", 404, {}),
    ("of a session too", TEACHER, "POST", "/sessions/{foreign_session}/end", 404, {}),
    ("of a passkey too", TEACHER, "POST", "/second-factor/keys/{foreign_passkey}/remove", 404, {}),
    ("the token comes before what is typed", TEACHER, "POST", "/journal/{journal}/lessons/{lesson}", 400, {}),
    ("and in the back office", TEACHER, "POST", "/admin/lesson/edit/?id={lesson}", 400, {}),
    ("and before versions", TEACHER, "PUT", OWN_CELL, 400, {"json": cell("5", 77)}),
    ("and before signing out", TEACHER, "POST", "/logout", 400, {}),
    ("and before sign-in itself", ANONYMOUS, "POST", "/login", 400, {}),
    ("by a passkey too", ANONYMOUS, "POST", "/login/passkey", 400, {}),
    ("and before a question to it", ANONYMOUS, "POST", "/login/passkey/question", 400, {}),
    ("a stale version comes before a wrong value", TEACHER, "PUT", OWN_CELL, 409,
     {"json": cell("осв.", 77), "csrf": True}),
    ("and then the value", TEACHER, "PUT", OWN_CELL, 422, {"json": cell("осв.", 1), "csrf": True}),
]


@pytest.mark.parametrize(("reason", "who", "method", "path", "status", "sent"), CASES, ids=[case[0] for case in CASES])
def test_order_of_refusals(stage: Stage, reason: str, who: str, method: str, path: str, status: int,
                           sent: dict[str, Any]) -> None:
    person, ids = Person(stage, who), {
        **stage.world.ids, "foreign_session": stage.world.foreign[TEACHER]["user_session"][0],
        "foreign_passkey": stage.world.foreign[TEACHER]["passkey"][0]}
    asked: dict[str, Any] = {"csrf": False, **sent}
    if "data" in asked:
        asked["data"] = {name: value.format(**ids) for name, value in asked["data"].items()}
    with person.refused(reason):
        person.ask(method, path.format(**ids), status, **asked)
    person.finish()


def test_learners_write_only_what_is_theirs() -> None:
    """п. 5.8: own password, sessions, consents, acknowledgements, messages, requests; everything else only looks."""
    def lets(page: Any, role: Role) -> bool:
        answer = page.home(role, role.value)
        return isinstance(answer, tuple) or answer not in (403, 404)

    writing = {page.endpoint for page in PAGES for role in (Role.STUDENT, Role.PARENT)
               if page.method != "GET" and lets(page, role)}
    assert writing == {"activation.ask", "activation.enter", "auth.login_post", "auth.password_post", "auth.end_one",
                       "auth.end_all", "auth.logout", "auth.code_post", "recent.confirm",
                       "auth.ask_any_key", "auth.enter_by_key", "auth.ask_own_key", "auth.pass_by_key",
                       "acknowledgements.diary", "personal.give", "personal.revoke", "support.ask",
                       "messages.create", "messages.reply", "messages.report",
                       "notifications.read", "notifications.read_all", "notifications.save_settings",
                       "verify.compare"}  # looks whether a file is genuine and keeps nothing
