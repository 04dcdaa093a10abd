"""Final results of a journal: set by its teacher alone, read by those who read the journal (п. 6.6, 9.4)."""

from __future__ import annotations

import uuid
from typing import Any

from rules.terms import Role
from tests.access.matrix.endpoints import Answer, Page, Who, foreign, of_practice, writers

ROOT, AWAY = "/journal/{journal}/finals", "/journal/{away_journal}/finals"


def readers(role: Role | None, who: str) -> Answer:
    """The journal's readers; a substitute has the lesson and no results (п. 6.1), the senior master practice."""
    return 404 if role is Role.SENIOR_MASTER else of_practice(role, who)


def setters(answer: Answer, nobody: Answer = 302) -> Who:
    """The teacher of the journal; a substitute writes no results."""
    return writers(answer, Role.TEACHER, nobody=nobody, substitute=404)


def result(value: str) -> dict[str, Any]:
    return {"json": {"value": value, "version": 0, "key": str(uuid.uuid4()), "basis_kind": "current_work"}}


PAGES: tuple[Page, ...] = (
    Page("finals.show", "GET", ROOT, readers, AWAY, foreign("R", "journal")),
    Page("finals.show", "GET", "/journal/{practice_journal}/finals", of_practice),
    Page("finals.save", "PUT", ROOT + "/graded_credit/{mate}", setters(200, 401),
         AWAY + "/graded_credit/{away_student}", writers(404, Role.TEACHER, nobody=401), send=lambda: result("4")),
    Page("finals.save", "PUT", ROOT + "/graded_credit/{mate}", setters(200, 401),
         ROOT + "/graded_credit/{away_student}", writers(404, Role.TEACHER, nobody=401), send=lambda: result("3")),
    Page("finals.give_basis", "POST", ROOT + "/basis", setters(302), AWAY + "/basis", writers(404, Role.TEACHER),
         send=lambda: {"data": {"kind": "graded_credit", "basis_kind": "written_works"}}),
    Page("finals.confirm", "GET", ROOT + "/publish", setters(200), AWAY + "/publish", writers(404, Role.TEACHER)),
    Page("finals.publish", "POST", ROOT + "/publish", setters(422), AWAY + "/publish", writers(404, Role.TEACHER)),
    Page("finals_column.edit", "GET", ROOT + "/graded_credit", setters(200), AWAY + "/graded_credit",
         writers(404, Role.TEACHER)),
    Page("finals_column.save", "POST", ROOT + "/graded_credit", setters(302), AWAY + "/graded_credit",
         writers(404, Role.TEACHER)),
    Page("finals_column.card", "GET", ROOT + "/semester/{student}", readers, AWAY + "/semester/{away_student}",
         foreign("R", "journal")),
    Page("finals_column.change", "POST", ROOT + "/graded_credit/{mate}", setters(302),
         AWAY + "/graded_credit/{away_student}", writers(404, Role.TEACHER)),
)
