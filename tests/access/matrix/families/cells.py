"""One cell of the journal: its card and its saving."""

from __future__ import annotations

from typing import Any

from rules.terms import Role
from tests.access.matrix.endpoints import FAMILY, Answer, Page, Who, cell, writers
from tests.access.matrix.world import SUBSTITUTE


def json_please() -> dict[str, Any]:
    return {"headers": {"Accept": "application/json"}}


def readers(home: bool, of_substitute: int = 404) -> Who:
    """A cell's card: whoever reads the journal; learners have the diary instead, the clerk reads no marks."""
    def asked(role: Role | None, who: str) -> Answer:
        if role is None:
            return 401
        if who == SUBSTITUTE:
            return of_substitute
        if role is Role.DATA_CLERK:
            return 403
        if role in FAMILY or role is Role.SENIOR_MASTER:
            return 404
        return 200 if home or role not in (Role.TEACHER, Role.CURATOR) else 404
    return asked


PAGES: tuple[Page, ...] = (
    Page("cells.card", "GET", "/journal/{journal}/cells/{lesson}/{student}", readers(home=True),
         "/journal/{away_journal}/cells/{away_lesson}/{away_student}", readers(home=False), send=json_please),
    Page("cells.card", "GET", "/journal/{journal}/cells/{substituted_lesson}/{student}", readers(True, 200),
         "/journal/{journal}/cells/{lesson}/{away_student}",
         lambda role, who: {None: 401, Role.DATA_CLERK: 403}.get(role, 404), send=json_please),
    Page("cells.save", "PUT", "/journal/{journal}/cells/{next_lesson}/{student}",
         writers(200, Role.TEACHER, Role.CURATOR, nobody=401, substitute=404),
         "/journal/{away_journal}/cells/{away_next_lesson}/{away_student}",
         writers(404, Role.TEACHER, Role.CURATOR, nobody=401), send=lambda: {"json": cell("у", 1)}),
    Page("cells.save", "PUT", "/journal/{journal}/cells/{substituted_next_lesson}/{student}",
         writers(200, Role.TEACHER, Role.CURATOR, nobody=401),
         "/journal/{journal}/cells/{lesson}/{away_student}",
         writers(404, Role.TEACHER, Role.CURATOR, nobody=401), send=lambda: {"json": cell("у", 1)}),
    Page("cells.save", "PUT", "/journal/{journal}/cells/{lesson}/{student}",  # a mark is the teacher's alone
         lambda role, who: 401 if role is None else 404 if who == SUBSTITUTE
         else {Role.TEACHER: 200, Role.CURATOR: (403, 404, 422)}.get(role, 403),
         send=lambda: {"json": cell("4", 1, reason="описка")}),
)
