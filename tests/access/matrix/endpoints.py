"""What each page answers to whom, by the specification; an endpoint that no table names fails the matrix."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rules.terms import STAFF_ROLES, Role
from tests.access.matrix.specification import scope
from tests.access.matrix.world import SUBSTITUTE

FAMILY = frozenset({Role.STUDENT, Role.PARENT})
Answer = int | tuple[int, ...]
Who = Callable[[Role | None, str], Answer]
OPEN = (200, 302)


@dataclass(frozen=True)
class Page:
    """Whom the endpoint answers how: ``home`` with the objects of home, ``away`` with foreign ones."""

    endpoint: str
    method: str
    path: str  # with the world's ids: /journal/{journal}
    home: Who
    foreign: str = ""
    away: Who | None = None
    send: Callable[[], dict[str, Any]] = field(default=dict)
    counts: bool = False  # a refusal is counted in the database


def anybody(answer: Answer = 200) -> Who:
    return lambda role, who: answer


def signed_in(answer: Answer = 200, nobody: Answer = 302) -> Who:
    return lambda role, who: nobody if role is None else answer


def only(*roles: Role, answer: Answer = 200) -> Who:
    return lambda role, who: 302 if role is None else answer if role in roles else 403


def may(verb: str, table: str, answer: Answer = 200, nobody: Answer = 302) -> Who:
    """Open to whoever has the verb on any row."""
    return lambda role, who: nobody if role is None else answer if scope(role, table, verb) != "none" else 403


def foreign(verb: str, table: str, answer: Answer = 200, nobody: Answer = 302) -> Who:
    """The same endpoint with another's object: 404 to those whose right is on their own rows."""
    def asked(role: Role | None, who: str) -> Answer:
        if role is None:
            return nobody
        return {"all": answer, "own": 404, "none": 403}[scope(role, table, verb)]
    return asked


def writers(answer: Answer, *roles: Role, nobody: Answer = 302, substitute: Answer = 0) -> Who:
    """Those who write into home's journal; a substitute only into the lesson given to them."""
    def asked(role: Role | None, who: str) -> Answer:
        if role is None:
            return nobody
        return substitute or answer if who == SUBSTITUTE else answer if role in roles else 403
    return asked


def of_practice(role: Role | None, who: str) -> Answer:
    """The practice of home: a substitute has another journal."""
    return 404 if who == SUBSTITUTE else may("R", "journal")(role, who)


def cell(value: str, version: int, **more: str) -> dict[str, Any]:
    return {"value": value, "version": version, "key": str(uuid.uuid4()), **more}


PAGES: tuple[Page, ...] = (
    Page("health.live", "GET", "/health/live", anybody()),
    Page("health.ready", "GET", "/health/ready", anybody()),
    Page("static", "GET", "/static/css/app.css", anybody((200, 404))),
    Page("admin.static", "GET", "/admin/static/admin/js/form.js", anybody((200, 404))),
    Page("auth.login", "GET", "/login", lambda role, who: 200 if role is None else 302),
    Page("auth.login_post", "POST", "/login", anybody(401), send=lambda: {"data": {"login": "nobody", "password": "x"}},
         counts=True),
    Page("auth.password", "GET", "/password", signed_in()),
    Page("auth.password_post", "POST", "/password", signed_in(422), send=lambda: {"data": {"current": "wrong"}}),
    Page("auth.sessions", "GET", "/sessions", signed_in()),
    Page("auth.end_one", "POST", "/sessions/{own_session}/end", signed_in(302), "/sessions/{foreign_session}/end",
         signed_in(404)),
    Page("auth.end_all", "POST", "/sessions/end-all", signed_in(302)),
    Page("auth.logout", "POST", "/logout", signed_in(302)),
    Page("home.index", "GET", "/", signed_in(OPEN)),
    Page("admin.index", "GET", "/admin/", only(*STAFF_ROLES)),
    Page("journal.index", "GET", "/journal/", may("R", "journal")),
    Page("journal.show", "GET", "/journal/{practice_journal}", of_practice,
         "/journal/{away_journal}", foreign("R", "journal")),
    Page("journal.show", "GET", "/journal/{journal}",
         lambda role, who: 404 if role is Role.SENIOR_MASTER else may("R", "journal")(role, who)),
    Page("journal.show", "GET", "/journal/{sports_journal}",  # п. 6.8: the teacher meets no medical group
         lambda role, who: 404 if role is Role.SENIOR_MASTER else of_practice(role, who)),
    Page("documents.print_journal", "GET", "/journal/{practice_journal}/print.csv", of_practice,
         "/journal/{away_journal}/print.csv", foreign("R", "journal")),
    Page("journals_setup.setup", "GET", "/journals/setup?group={group}", may("C", "journal"),
         "/journals/setup?group={away_group}", may("C", "journal")),
    Page("journals_setup.create", "POST", "/journals/setup?group={group}", may("C", "journal", 422)),
    Page("journal.save_cell", "PUT", "/journal/{journal}/cells/{next_lesson}/{student}",
         writers(200, Role.TEACHER, Role.CURATOR, nobody=401, substitute=404),
         "/journal/{away_journal}/cells/{away_next_lesson}/{away_student}",
         writers(404, Role.TEACHER, Role.CURATOR, nobody=401), send=lambda: {"json": cell("у", 1)}),
    Page("journal.save_cell", "PUT", "/journal/{journal}/cells/{substituted_next_lesson}/{student}",
         writers(200, Role.TEACHER, Role.CURATOR, nobody=401),
         "/journal/{journal}/cells/{lesson}/{away_student}",
         writers(404, Role.TEACHER, Role.CURATOR, nobody=401), send=lambda: {"json": cell("у", 1)}),
    Page("journal.save_cell", "PUT", "/journal/{journal}/cells/{lesson}/{student}",  # a mark is the teacher's alone
         lambda role, who: 401 if role is None else 404 if who == SUBSTITUTE
         else {Role.TEACHER: 200, Role.CURATOR: (403, 404, 422)}.get(role, 403),
         send=lambda: {"json": cell("4", 1, reason="описка")}),
    Page("lesson.new", "GET", "/journal/{journal}/lessons/new", writers(200, Role.TEACHER),
         "/journal/{away_journal}/lessons/new", writers(404, Role.TEACHER)),
    Page("lesson.create", "POST", "/journal/{journal}/lessons/new", writers(422, Role.TEACHER),
         "/journal/{away_journal}/lessons/new", writers(404, Role.TEACHER)),
    Page("lesson.edit", "GET", "/journal/{journal}/lessons/{lesson}", writers(200, Role.TEACHER, substitute=404),
         "/journal/{away_journal}/lessons/{away_lesson}", writers(404, Role.TEACHER)),
    Page("lesson.edit", "GET", "/journal/{journal}/lessons/{substituted_lesson}", writers(200, Role.TEACHER),
         "/journal/{away_journal}/lessons/{lesson}", writers(404, Role.TEACHER)),
    Page("lesson.change", "POST", "/journal/{journal}/lessons/{lesson}", writers(422, Role.TEACHER, substitute=404),
         "/journal/{away_journal}/lessons/{away_lesson}", writers(404, Role.TEACHER)),
    Page("lesson.remove", "POST", "/journal/{journal}/lessons/{next_lesson}/delete",
         writers(302, Role.TEACHER, substitute=404),
         "/journal/{away_journal}/lessons/{away_lesson}/delete", writers(404, Role.TEACHER)),
    Page("diary.index", "GET", "/diary/", only(*FAMILY, answer=302)),
    Page("diary.show", "GET", "/diary/{student}", only(*FAMILY), "/diary/{away_student}", only(*FAMILY, answer=404)),
    Page("acknowledgements.diary", "POST", "/acknowledgements/{student}", only(*FAMILY, answer=303),
         "/acknowledgements/{away_student}", only(*FAMILY, answer=404)),
    Page("search.index", "GET", "/search?q=Рун", signed_in()),
)
